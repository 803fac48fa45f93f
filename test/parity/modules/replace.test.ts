import module from '../../../modules/replace.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const CASES: readonly ParityCase[] = [
  { given: "printf 'a b a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'x' } },
  { given: "printf 'a b a\\n' >f", args: { path: 'DIR/f', regexp: 'z', replace: 'x' } },
  { args: { path: 'DIR/f', regexp: 'z', replace: 'x' } },
  { given: "printf 'a1 b2\\n' >f", args: { path: 'DIR/f', regexp: '(\\w)(\\d)', replace: '\\2\\1' } },
  { given: "printf 'a1 b2\\n' >f", args: { path: 'DIR/f', regexp: '(?P<l>\\w)(\\d)', replace: '\\g<l>' } },
  { given: "printf 'l1\\nl2\\nl3\\n' >f", args: { path: 'DIR/f', regexp: '^l', replace: 'm' } },
  { given: "printf 'l1\\nl2\\nl3\\n' >f", args: { path: 'DIR/f', regexp: 'l2\\n' } },
  {
    given: "printf 'start\\na\\nb\\nend\\na\\n' >f",
    args: { path: 'DIR/f', regexp: 'a', replace: 'x', after: 'start', before: 'end' },
  },
  { given: "printf 'start\\na\\nb\\nend\\na\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'x', after: 'end' } },
  {
    given: "printf 'a\\nstart\\na\\nb\\nend\\na\\n' >f",
    args: { path: 'DIR/f', regexp: 'a', replace: 'x', before: 'end' },
  },
  { given: "printf 'a\\nstart\\na\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'x', before: 'nope' } },
  {
    given: "printf 'a\\nstart\\na\\n' >f",
    args: { path: 'DIR/f', regexp: 'a', replace: 'x', after: 'nope', before: 'zz' },
  },
  { given: "printf 'a\\nstart\\na\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'a' } },
  { given: "printf 'a\\nstart\\na\\n' >f", args: { path: 'DIR/f', regexp: 'q', replace: 'a', mode: '0600' } },
  { given: "printf 'a\\nstart\\na\\n' >f", args: { path: 'DIR/f', regexp: 'start', replace: 'b', mode: '0600' } },
  { given: "printf 'é x\\n' >f", args: { path: 'DIR/f', regexp: 'é', replace: 'è' } },
  { given: "printf '\\351 x\\n' >f", args: { path: 'DIR/f', regexp: 'x', replace: 'y' } },
  { given: "printf '\\351 x\\n' >f", args: { path: 'DIR/f', regexp: 'é', replace: 'y', encoding: 'latin1' } },
  { given: "printf 'a.b\\n' >f", args: { path: 'DIR/f', regexp: 'a.b', replace: 'c\\nd' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: '(', replace: 'x' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: '\\3' } },
  { given: "printf 'a\\nb\\na\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'x', after: 'b\n' } },
  { given: "printf 'aaa\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'x', before: 'a' } },
  { given: "printf 'x\\r\\ny\\r\\n' >f", args: { path: 'DIR/f', regexp: '\r\n', replace: '\n' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: '^', replace: '# ' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'b', backup: true } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'b', validate: 'grep -q b %s' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'b', validate: 'grep -q z %s' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', regexp: 'a', replace: 'b' }, check: true },
  { given: 'mkdir f', args: { path: 'DIR/f', regexp: 'a' } },
  {
    given: "printf '<a>\\nx\\n</a>\\n<a>\\nx\\n</a>\\n' >f",
    args: { path: 'DIR/f', regexp: '^(.+)$', replace: '# \\1', after: '<(a)>', before: '</a>' },
  },
  {
    given: "printf 'x1\\nx2\\nEND\\nx3\\n' >f",
    args: { path: 'DIR/f', regexp: 'x(\\d)', replace: 'y\\1', after: '', before: 'END' },
  },
  { given: "printf 'a b\\n' >f", args: { path: 'DIR/f', regexp: '(a) (b)?(c)?', replace: '\\1-\\3-\\2' } },
  { given: "printf 'k=1\\n' >f", args: { path: 'DIR/f', regexp: '^(k)=.*', replace: '\\g<1>=0' } },
];

parityWithAnsible('replace', module, CASES);
