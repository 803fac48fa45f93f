import { expect } from 'chai';
import { readExtraVars } from '../../../src/load/vars/extra-vars.ts';
import { vaultedReader } from '../../../src/load/vault/read-vaulted.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { told, written } from '../inventory/support.ts';

describe('extra variables', () => {
  const files = scratch();
  const read = (...given: readonly string[]) => {
    const checked = readExtraVars(given, { read: vaultedReader(new Vault()), cwd: files.path() });
    const problems = (checked.ok ? (checked.warnings ?? []) : checked.problems).map((problem) =>
      told(problem).replaceAll(`${files.path()}/`, ''),
    );
    return { variables: checked.ok ? written(checked.value) : undefined, problems };
  };

  const forms: readonly (readonly [given: readonly string[], variables: Readonly<Record<string, unknown>>])[] = [
    [['a=1 b="x y" c=True e= f=a=b'], { a: '1', b: 'x y', c: 'True', e: '', f: 'a=b' }],
    [[`a='1' b="it's" c='{"x": [1, 2]}'`], { a: '1', b: "it's", c: '{"x": [1, 2]}' }],
    [[`x='a b' y="c 'd' e" z=f'g h'i`], { x: 'a b', y: "c 'd' e", z: "f'g h'i" }],
    [['b={"x":1} d=3'], { b: '{"x":1}', d: '3' }],
    [['a={{ b }} c="{{ d }} e"'], { a: '{{ b }}', c: '{{ d }} e' }],
    [['a=1\nb=2'], { a: '1', b: '2' }],
    [['a-b=1 1c=2'], { 'a-b': '1', '1c': '2' }],
    [['{"a": 1, "b": [true, null], "c": 1.5}'], { a: 1, b: [true, null], c: 1.5 }],
    [['{a: yes, b: {c: d}}'], { a: true, b: { c: 'd' } }],
    [['@vars.yml'], { a: true, b: { c: 1 } }],
    [['@vars.yml', 'a=2', '{"z": 1}'], { a: '2', b: { c: 1 }, z: 1 }],
    [['@empty.yml'], {}],
    [[''], {}],
  ];
  for (const [given, variables] of forms) {
    it(`reads ${given.join(' -e ')}`, () => {
      files.write('vars.yml', 'a: yes\nb: {c: 1}\n');
      files.write('empty.yml', '');
      expect(read(...given)).to.deep.equal({ variables, problems: [] });
    });
  }

  const mistakes: readonly (readonly [given: string, problem: string])[] = [
    ['foo', "1:1 | warning | 'foo' is no variable | write name=value; a value with spaces needs quotes"],
    ['a=[1, 2] b=3', "1:7 | warning | '2]' is no variable | write name=value; a value with spaces needs quotes"],
    ['a="1', '1:3 | error | This " is never closed'],
    ['@', '1:1 | error | There is no file behind the @ | write -e @FILE'],
    ['@none.yml', '- | error | cannot read none.yml: there is no such file'],
    ['./vars.yml', "1:1 | error | './vars.yml' looks like a file | write -e @./vars.yml"],
    ['[1, 2]', "1:1 | error | '-e' is no mapping of variables | write 'name: value' on each line"],
    ['@list.yml', "1:1 | error | 'list.yml' is no mapping of variables | write 'name: value' on each line"],
  ];
  for (const [given, problem] of mistakes) {
    it(`tells what is wrong with ${given}`, () => {
      files.write('list.yml', '- 1\n');
      expect(read(given).problems).to.deep.equal([problem]);
    });
  }

  it('finds the mistakes of all', () => {
    expect(read('a="1', '@none', '{"a": 1').problems).to.have.length(3);
  });

  describeParity('against ansible', () => {
    it('reads the same', () => {
      files.write('vars.yml', 'a: yes\nb: {c: 1}\n');
      // A few: each takes the oracle most of a second.
      const usable = forms.filter(([given]) => /^(a=1 b|a='1'|x='a|@vars.yml,)/.test(given.join()));
      const names = [...new Set(usable.flatMap(([, variables]) => Object.keys(variables)))];
      // ansible-inventory shows the variables of the command line with every host.
      for (const [given, variables] of usable) {
        const args = ['-i', 'h,', '--host', 'h', ...given.flatMap((text) => ['-e', text])];
        const theirs: Record<string, unknown> = JSON.parse(
          oracle('ansible-inventory', args, { cwd: files.path() }).stdout,
        );
        expect(
          Object.fromEntries(names.flatMap((name) => (name in theirs ? [[name, theirs[name]]] : []))),
        ).to.deep.equal(variables);
      }
    });
  });
});
