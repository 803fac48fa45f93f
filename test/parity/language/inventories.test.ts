// Inventories with something tricky in each: both engines make the same of them.

import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Config } from '../../../src/load/config/config.ts';
import { settings } from '../../../src/load/config/settings/index.ts';
import { inventoryAsGraph } from '../../../src/load/inventory/dump/graph.ts';
import { inventoryAsJson } from '../../../src/load/inventory/dump/list.ts';
import type { DumpOptions } from '../../../src/load/inventory/dump/shown-variables.ts';
import { readExtraVars } from '../../../src/load/vars/extra-vars.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { readSource } from '../../../src/load/yaml/read-source.ts';
import type { Checked } from '../../../src/model/diagnostic.ts';
import { load, told } from '../../load/inventory/support.ts';
import { describeParity, oracle } from '../../support/oracle.ts';

const cwd = fileURLToPath(new URL('inventories', import.meta.url));

interface InventoryCase {
  readonly sources: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly extra?: string;
  readonly password?: string;
  /** Compares the tree with its variables, too. */
  readonly graph?: true;
}

const cases: Readonly<Record<string, InventoryCase>> = {
  'ranges of names, ports and the types of values in INI': { sources: ['ranges'] },
  'priorities of groups and their depth': { sources: ['priority'], graph: true },
  'hosts without a group, and groups without hosts': { sources: ['ungrouped'], graph: true },
  'YAML with ranges, addresses, types and groups of groups': { sources: ['yaml'], graph: true },
  'a directory of all kinds, with files of variables': { sources: ['dir'] },
  'a directory of which names are ignored': { sources: ['dir'], env: { ANSIBLE_INVENTORY_IGNORE: '.yml,.sh' } },
  'a directory of which patterns are ignored': { sources: ['dir'], env: { ANSIBLE_INVENTORY_IGNORE_REGEX: '^0[12]' } },
  'dicts that are merged': { sources: ['dir'], env: { ANSIBLE_HASH_BEHAVIOUR: 'merge' } },
  'group variables in another order': {
    sources: ['dir'],
    env: { ANSIBLE_PRECEDENCE: 'groups_plugins_inventory, all_inventory, groups_inventory' },
  },
  'a script that is asked for each host': { sources: ['hostmode/inv.py'] },
  'two sources, of which the later holds': { sources: ['src2/a', 'src2/b.yml'] },
  'the same the other way round': { sources: ['src2/b.yml', 'src2/a'] },
  'a list of hosts with ports, and a file': { sources: ['h1,h2:22,h[1:3],[::1]:33,', 'src2/a'] },
  'constructed variables and groups': { sources: ['constructed'] },
  'constructed ones that see extra variables': {
    sources: ['constructed'],
    env: { ANSIBLE_INVENTORY_USE_EXTRA_VARS: '1' },
    extra: 'os=extra',
  },
  'generated hosts': { sources: ['generator/gen.yml'], graph: true },
  'files of variables that are vaults': { sources: ['vaulted'], password: 'vaulted.password' },
};

describeParity('inventories', () => {
  for (const [title, one] of Object.entries(cases)) {
    it(title, async () => {
      const { inventory, options } = await loaded(one);
      expect(text(inventoryAsJson(inventory, options))).to.equal(oracleText(one, '--list'));
      if (!one.graph) return;
      const graph = inventoryAsGraph(inventory, inventory.all, { ...options, vars: true });
      expect(text(graph)).to.equal(oracleText(one, '--graph', '--vars'));
    });
  }
});

async function loaded({ sources, env = {}, extra, password }: InventoryCase) {
  const read = readExtraVars(extra === undefined ? [] : [extra], { read: readSource, cwd });
  const extraVars = read.ok ? read.value : expect.fail(read.problems.map(told).join('\n'));
  const vault = new Vault(password === undefined ? [] : [{ label: 'default', password: Buffer.from('pw') }]);
  const { inventory, problems } = await load(cwd, sources, { environment: env, extraVars, vault });
  expect(problems.filter(({ severity }) => severity === 'error').map(told)).to.deep.equal([]);
  const config = new Config({ cwd, environment: env });
  const options: DumpOptions = {
    hashBehaviour: config.get(settings.DEFAULT_HASH_BEHAVIOUR),
    precedence: config.get(settings.VARIABLE_PRECEDENCE),
    extraVars,
  };
  return { inventory, options };
}

function oracleText({ sources, env = {}, extra, password }: InventoryCase, ...more: readonly string[]): string {
  const args = [
    ...sources.flatMap((source) => ['-i', source]),
    ...(extra === undefined ? [] : ['-e', extra]),
    ...(password === undefined ? [] : ['--vault-password-file', password]),
    ...more,
  ];
  return oracle('ansible-inventory', args, { cwd, env }).stdout.trimEnd();
}

function text(dump: Checked<string>): string {
  return dump.ok ? dump.value.trimEnd() : dump.problems.map(told).join('\n');
}
