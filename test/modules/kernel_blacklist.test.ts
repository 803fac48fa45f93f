import blacklist from '../../modules/kernel_blacklist.ts';
import { obeysTheLaws } from '../support/laws.ts';

const FILE = { blacklist_file: 'DIR/f' };

describe('kernel_blacklist', () => {
  obeysTheLaws(blacklist, [
    {
      name: 'makes the list',
      args: { ...FILE, name: 'nouveau' },
      files: { f: 'blacklist nouveau\n' },
      result: {
        name: 'nouveau',
        state: 'present',
        filename: 'DIR/f',
        is_blacklisted: true,
        lines: ['blacklist nouveau'],
      },
    },
    {
      name: 'adds a line, and an end to the last one',
      given: "printf '# why\\nblacklist a # x' >f; chmod 600 f",
      args: { ...FILE, name: 'a' },
      files: { f: '# why\nblacklist a # x\nblacklist a\n' },
    },
    { name: 'leaves a line', given: "printf ' blacklist   a \\n' >f", args: { ...FILE, name: 'a' }, changed: false },
    {
      name: 'takes every such line away',
      given: "printf 'blacklist a\\n\\nblacklist a_b\\nblacklist a\\n' >f",
      args: { ...FILE, name: 'a', state: 'absent' },
      files: { f: '\nblacklist a_b\n' },
      result: { is_blacklisted: false, lines: ['', 'blacklist a_b'] },
    },
    {
      name: 'needs no list to have none',
      args: { ...FILE, name: 'a', state: 'absent' },
      changed: false,
      files: { f: null },
    },
    {
      name: 'wants a name',
      args: { ...FILE, name: 'a b' },
      fails: "'name' is 'a b', which is no name of a kernel module",
    },
  ]);
});
