// Every playbook and role that Debian's `ansible` package ships: what Ansible loads, we load. Skipped where it is not installed.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLoader } from '../../../src/load/playbook/loader.ts';
import { templateCheck } from '../../../src/load/playbook/template-check.ts';
import { parseYaml } from '../../../src/load/yaml/parse.ts';
import { readSource } from '../../../src/load/yaml/read-source.ts';
import { type Checked, error } from '../../../src/model/diagnostic.ts';
import type { Playbook } from '../../../src/model/playbook.ts';

const installed = '/usr/lib/python3/dist-packages';
const collections = join(installed, 'ansible_collections');

/** Files that ansible-core 2.14 refuses as well, each for the same reason: roles that are not there, a `name` that is a list. */
const REFUSED = /^there is no role '|^'name' takes text, not a list$/;

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.ya?ml$/.test(entry.name)) yield path;
  }
}

function isPlaybook(path: string): boolean {
  if (
    !/\/(playbooks|tests|examples)\//.test(path) ||
    /\/(tasks|vars|defaults|meta|handlers|templates|files)\//.test(path)
  )
    return false;
  const source = readSource(path);
  const parsed = source.ok ? parseYaml(source.value) : source;
  if (!parsed.ok || parsed.value.kind !== 'list') return false;
  return parsed.value.items.every(
    (item) => item.kind === 'map' && item.entries.some(({ key }) => /^hosts$|import_playbook$/.test(String(key.value))),
  );
}

// Every word counts as a module here; two of them in one task are still told, and so are these, should they be met.
const NO_MODULES = new Set(['with_item', 'tag', 'sudo', 'static']);

const loader = createLoader({
  modules: {
    hasGroup: () => undefined,
    kindOf: (word) => (NO_MODULES.has(word) ? undefined : 'unsupported'),
    words: () => [],
    load: async () => undefined,
  },
  templates: templateCheck,
  names: { text: (node) => ({ ok: false, problems: [error('only static variables can be used here', node.span)] }) },
  rolesPath: [],
  collectionsPath: [installed],
});

function mistakesOf(loaded: Checked<Playbook>): readonly string[] {
  if (loaded.ok) return [];
  const errors = loaded.problems.filter(({ severity, message }) => severity === 'error' && !REFUSED.test(message));
  return errors.map(({ message, span }) => `${span?.file.path}: ${message}`);
}

describe('the playbooks and roles of the ansible package', function () {
  this.timeout(60_000);
  if (!existsSync(collections)) {
    it.skip('load without mistakes (the package is not installed)');
    return;
  }
  const files = [...filesBelow(collections)];

  it('are YAML to us where they are YAML to Ansible', () => {
    const refused = files.filter((path) => {
      const source = readSource(path);
      return !source.ok || !parseYaml(source.value).ok;
    });
    // Tags of another program's.
    expect(refused.filter((path) => !path.includes('/cyberark/conjur/'))).to.deep.equal([]);
  });

  it('load without mistakes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tsplay-corpus-'));
    const mistakes: string[] = [];
    let count = 0;
    const load = async (path: string) => {
      count++;
      mistakes.push(...mistakesOf(await loader.playbook(path)));
    };
    for (const path of files.filter(isPlaybook)) await load(path);
    const roles = new Set(files.flatMap((path) => /^(.*\/roles\/[^/]+)\/tasks\/main\.ya?ml$/.exec(path)?.[1] ?? []));
    for (const [index, role] of [...roles].entries()) {
      const path = join(directory, `${index}.yml`);
      writeFileSync(path, `- hosts: all\n  roles: ["${role}"]\n`);
      await load(path);
    }
    rmSync(directory, { recursive: true });
    expect(mistakes).to.deep.equal([]);
    expect(count).to.be.greaterThan(500);
  });
});
