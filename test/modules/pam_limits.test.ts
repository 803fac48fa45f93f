import limits from '../../modules/pam_limits.ts';
import { obeysTheLaws } from '../support/laws.ts';

const BOB = { dest: 'DIR/f', domain: 'bob', limit_type: 'soft', limit_item: 'nofile' };
const given = (text: string): string => `printf '${text}' >f`;

describe('pam_limits', () => {
  obeysTheLaws(limits, [
    {
      name: 'makes the file',
      args: { ...BOB, value: 100 },
      files: { f: 'bob\tsoft\tnofile\t100\n' },
      result: { msg: 'bob\tsoft\tnofile\t100\n' },
    },
    {
      name: 'adds a limit with a comment, and an end to the last line',
      given: given('# c\\nbob hard nofile 7'),
      args: { ...BOB, value: 'unlimited', comment: 'why' },
      files: { f: '# c\nbob hard nofile 7\nbob\tsoft\tnofile\tunlimited\t#why\n' },
    },
    {
      name: 'changes every line of the limit, and keeps comments',
      given: given('bob soft nofile 1 # keep\\n@bob soft nofile 1\\n bob  soft nofile 2\\n#bob soft nofile 1\\n'),
      args: { ...BOB, value: 3 },
      files: {
        f: 'bob\tsoft\tnofile\t3\t# keep\n@bob soft nofile 1\nbob\tsoft\tnofile\t3\n#bob soft nofile 1\n',
      },
    },
    {
      name: 'gives a new comment to a new value only',
      given: given('bob soft nofile 1 # keep\\n'),
      args: { ...BOB, value: 1, comment: 'why' },
      changed: false,
      result: { msg: 'bob soft nofile 1 # keep\n' },
    },
    { name: 'raises', given: given('bob soft nofile 5\\n'), args: { ...BOB, value: '-1', use_max: true } },
    {
      name: 'does not lower',
      given: given('bob soft nofile infinity\\n'),
      args: { ...BOB, value: 9, use_max: true },
      changed: false,
    },
    { name: 'lowers', given: given('bob soft nofile 5\\n'), args: { ...BOB, value: 4, use_min: true } },
    {
      name: 'does not raise',
      given: given('bob soft nofile 5\\n'),
      args: { ...BOB, value: 'unlimited', use_min: true },
      changed: false,
    },
    {
      name: 'takes -1 for a niceness like any other',
      given: given('bob - nice 5\\n'),
      args: { ...BOB, limit_type: '-', limit_item: 'nice', value: '-1', use_max: true },
      changed: false,
    },
    {
      name: 'wants a number',
      args: { ...BOB, value: 'much' },
      fails: "Value of 'much' for item 'nofile' is invalid",
    },
    {
      name: 'wants a niceness that is one',
      args: { ...BOB, limit_item: 'nice', value: '-35' },
      fails: 'It must be a number from -20 to 19',
    },
    {
      name: 'wants one direction',
      args: { ...BOB, value: 1, use_min: true, use_max: true },
      fails: 'Cannot use use_min and use_max at the same time.',
    },
  ]);
});
