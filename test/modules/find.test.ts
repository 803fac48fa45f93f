import find from '../../modules/find.ts';
import { obeysTheLaws } from '../support/laws.ts';

describe('find', () => {
  obeysTheLaws(find, [
    {
      name: 'changes nothing',
      given: 'mkdir d; echo a >d/f; echo b >g',
      args: { paths: 'DIR', recurse: true },
      changed: false,
      result: { matched: 2, examined: 3, msg: 'All paths examined', skipped_paths: {} },
    },
    {
      name: 'says what is no directory',
      args: { paths: 'DIR/x' },
      changed: false,
      result: { matched: 0, files: [], msg: 'Not all paths examined, check warnings for details' },
    },
    {
      name: 'goes by permissions',
      given: 'touch a b c; chmod 644 a; chmod 755 b; chmod 700 c',
      args: { paths: 'DIR', mode: '0755' },
      changed: false,
      result: { matched: 1 },
    },
    {
      name: 'goes by one of several permissions',
      given: 'touch a b c; chmod 644 a; chmod 755 b; chmod 700 c',
      args: { paths: 'DIR', mode: 'u+x,g+x', exact_mode: false },
      changed: false,
      result: { matched: 2 },
    },
    {
      name: 'stops at a limit',
      given: 'touch a b c',
      args: { paths: 'DIR', limit: 2 },
      changed: false,
      result: { matched: 2 },
    },
    {
      name: 'tells a bad expression',
      args: { paths: 'DIR', use_regex: true, patterns: ['('] },
      fails: "'(' is not a regular expression",
    },
    { name: 'tells a bad size', args: { paths: 'DIR', size: '3q' }, fails: 'failed to process size' },
  ]);
});
