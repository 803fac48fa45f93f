import blockinfile from '../../modules/blockinfile.ts';
import { obeysTheLaws } from '../support/laws.ts';

const BLOCK = '# BEGIN ANSIBLE MANAGED BLOCK\nx\n# END ANSIBLE MANAGED BLOCK\n';

describe('blockinfile', () => {
  obeysTheLaws(blockinfile, [
    {
      name: 'adds a block at the end',
      given: 'printf "a\\n" >f; chmod 640 f',
      args: { path: 'DIR/f', block: 'x' },
      result: { msg: 'Block inserted' },
      files: { f: `a\n${BLOCK}` },
    },
    {
      name: 'changes the block where it is',
      given: `printf 'a\\n# BEGIN ANSIBLE MANAGED BLOCK\\nold\\nlines\\n# END ANSIBLE MANAGED BLOCK\\nb\\n' >f`,
      args: { path: 'DIR/f', block: 'x\n' },
      files: { f: `a\n${BLOCK}b\n` },
    },
    {
      name: 'removes the block',
      given: `printf 'a\\n${BLOCK.replaceAll('\n', '\\n')}b\\n' >f`,
      args: { path: 'DIR/f', state: 'absent' },
      result: { msg: 'Block removed' },
      files: { f: 'a\nb\n' },
    },
    {
      name: 'leaves a block that is there',
      given: `printf '${BLOCK.replaceAll('\n', '\\n')}' >f`,
      args: { path: 'DIR/f', block: 'x' },
      changed: false,
      result: { msg: '' },
    },
    {
      name: 'makes the file',
      args: { path: 'DIR/f', block: 'x', create: true, mode: '0600' },
      result: { msg: 'File created' },
      files: { f: BLOCK },
    },
    {
      name: 'sets the block apart by empty lines',
      given: 'printf "a\\nb\\n" >f',
      args: { path: 'DIR/f', block: 'x', insertafter: 'a', prepend_newline: true, append_newline: true },
      files: { f: `a\n\n${BLOCK}\nb\n` },
    },
    {
      name: 'needs no empty line at the ends of the file',
      given: ': >f',
      args: { path: 'DIR/f', block: 'x', prepend_newline: true, append_newline: true },
      files: { f: BLOCK },
    },
    {
      name: 'keeps bytes that are no UTF-8',
      given: "printf 'caf\\351\\n' >f",
      args: { path: 'DIR/f', block: 'é', insertbefore: 'BOF' },
    },
    {
      name: 'keeps the old file where validation fails',
      given: 'printf "a\\n" >f',
      args: { path: 'DIR/f', block: 'x', validate: 'grep -q z %s' },
      fails: 'failed to validate',
      failsWhenApplied: true,
    },
    {
      name: 'tells a bad expression',
      given: ': >f',
      args: { path: 'DIR/f', block: 'x', insertafter: '(' },
      fails: "'(' is not a regular expression",
    },
    { name: 'wants the file', args: { path: 'DIR/f', block: 'x' }, fails: 'does not exist !' },
  ]);
});
