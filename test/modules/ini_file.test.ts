import iniFile from '../../modules/ini_file.ts';
import { obeysTheLaws } from '../support/laws.ts';

const OPTION = { path: 'DIR/f', section: 's', option: 'k' };

describe('ini_file', () => {
  obeysTheLaws(iniFile, [
    {
      name: 'changes one option and nothing else',
      given: "printf '# c\\n[s]\\nk=1\\n;j=2\\n[t]\\nk=1\\n' >f; chmod 640 f",
      args: { ...OPTION, value: '2' },
      result: { msg: 'option changed', mode: '0640' },
      files: { f: '# c\n[s]\nk = 2\n;j=2\n[t]\nk=1\n' },
    },
    {
      name: 'adds an option behind the last line of its section',
      given: "printf '[s]\\na=1\\n\\n[t]\\n' >f",
      args: { ...OPTION, value: '2', no_extra_spaces: true },
      files: { f: '[s]\na=1\nk=2\n\n[t]\n' },
    },
    {
      name: 'makes the file and the directory above it',
      args: { path: 'DIR/d/e/f', section: 's', option: 'k', value: '2', mode: '0600' },
      result: { msg: 'section and option added', mode: '0600' },
      files: { 'd/e/f': '\n[s]\nk = 2\n' },
    },
    {
      name: 'removes an option',
      given: "printf '[s]\\nk=1\\nk=2\\n' >f",
      args: { ...OPTION, state: 'absent' },
      files: { f: '[s]\n' },
    },
    {
      name: 'removes every section of a name',
      given: "printf '[s]\\nk=1\\n[t]\\n[s]\\nk=2\\n' >f",
      args: { path: 'DIR/f', section: 's', state: 'absent' },
      result: { msg: 'section removed' },
      files: { f: '[t]\n' },
    },
    {
      name: 'leaves what differs in spaces',
      given: "printf '[s]\\nk=2\\n' >f",
      args: { ...OPTION, value: '2', ignore_spaces: true },
      changed: false,
    },
    {
      name: 'leaves comments',
      given: "printf '[s]\\n#k=1\\n' >f",
      args: { ...OPTION, value: '2', modify_inactive_option: false },
      files: { f: '[s]\nk = 2\n#k=1\n' },
    },
    {
      name: 'keeps bytes that are no UTF-8',
      given: "printf '[s]\\na = \\351\\nk=1\\n' >f",
      args: { ...OPTION, value: 'é' },
      result: { msg: 'option changed' },
    },
    {
      name: 'does not empty a file',
      given: 'echo a=1 >f',
      args: { path: 'DIR/f', state: 'absent' },
      fails: "one of 'section' and 'option' is required",
    },
    {
      name: 'wants a value',
      given: ': >f',
      args: OPTION,
      fails: "Parameter 'value(s)' must be defined",
    },
  ]);
});
