import assemble from '../../../modules/assemble.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const given =
  "mkdir d d/sub; printf 'a\\n' >d/10a; printf b >d/20b; printf 'c\\n' >d/.c; : >d/15; printf 'e\\n' >d/30e.conf; ln -s ../x d/40; printf x >x";

const CASES: readonly ParityCase[] = [
  { given, args: { src: 'DIR/d', dest: 'DIR/f' } },
  { given, args: { src: 'DIR/d', dest: 'DIR/f', delimiter: '---', ignore_hidden: true, mode: '0600' } },
  {
    given: `${given}; echo old >f; chmod 604 f`,
    args: { src: 'DIR/d', dest: 'DIR/f', delimiter: '\\n#\\t\\n', backup: true },
  },
  { given: `${given}; ln -s x f`, args: { src: 'DIR/d', dest: 'DIR/f', regexp: '[ae]' } },
  { given, args: { src: 'DIR/d', dest: 'DIR/f', remote_src: false, delimiter: '-\\n' } },
  { given, args: { src: 'DIR/d', dest: 'DIR/f', regexp: 'zz' }, once: true },
  { given, args: { src: 'DIR/d', dest: 'DIR/f', validate: 'grep -q zz %s' }, once: true },
  { given, args: { src: 'DIR/x', dest: 'DIR/f' }, once: true },
  { given, args: { src: 'DIR/d', dest: 'DIR' }, once: true },
];

parityWithAnsible('assemble', assemble, CASES);
