import { execFileSync } from 'node:child_process';
import acl from '../../../modules/acl.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const given = 'umask 022; mkdir d; touch f d/x; ln -s f l';
const present = { etype: 'user', entity: 'daemon', permissions: 'rw', state: 'present' };

const CASES: readonly ParityCase[] = [
  { given, args: { path: 'DIR/f', ...present } },
  {
    given: `${given}; setfacl -m u:daemon:rw f`,
    args: { path: 'DIR/f', etype: 'user', entity: 'daemon', state: 'absent' },
  },
  { given, args: { path: 'DIR/d', entry: 'default:group:bin:rwx', state: 'present' } },
  {
    given,
    args: { path: 'DIR/d', etype: 'group', entity: 'bin', permissions: 'rX', recursive: true, state: 'present' },
  },
  { given, args: { path: 'DIR/f', ...present, recalculate_mask: 'no_mask' }, once: true },
  { given, args: { path: 'DIR/l', ...present, follow: false }, once: true },
  { given, args: { path: 'DIR/f', etype: 'mask', permissions: 'r', state: 'present' }, once: true },
  { given, args: { path: 'DIR/f', ...present }, check: true, once: true },
  { given, args: { path: 'DIR/f' }, once: true },
  { given, args: { path: 'DIR/f', ...present, default: true }, once: true },
];

if (isThere('setfacl')) parityWithAnsible('acl', acl, CASES);
else describe.skip('acl (the package acl is not installed)', () => undefined);

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}
