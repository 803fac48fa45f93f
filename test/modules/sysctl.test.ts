import sysctl from '../../modules/sysctl.ts';
import { obeysTheLaws } from '../support/laws.ts';

const FILE = { sysctl_file: 'DIR/f', reload: false };

describe('sysctl', () => {
  obeysTheLaws(sysctl, [
    {
      name: 'writes a setting',
      given: "printf '# c\\nvm.swappiness = 60\\n' >f; chmod 640 f",
      args: { ...FILE, name: 'vm.swappiness', value: 10 },
      files: { f: '# c\nvm.swappiness=10\n' },
    },
    { name: 'makes the file', args: { ...FILE, name: 'a.b', value: true }, files: { f: 'a.b=1\n' } },
    {
      name: 'removes a setting',
      given: "printf 'a.b=1\\nc.d = 2\\n' >f",
      args: { ...FILE, name: 'a.b', state: 'absent' },
      files: { f: 'c.d=2\n' },
    },
    {
      name: 'leaves a setting that is in force',
      given: 'echo "kernel.ostype=Linux" >f',
      args: { ...FILE, name: 'kernel.ostype', value: 'Linux', sysctl_set: true },
      changed: false,
    },
    {
      name: 'says that the kernel does not know it',
      args: { ...FILE, name: 'kernel.nosuch', value: 1, sysctl_set: true },
      fails: 'setting kernel.nosuch failed: cannot stat /proc/sys/kernel/nosuch',
    },
    {
      name: 'lets unknown ones pass where told so',
      given: 'echo "kernel.nosuch=1" >f',
      args: { ...FILE, name: 'kernel.nosuch', value: 1, sysctl_set: true, ignoreerrors: true },
      alwaysChanges: true,
    },
    { name: 'wants a name', args: { ...FILE, name: ' ', value: 1 }, fails: 'name cannot be blank' },
    { name: 'wants a value', args: { ...FILE, name: 'a.b', value: '' }, fails: 'value cannot be blank' },
  ]);
});
