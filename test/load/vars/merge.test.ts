import { expect } from 'chai';
import { mergeVariables } from '../../../src/load/vars/merge.ts';
import { variablesOfDocument } from '../../../src/load/vars/vars-file.ts';
import { parseYaml } from '../../../src/load/yaml/parse.ts';
import type { Variable } from '../../../src/model/inventory.ts';
import { placeOf } from '../../../src/model/source.ts';
import { toValue } from '../../../src/model/value.ts';
import { written } from '../inventory/support.ts';

function variables(path: string, text: string): readonly Variable[] {
  const parsed = parseYaml({ path, text });
  const read = parsed.ok ? variablesOfDocument(parsed.value) : parsed;
  return read.ok ? read.value : expect.fail(`${path} cannot be read`);
}

const first = variables('first.yml', 'a: 1\nd: {x: 1, n: {p: 1, q: 1}, l: [1]}\nt: text\n');
const second = variables('second.yml', 'b: 2\nd: {y: 2, n: {q: 2}, l: [2]}\nt: {k: 1}\n');

describe('merging variables', () => {
  it('replaces', () => {
    expect(written([...mergeVariables([...first, ...second]).values()])).to.deep.equal({
      a: 1,
      d: { y: 2, n: { q: 2 }, l: [2] },
      t: { k: 1 },
      b: 2,
    });
  });

  it('or merges dicts, however deep, but not lists', () => {
    expect(written([...mergeVariables([...first, ...second], 'merge').values()])).to.deep.equal({
      ...{ a: 1, b: 2, t: { k: 1 } },
      d: { x: 1, n: { p: 1, q: 2 }, l: [2], y: 2 },
    });
  });

  it('keeps the place of each entry', () => {
    const merged = mergeVariables([...first, ...second], 'merge').get('d');
    const node = merged && 'node' in merged ? merged.node : expect.fail();
    const places =
      node.kind === 'map' ? node.entries.map(({ key, value }) => `${String(key.value)} ${placeOf(value.span)}`) : [];
    expect(places).to.deep.equal(['x first.yml:2:8', 'n second.yml:2:14', 'l second.yml:2:25', 'y second.yml:2:8']);
  });

  it('merges what was computed alike, and with what was written', () => {
    const computed = (plain: Parameters<typeof toValue>[0]): Variable => ({
      name: 'd',
      value: toValue(plain),
      by: 'test',
    });
    const merged = (...all: readonly Variable[]): unknown => written([...mergeVariables(all, 'merge').values()]);
    expect([
      merged(computed({ a: { x: 1 } }), computed({ a: { y: 2 }, b: 1 })),
      merged(...first, computed({ z: 1 })),
    ]).to.deep.equal([
      { d: { a: { x: 1, y: 2 }, b: 1 } },
      { a: 1, d: { x: 1, n: { p: 1, q: 1 }, l: [1], z: 1 }, t: 'text' },
    ]);
  });

  it('keeps what was computed from being a template', () => {
    const computed: Variable = { name: 'd', value: toValue({ z: '{{ x }}' }), by: 'test' };
    const merged = mergeVariables([...first, computed], 'merge').get('d');
    const node = merged && 'node' in merged ? merged.node : expect.fail();
    const tags = node.kind === 'map' ? node.entries.map(({ value }) => value.tag) : [];
    expect(tags).to.deep.equal([undefined, undefined, undefined, 'unsafe']);
  });
});
