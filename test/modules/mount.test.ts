import mount from '../../modules/mount.ts';
import { obeysTheLaws } from '../support/laws.ts';

const ENTRY = { fstab: 'DIR/f', path: '/b', src: '/dev/b', fstype: 'ext4', opts: 'rw', state: 'present' };

// What really mounts is tested in the lab.
describe('mount', () => {
  obeysTheLaws(mount, [
    { name: 'makes the file', args: ENTRY, files: { f: '/dev/b /b ext4 rw 0 0\n' } },
    {
      name: 'changes an entry where it is',
      given: "printf '# c\\n/dev/x /b ext3 ro 1 2\\n/dev/c /c ext4 rw 0 0 # d\\n' >f; chmod 640 f",
      args: ENTRY,
      files: { f: '# c\n/dev/b /b ext4 rw 0 0\n/dev/c /c ext4 rw 0 0 # d\n' },
    },
    {
      name: 'finds an entry with a comment behind it',
      given: "printf '/dev/b /b ext4 rw 0 0 # c\\n' >f",
      args: { fstab: 'DIR/f', path: '/b/', state: 'absent_from_fstab' },
      files: { f: '' },
    },
    {
      name: 'leaves what is there',
      given: "printf '/dev/b\\t/b ext4 rw\\n' >f",
      args: ENTRY,
      changed: false,
    },
    {
      name: 'tells one swap from another',
      given: "printf '/a none swap sw 0 0\\n/b none swap sw 0 0\\n' >f",
      args: { fstab: 'DIR/f', path: 'none', src: '/b', fstype: 'swap', opts: 'sw,pri=1', state: 'present' },
      files: { f: '/a none swap sw 0 0\n/b none swap sw,pri=1 0 0\n' },
    },
    {
      name: 'keeps bytes that are no UTF-8',
      given: "printf '/dev/\\351 /\\303\\251 ext4 rw 0 0\\n' >f",
      args: { ...ENTRY, path: '/ü' },
    },
    { name: 'has nothing to unmount', args: { path: '/not/there', state: 'unmounted' }, changed: false },
    {
      name: 'cannot mount anew what is not mounted',
      args: { path: '/not/there', state: 'remounted' },
      fails: 'Error remounting /not/there: nothing is mounted there',
    },
    {
      name: 'says what is missing',
      args: { path: '/b', state: 'mounted' },
      fails: 'state is mounted but all of the following are missing: src, fstype',
    },
    { name: 'wants a state', args: { path: '/b' }, fails: 'missing required arguments: state' },
  ]);
});
