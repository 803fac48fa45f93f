import { execFileSync } from 'node:child_process';
import acl from '../../modules/acl.ts';
import { type LawCase, obeysTheLaws } from '../support/laws.ts';

const state = 'getfacl -R -n .';
const rw = { etype: 'user', entity: '3', permissions: 'rw', state: 'present' };

const LAWS: readonly LawCase[] = [
  {
    name: 'shows the list',
    given: 'umask 022; touch f',
    args: { path: 'DIR/f' },
    changed: false,
    result: { acl: ['user::rw-', 'group::r--', 'other::r--'], msg: 'current acl' },
  },
  {
    name: 'adds an entry',
    given: 'umask 022; touch f',
    state,
    args: { path: 'DIR/f', ...rw, entity: '99999' },
    result: {
      acl: ['user::rw-', 'user:99999:rw-', 'group::r--', 'mask::rw-', 'other::r--'],
      msg: 'user:99999:rw is present',
    },
  },
  {
    name: 'knows an entry that is there',
    given: 'touch f; setfacl -m u:3:rw f',
    args: { path: 'DIR/f', ...rw },
    changed: false,
  },
  {
    name: 'changes an entry, written in one text',
    given: 'touch f; setfacl -m u:3:rw f',
    state,
    args: { name: 'DIR/f', entry: 'user:3:r-x', state: 'present' },
  },
  {
    name: 'removes an entry',
    given: 'touch f; setfacl -m u:3:rw f',
    state,
    args: { path: 'DIR/f', etype: 'user', entity: '3', state: 'absent' },
  },
  {
    name: 'has nothing to remove',
    given: 'touch f',
    args: { path: 'DIR/f', etype: 'user', entity: '3', state: 'absent' },
    changed: false,
  },
  {
    name: 'goes deep',
    given: "mkdir -p 'd/a b'; touch d/x 'd/a b/y'",
    state,
    args: { path: 'DIR/d', etype: 'group', entity: '2', permissions: 'rX', recurse: true, state: 'present' },
  },
  {
    name: 'sets what new files get',
    given: 'mkdir d',
    state,
    args: { path: 'DIR/d', entry: 'default:user:3:r', state: 'present' },
  },
  {
    name: 'leaves the mask alone',
    given: 'touch f',
    state,
    args: { path: 'DIR/f', ...rw, recalculate_mask: 'no_mask' },
  },
  {
    name: 'leaves links alone with follow=false',
    given: 'touch f; ln -s f l',
    state,
    args: { path: 'DIR/l', ...rw, follow: false },
    changed: false,
  },
  { name: 'follows links', given: 'touch f; ln -s f l', state, args: { path: 'DIR/l', ...rw } },
  {
    name: 'gives defaults to directories only',
    given: 'touch f',
    args: { path: 'DIR/f', ...rw, default: true },
    fails: 'Only directories can have default ACLs',
  },
  {
    name: 'tells a path that is not there',
    args: { path: 'DIR/f', ...rw },
    fails: 'Path not found or not accessible.',
  },
  {
    name: 'tells what setfacl does not take',
    given: 'touch f',
    args: { path: 'DIR/f', ...rw, entity: 'nobody-of-this-name' },
    fails: 'setfacl: Option -m: Invalid argument',
  },
  {
    name: 'refuses an entry of the wrong form',
    args: { path: 'DIR/f', entry: 'x', state: 'present' },
    fails: "'entry' MUST have 3 or 4 sections",
  },
  {
    name: 'refuses two ways at once',
    args: { path: 'DIR/f', entry: 'user:x:r', etype: 'user', state: 'present' },
    fails: "'entry' MUST NOT be set",
  },
  {
    name: 'needs a kind',
    args: { path: 'DIR/f', state: 'present' },
    fails: "'etype' MUST be set when 'state=present'.",
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

describe('acl', function suite() {
  if (isThere('setfacl')) obeysTheLaws(acl, LAWS);
  else it.skip('the package acl is not installed');
});
