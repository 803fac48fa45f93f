import assemble from '../../modules/assemble.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';

const given =
  "mkdir d; printf 'a\\n' >d/10a; printf b >d/20b; printf 'c\\n' >d/.c; mkdir d/sub; printf 'e\\n' >d/30e.conf";

describe('assemble', () => {
  obeysTheLaws(
    assemble,
    [
      {
        name: 'puts fragments together in the order of their names, each on a line of its own',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', mode: '0640' },
        files: { f: 'c\na\nb\ne\n' },
        result: { dest: 'DIR/f', src: 'DIR/d', msg: 'OK', mode: '0640', state: 'file', size: 8 },
      },
      {
        name: 'puts a delimiter between them',
        given: `${given}; echo old >f`,
        args: { src: 'DIR/d/', dest: 'DIR/f', delimiter: '# \\x2d\\t\\\\', ignore_hidden: true },
        files: { f: 'a\n# -\t\\\nb\n# -\t\\\ne\n' },
      },
      {
        name: 'takes only names that match',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', regexp: '^\\d+[ab]$' },
        files: { f: 'a\nb' },
      },
      {
        name: 'makes an empty file of no fragments',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', regexp: 'zz' },
        files: { f: '' },
      },
      {
        name: 'leaves a file that is right',
        given: `${given}; printf 'c\\na\\nb\\ne\\n' >f`,
        args: { src: 'DIR/d', dest: 'DIR/f' },
        changed: false,
      },
      {
        name: 'changes attributes alone',
        given: `${given}; printf 'c\\na\\nb\\ne\\n' >f`,
        args: { src: 'DIR/d', dest: 'DIR/f', mode: '0600' },
      },
      {
        name: 'takes fragments of the controller',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', remote_src: false, regexp: 'e' },
        files: { f: 'e\n' },
      },
      {
        name: 'tells a directory that is not there',
        args: { src: 'DIR/d', dest: 'DIR/f' },
        fails: /^Source \(.*\/d\) does not exist/,
      },
      {
        name: 'tells a directory of the controller that is not there',
        args: { src: 'DIR/d', dest: 'DIR/f', remote_src: false },
        fails: 'Could not find or access',
      },
      {
        name: 'tells a file in place of a directory',
        given: 'touch d',
        args: { src: 'DIR/d', dest: 'DIR/f' },
        fails: 'is not a directory',
      },
      {
        name: 'does not replace a directory',
        given: `${given}; mkdir f`,
        args: { src: 'DIR/d', dest: 'DIR/f' },
        fails: 'is a directory',
      },
      {
        name: 'tells a wrong pattern',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', regexp: '(' },
        fails: 'Invalid Regexp',
      },
      {
        name: 'puts nothing in place that does not validate',
        given,
        args: { src: 'DIR/d', dest: 'DIR/f', validate: 'grep -q zz %s' },
        fails: 'failed to validate',
        failsWhenApplied: true,
      },
    ],
    { files: controllerFiles('/nowhere') },
  );
});
