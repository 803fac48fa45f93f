import module from '../../../modules/blockinfile.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const CASES: readonly ParityCase[] = [
  { args: { path: 'DIR/f', block: 'q', create: true, mode: '0644' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: '\\nx\\n\\n', insertbefore: 'EOF' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x\ny' } },
  { given: "printf 'a\\nb' >f", args: { path: 'DIR/f', block: 'x\ny\n' } },
  { given: "printf '' >f", args: { path: 'DIR/f', block: 'x' } },
  { args: { path: 'DIR/f', block: 'x', create: true } },
  { args: { path: 'DIR/new/deep/f', block: 'x', create: true } },
  { args: { path: 'DIR/f', block: 'x' } },
  {
    given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', block: 'x' },
  },
  {
    given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', block: '' },
  },
  {
    given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', state: 'absent', block: 'q' },
  },
  { given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\nb\\n' >f", args: { path: 'DIR/f', block: 'x' } },
  {
    given: "printf 'a\\n# END ANSIBLE MANAGED BLOCK\\nold\\n# BEGIN ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', block: 'x' },
  },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: '^[ab]' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertbefore: '^[ab]' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertbefore: 'BOF' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertbefore: 'zz' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'zz' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'EOF' } },
  { given: "printf 'a\\nb\\nc' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'c' } },
  {
    given: "printf 'a\\nb\\n' >f",
    args: { path: 'DIR/f', block: 'x', marker: '<!-- {mark} M -->', marker_begin: 'ON', marker_end: 'OFF' },
  },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x', marker: '# nomark' } },
  { given: "printf 'a\\r\\nb\\r\\n' >f", args: { path: 'DIR/f', block: 'x\ny' } },
  {
    given: "printf 'a\\r\\n# BEGIN ANSIBLE MANAGED BLOCK\\r\\nold\\r\\n# END ANSIBLE MANAGED BLOCK\\r\\nb\\r\\n' >f",
    args: { path: 'DIR/f', block: 'old' },
  },
  {
    given:
      "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\n# END ANSIBLE MANAGED BLOCK\\nm\\n# BEGIN ANSIBLE MANAGED BLOCK\\no2\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', block: 'x' },
  },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x\n\n\n' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: '\n\nx' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x', marker: '# {mark} A\n' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x', marker: '# {mark} B\nline2' } },
  {
    given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nx\\n# END ANSIBLE MANAGED BLOCK' >f",
    args: { path: 'DIR/f', block: 'x' },
  },
  {
    given: "printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nx\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f",
    args: { path: 'DIR/f', block: 'x', mode: '0600' },
  },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'a\nb' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'b\n' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', state: 'absent' } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 5 } },
  { given: "printf 'a\\nb\\n' >f", args: { path: 'DIR/f', block: 'x', mode: '0600' } },
  { args: { path: 'DIR/f', state: 'absent', create: true } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'a', insertbefore: 'b' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'BOF' } },
  { given: "printf 'a\\nb\\nc\\n' >f", args: { path: 'DIR/f', block: 'x', insertbefore: 'EOF' } },
  { args: { path: 'DIR', block: 'x' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', block: 'é\n  x' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', block: 'x', backup: true } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', block: 'x', validate: 'grep -q x %s' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', block: 'x', validate: 'grep -q z %s' } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', block: 'x' }, check: true },
  { args: { path: 'DIR/f', block: 'x', create: true, mode: '0600' }, check: true },
  { given: 'echo a >t; ln -s t f', args: { path: 'DIR/f', block: 'x' } },
  { given: "printf 'a\\rb\\r' >f", args: { path: 'DIR/f', block: 'x', insertafter: 'a' } },
  { args: { path: 'DIR/f', block: '', create: true } },
  { given: "printf 'a\\n' >f", args: { path: 'DIR/f', content: 'y', marker: '# {mark} {mark}' } },
];

parityWithAnsible('blockinfile', module, CASES);
