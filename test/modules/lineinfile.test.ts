import lineinfile from '../../modules/lineinfile.ts';
import { obeysTheLaws } from '../support/laws.ts';

describe('lineinfile', () => {
  obeysTheLaws(lineinfile, [
    {
      name: 'adds a line at the end',
      given: 'printf "a\\nb\\n" >f',
      args: { path: 'DIR/f', line: 'c' },
      result: { msg: 'line added' },
      files: { f: 'a\nb\nc\n' },
    },
    {
      name: 'replaces the last match',
      given: 'printf "x=1\\nx=2\\ny\\n" >f; chmod 640 f',
      args: { path: 'DIR/f', regexp: '^x=', line: 'x=3' },
      result: { msg: 'line replaced' },
      files: { f: 'x=1\nx=3\ny\n' },
    },
    {
      name: 'leaves a line that is there',
      given: 'printf "a\\nb\\n" >f',
      args: { path: 'DIR/f', line: 'a' },
      changed: false,
      files: { f: 'a\nb\n' },
    },
    {
      name: 'makes the file with the directories above it',
      args: { path: 'DIR/new/deep/f', line: 'a', create: true, mode: '0600' },
      result: { msg: 'line added' },
      files: { 'new/deep/f': 'a\n' },
    },
    {
      name: 'keeps bytes that are no UTF-8 and a missing last newline of the line before',
      given: "printf 'caf\\351\\nlast' >f",
      args: { path: 'DIR/f', line: 'é' },
    },
    {
      name: 'fills backrefs',
      given: 'printf "port 22\\n" >f',
      args: { path: 'DIR/f', regexp: '^port (\\d+)', line: 'Port \\1', backrefs: true },
      files: { f: 'Port 22\n' },
    },
    {
      name: 'without a match backrefs do nothing',
      given: 'printf "a\\n" >f',
      args: { path: 'DIR/f', regexp: '^p(.)', line: '\\1', backrefs: true },
      changed: false,
    },
    {
      name: 'removes every match',
      given: 'printf "a\\nb\\na\\n" >f',
      args: { path: 'DIR/f', line: 'a', state: 'absent' },
      result: { found: 2, msg: '2 line(s) removed' },
      files: { f: 'b\n' },
    },
    {
      name: 'inserts after the last match',
      given: 'printf "[a]\\nx\\n[b]\\n" >f',
      args: { path: 'DIR/f', insertafter: '^\\[', line: 'y', firstmatch: true },
      files: { f: '[a]\ny\nx\n[b]\n' },
    },
    {
      name: 'inserts at the beginning',
      given: 'printf "a\\n" >f',
      args: { path: 'DIR/f', insertbefore: 'BOF', line: 'y' },
      files: { f: 'y\na\n' },
    },
    {
      name: 'puts it first by insertafter too',
      given: 'printf "a" >f',
      args: { path: 'DIR/f', insertafter: 'BOF', line: 'y' },
      files: { f: 'y\na' },
    },
    {
      name: 'fills groups by name and number, and keeps a backslash',
      given: 'printf "k = v\n" >f',
      args: { path: 'DIR/f', regexp: '(?P<key>k) = (.)', line: '\\g<key>: \\2\\\\n', backrefs: true },
      files: { f: 'k: v\\n\n' },
    },
    {
      name: 'tells a bad reference',
      given: 'printf "a\n" >f',
      args: { path: 'DIR/f', regexp: '(a)', line: '\\2', backrefs: true },
      fails: "'\\2' is no replacement for '(a)'",
    },
    {
      name: 'makes no file where backrefs find nothing',
      args: { path: 'DIR/f', regexp: '(a)', line: '\\1', backrefs: true, create: true },
      changed: false,
      files: { f: null },
    },
    {
      name: 'makes a file with a mode',
      args: { path: 'DIR/f', create: true, line: 'y', mode: '0600' },
      files: { f: 'y\n' },
    },
    {
      name: 'sets only the mode',
      given: 'printf "a\\n" >f',
      args: { path: 'DIR/f', line: 'a', mode: 'u+x' },
      result: { msg: 'ownership, perms or SE linux context changed' },
    },
    {
      name: 'goes through a link and leaves it',
      given: 'printf "a\\n" >t; ln -s t f',
      args: { path: 'DIR/f', line: 'b' },
      files: { t: 'a\nb\n' },
    },
    {
      name: 'keeps the old file where validation fails',
      given: 'printf "a\\n" >f',
      args: { path: 'DIR/f', line: 'b', validate: 'grep -q z %s' },
      fails: 'failed to validate',
      failsWhenApplied: true,
    },
    { name: 'wants the file', args: { path: 'DIR/f', line: 'b' }, fails: 'Destination DIR'.slice(0, 11) },
    {
      name: 'wants a parameter',
      given: 'touch f',
      args: { path: 'DIR/f' },
      fails: 'line is required with state=present',
    },
    {
      name: 'names an unknown parameter',
      args: { path: 'DIR/f', lin: 'x' },
      fails: 'Unsupported parameters for the module: lin. Supported parameters include: attributes, ',
    },
    {
      name: 'tells a bad expression',
      given: 'touch f',
      args: { path: 'DIR/f', regexp: '(', line: 'x' },
      fails: 'is not a regular expression',
    },
  ]);
});
