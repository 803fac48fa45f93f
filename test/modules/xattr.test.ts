import { execFileSync } from 'node:child_process';
import xattr from '../../modules/xattr.ts';
import { type LawCase, obeysTheLaws } from '../support/laws.ts';

const state = 'getfattr -d -R .';
const given = "touch f; setfattr -n user.a -v '1 \"x\" \\' f; setfattr -n user.b -v '' f";

const LAWS: readonly LawCase[] = [
  {
    name: 'sets an attribute',
    given: "touch 'f \\'",
    state,
    args: { path: 'DIR/f \\', key: 'a', value: 'é "x" \\ =\n' },
    result: { xattr: {}, msg: 'user.a set to é "x" \\ =\n' },
  },
  {
    name: 'changes an attribute',
    given,
    state,
    args: { name: 'DIR/f', key: 'user.a', value: '2', state: 'present' },
    result: { xattr: { 'user.a': '1 "x" \\' } },
  },
  { name: 'knows a value that is there', given, args: { path: 'DIR/f', key: 'a', value: '1 "x" \\' }, changed: false },
  {
    name: 'takes hexadecimal values',
    given,
    args: { path: 'DIR/f', key: 'a', value: '0x3120227822205c' },
    changed: false,
  },
  {
    name: 'removes an attribute',
    given,
    state,
    args: { path: 'DIR/f', key: 'a', state: 'absent' },
    result: { msg: 'user.a removed' },
  },
  { name: 'has nothing to remove', given, args: { path: 'DIR/f', key: 'z', state: 'absent' }, changed: false },
  {
    name: 'shows one',
    given,
    args: { path: 'DIR/f', key: 'a' },
    changed: false,
    result: { xattr: { 'user.a': '1 "x" \\' }, msg: 'returning user.a' },
  },
  {
    name: 'shows all',
    given,
    args: { path: 'DIR/f', state: 'all' },
    changed: false,
    result: { xattr: { 'user.a': '1 "x" \\', 'user.b': '' }, msg: 'dumping all' },
  },
  {
    name: 'shows the names',
    given,
    args: { path: 'DIR/f', state: 'keys' },
    changed: false,
    result: { xattr: { 'user.a': '', 'user.b': '' } },
  },
  {
    name: 'tells a path that is not there',
    args: { path: 'DIR/f', key: 'a', value: '1' },
    fails: 'path not found or not accessible!',
  },
  { name: 'needs a key', given, args: { path: 'DIR/f', value: '1' }, fails: 'present needs a key parameter' },
  {
    name: 'needs a value',
    given,
    args: { path: 'DIR/f', key: 'a', state: 'present' },
    fails: 'present needs a value parameter',
  },
  {
    name: 'tells a kind of file that has none',
    given: 'ln -s f l',
    args: { path: 'DIR/l', key: 'a', value: '1', follow: false },
    fails: 'Operation not permitted',
    failsWhenApplied: true,
  },
];

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

describe('xattr', () => {
  if (isThere('setfattr')) obeysTheLaws(xattr, LAWS);
  else it.skip('the package attr is not installed');
});
