// What unquoted and tagged scalars mean. Every expectation was read off PyYAML as ansible-core 2.14 sets it up.

import { expect } from 'chai';
import { parseYaml } from '../../../src/load/yaml/parse.ts';
import { PyFloat } from '../../../src/model/value.ts';

const float = (value: number) => new PyFloat(value);

const VALUES: readonly (readonly [string, unknown])[] = [
  ['yes', true],
  ['No', false],
  ['ON', true],
  ['off', false],
  ['TRUE', true],
  ['tRUE', 'tRUE'],
  ['y', 'y'],
  ['N', 'N'],
  ['~', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['', null],
  ['1', 1],
  ['+12', 12],
  ['-0', 0],
  ['0644', 420],
  ['-017', -15],
  ['0_7', 7],
  ['00', 0],
  ['089', '089'],
  ['08', '08'],
  ['0o17', '0o17'],
  ['0x1F', 31],
  ['-0x1f', -31],
  ['0x', '0x'],
  ['0b101', 5],
  ['-0b11', -3],
  ['0b', '0b'],
  ['0b2', '0b2'],
  ['1_000', 1000],
  ['1__2', 12],
  ['_1', '_1'],
  ['8_', 8],
  ['-_1', '-_1'],
  ['123456789012345678901234567890', 123456789012345678901234567890n],
  ['9007199254740993', 9007199254740993n],
  ['1:30', 90],
  ['-1:30', -90],
  ['190:20:30', 685230],
  ['9_:59', 599],
  ['1:60', '1:60'],
  ['12:75', '12:75'],
  ['1:30.5', float(90.5)],
  ['1:2:3.4', float(3723.4)],
  ['1.0', float(1)],
  ['5.', float(5)],
  ['.5', float(0.5)],
  ['+.5', '+.5'],
  ['-.5e+3', '-.5e+3'],
  ['.', '.'],
  ['1e3', '1e3'],
  ['1e+3', '1e+3'],
  ['1.e+3', float(1000)],
  ['1.5E+10', float(15000000000)],
  ['1.5E10', '1.5E10'],
  ['1_0.5_0', float(10.5)],
  ['1_.5', float(1.5)],
  ['00.5', float(0.5)],
  ['685_230.15e+03', float(685230150)],
  ['.inf', float(Number.POSITIVE_INFINITY)],
  ['-.INF', float(Number.NEGATIVE_INFINITY)],
  ['.NaN', float(Number.NaN)],
  ['nan', 'nan'],
  ['2020-01-02', '2020-01-02'],
  ['2020-1-2', '2020-1-2'],
  ['2020-01-02 03:04:05', '2020-01-02 03:04:05'],
  ['2020-01-02T03:04:05Z', '2020-01-02 03:04:05+00:00'],
  ['2020-1-2 3:04:05.123 +01:00', '2020-01-02 03:04:05.123000+01:00'],
  ['2001-12-14 21:59:43.10 -5', '2001-12-14 21:59:43.100000-05:00'],
  ['"yes"', 'yes'],
  ["'0644'", '0644'],
  ['!!str 12', '12'],
  ['! 12', 12],
  ['!<tag:yaml.org,2002:int> 12', 12],
  ['!!int "12"', 12],
  ['!!float 3', float(3)],
  ['!!bool "yes"', true],
  ["!!null ''", null],
  ['!!binary aGVsbG8=', 'hello'],
  ['!!python/unicode abc', 'abc'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['=', "'=' has a meaning of its own in YAML and cannot be a value"],
  ['<<', "'<<' has a meaning of its own in YAML and cannot be a value"],
  ['2020-13-45', "'2020-13-45' is not a date"],
  ['2020-02-30', "'2020-02-30' is not a date"],
  ['!!int abc', "'abc' is not what its tag !!int says"],
  ['!!bool abc', "'abc' is not what its tag !!bool says"],
  ['!!float abc', "'abc' is not what its tag !!float says"],
  ['!!map abc', 'the tag !!map is not for a single value'],
  ['!vautl abc', "unknown YAML tag '!vautl'"],
  ['!!python/none', "unknown YAML tag '!!python/none'"],
];

describe('YAML scalars', () => {
  for (const [written, value] of VALUES) {
    it(`reads ${written || 'nothing'}`, () => {
      const parsed = parseYaml({ path: 'x.yml', text: `a: ${written}` });
      if (!parsed.ok || parsed.value.kind !== 'map') throw new Error('expected a mapping');
      expect(parsed.value.entries[0]?.value).to.deep.include({ kind: 'scalar', value });
    });
  }

  for (const [written, message] of REFUSED) {
    it(`refuses ${written}`, () => {
      const parsed = parseYaml({ path: 'x.yml', text: `a: ${written}` });
      expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.message)).to.deep.equal([message]);
    });
  }

  it('gives JSON files the numbers of JSON', () => {
    const parsed = parseYaml({ path: 'x.json', text: '{"a": 1e3, "b": 012}' });
    const json = parseYaml({ path: 'x.json', text: '{"a": 1e3, "b": 12}' });
    const values = [parsed, json].map((result) =>
      result.ok && result.value.kind === 'map'
        ? result.value.entries.map(({ value }) => value.kind === 'scalar' && value.value)
        : [],
    );
    expect(values).to.deep.equal([
      ['1e3', 10],
      [float(1000), 12],
    ]);
  });

  it('keeps what is unsafe or vaulted as text with its tag', () => {
    const parsed = parseYaml({ path: 'x.yml', text: 'a: !unsafe 12\nb: !vault |\n  $ANSIBLE_VAULT\n' });
    if (!parsed.ok || parsed.value.kind !== 'map') throw new Error('expected a mapping');
    expect(parsed.value.entries.map(({ value }) => value.kind === 'scalar' && [value.value, value.tag])).to.deep.equal([
      ['12', 'unsafe'],
      ['$ANSIBLE_VAULT\n', 'vault'],
    ]);
  });
});
