import { execFileSync } from 'node:child_process';
import xattr from '../../../modules/xattr.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const given = 'touch f; setfattr -n user.a -v 1 f; setfattr -n user.b -v "" f';

const CASES: readonly ParityCase[] = [
  { given, args: { path: 'DIR/f', key: 'c', value: 'two words' } },
  { given, args: { path: 'DIR/f', key: 'user.a', state: 'absent' } },
  { given, args: { path: 'DIR/f', state: 'all' }, once: true },
  { given, args: { path: 'DIR/f', state: 'keys' }, once: true },
  { given, args: { path: 'DIR/f', key: 'a' }, once: true },
  { given, args: { path: 'DIR/f' }, once: true, except: ['xattr'] },
  { given, args: { path: 'DIR/f', key: 'a', value: '2' }, check: true, once: true },
  { given, args: { path: 'DIR/none', key: 'a', value: '2' }, once: true },
];

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

if (isThere('setfattr')) parityWithAnsible('xattr', xattr, CASES);
else describe.skip('xattr (the package attr is not installed)', () => undefined);
