import replace from '../../modules/replace.ts';
import { obeysTheLaws } from '../support/laws.ts';

describe('replace', () => {
  obeysTheLaws(replace, [
    {
      name: 'replaces every match and fills groups',
      given: 'printf "a1\\na2\\n" >f; chmod 600 f',
      args: { path: 'DIR/f', regexp: '^a(?P<n>\\d)', replace: '\\g<n>b' },
      result: { msg: '2 replacements made', rc: 0 },
      files: { f: '1b\n2b\n' },
    },
    {
      name: 'stays in its section',
      given: 'printf "a\\n[s]\\na\\n[t]\\na\\n" >f',
      args: { path: 'DIR/f', regexp: 'a', replace: 'b', after: '\\[s\\]', before: '\\[(t)\\]' },
      files: { f: 'a\n[s]\nb\n[t]\na\n' },
    },
    {
      name: 'finds the section where its words come twice',
      given: 'printf "<<a<a>>a>a" >f',
      args: { path: 'DIR/f', regexp: 'a', replace: 'b', after: '<(<)?', before: '(>)(\\2)?' },
      files: { f: '<<b<b>>a>a' },
    },
    {
      name: 'removes matches',
      given: 'printf "a\\nb\\n" >f',
      args: { path: 'DIR/f', regexp: 'a\\n' },
      files: { f: 'b\n' },
    },
    {
      name: 'keeps bytes that are no UTF-8',
      given: "printf '\\351\\303\\251' >f",
      args: { path: 'DIR/f', regexp: 'é', replace: '' },
      result: { msg: '1 replacements made' },
    },
    {
      name: 'knows other encodings',
      given: "printf '\\244' >f",
      args: { path: 'DIR/f', regexp: '€', replace: 'EUR', encoding: 'iso8859-15' },
      files: { f: 'EUR' },
    },
    {
      name: 'knows the characters of Windows',
      given: "printf '\\200 \\223x\\224' >f",
      args: { path: 'DIR/f', regexp: '€ “x”', replace: 'EUR', encoding: 'cp1252' },
      files: { f: 'EUR' },
    },
    {
      name: 'says what an encoding cannot hold',
      given: 'printf a >f',
      args: { path: 'DIR/f', regexp: 'a', replace: '€', encoding: 'latin-1' },
      fails: "'€' cannot be written in latin-1",
    },
    {
      name: 'names an unknown encoding',
      given: 'printf a >f',
      args: { path: 'DIR/f', regexp: 'a', encoding: 'klingon' },
      fails: "'encoding' is 'klingon', which is no known encoding",
    },
    {
      name: 'tells a bad replacement',
      given: 'printf a >f',
      args: { path: 'DIR/f', regexp: 'a', replace: '\\2' },
      fails: "'\\2' is no replacement for 'a'",
    },
    { name: 'wants the file', args: { path: 'DIR/f', regexp: 'x' }, fails: 'does not exist !' },
  ]);
});
