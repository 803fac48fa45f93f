import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { inventoryAsGraph } from '../../../src/load/inventory/dump/graph.ts';
import { inventoryAsJson } from '../../../src/load/inventory/dump/list.ts';
import { inventoryAsYaml } from '../../../src/load/inventory/dump/yaml.ts';
import { parseYaml } from '../../../src/load/yaml/parse.ts';
import type { Checked } from '../../../src/model/diagnostic.ts';
import { toPlain } from '../../../src/model/value.ts';
import { literalOf } from '../../../src/template/index.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { load, told } from './support.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const sources = ['site', 'site/more/hosts'];
const recorded = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const text = (dump: Checked<string>): unknown => (dump.ok ? `${dump.value.trimEnd()}\n` : dump.problems.map(told));

/** The data of a YAML text: the oracle writes what occurs twice as an anchor and an alias. */
function data(yaml: string): unknown {
  const parsed = parseYaml({ path: 'dump', text: yaml });
  return parsed.ok ? toPlain(literalOf(parsed.value)) : parsed.problems.map(told);
}

describe('a whole inventory', () => {
  it('is what ansible-inventory --list made of it', async () => {
    const { inventory, problems } = await load(fixtures, sources);
    expect(problems.map(told)).to.deep.equal([]);
    expect(text(inventoryAsJson(inventory))).to.equal(recorded('site.list.json'));
  });

  it('is what ansible-inventory --list --export made of it', async () => {
    const { inventory } = await load(fixtures, sources);
    expect(text(inventoryAsJson(inventory, { export: true }))).to.equal(recorded('site.export.json'));
  });

  it('is what ansible-inventory --list --export --yaml made of it', async () => {
    const { inventory } = await load(fixtures, sources);
    const dump = inventoryAsYaml(inventory, { export: true });
    expect(dump.ok && data(dump.value)).to.deep.equal(data(recorded('site.export.yml')));
  });

  it('is what ansible-inventory --graph made of it', async () => {
    const { inventory } = await load(fixtures, sources);
    expect(text(inventoryAsGraph(inventory, inventory.all))).to.equal(recorded('site.graph'));
  });

  describeParity('against ansible-inventory', () => {
    const args = sources.flatMap((source) => ['-i', source]);
    const recordings: readonly (readonly [file: string, args: readonly string[]])[] = [
      ['site.list.json', ['--list']],
      ['site.export.json', ['--list', '--export']],
      ['site.export.yml', ['--list', '--export', '--yaml']],
      ['site.graph', ['--graph']],
    ];
    for (const [file, more] of recordings) {
      it(`${file} is still what it prints`, () => {
        expect(`${oracle('ansible-inventory', [...args, ...more], { cwd: fixtures }).stdout.trimEnd()}\n`).to.equal(
          recorded(file),
        );
      });
    }
  });
});
