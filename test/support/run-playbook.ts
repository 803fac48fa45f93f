// Runs playbooks through the real loaders and the real engine, on hosts that are this machine.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect, createServices } from '../../src/host/index.ts';
import { renderDiagnostics } from '../../src/load/diagnostics/render.ts';
import { HostChooser } from '../../src/load/inventory/patterns/choose.ts';
import { createLoader } from '../../src/load/playbook/loader.ts';
import { moduleCatalogue } from '../../src/load/playbook/module-catalogue.ts';
import { templateCheck } from '../../src/load/playbook/template-check.ts';
import { openVarsDirectory } from '../../src/load/vars/vars-directory.ts';
import { readSource } from '../../src/load/yaml/read-source.ts';
import { error } from '../../src/model/diagnostic.ts';
import { MutableInventory } from '../../src/model/mutable-inventory.ts';
import { Catalogue } from '../../src/module/registry.ts';
import {
  defaultSettings,
  type FactCache,
  type RunEvent,
  type RunSettings,
  type RunSummary,
  runPlaybooks,
} from '../../src/run/index.ts';

export interface Project {
  /** Absolute path. */
  readonly directory: string;
  /** Text without the project's own path. */
  local(text: string): string;
  remove(): void;
}

/** Writes the files of a project into a directory of its own. */
export function writeProject(files: Readonly<Record<string, string>>): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-run-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return {
    directory,
    local: (text) => text.replaceAll(`${directory}/`, '').replaceAll(directory, '.'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface PlaybookRun {
  /** Absolute path. */
  readonly path: string;
  readonly hosts: readonly string[];
  /** Members of further groups. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Variables of groups. */
  readonly groupVars?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Variables of hosts. */
  readonly hostVars?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Facts that a cache has of every host. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly settings?: Partial<RunSettings>;
  /** Patterns of `--limit`. */
  readonly limit?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  readonly ask?: (question: string) => string;
  /** Answers `--step` and the debugger. */
  readonly readLine?: (prompt: string) => string | undefined;
}

export interface PlaybookEnd {
  readonly events: readonly RunEvent[];
  readonly summary: RunSummary;
}

/** Runs a playbook. Throws where it does not load. */
export async function runPlaybook(run: PlaybookRun): Promise<PlaybookEnd> {
  const catalogue = new Catalogue();
  const loader = createLoader({
    modules: moduleCatalogue(catalogue),
    templates: templateCheck,
    names: { text: (node) => ({ ok: false, problems: [error('nothing is known here', node.span)] }) },
    rolesPath: [],
    collectionsPath: [],
  });
  const playbook = await loader.playbook(run.path);
  if (!playbook.ok) throw new Error(renderDiagnostics(playbook.problems));
  const inventory = inventoryOf(run);
  const services = createServices();
  const events: RunEvent[] = [];
  const { ask, readLine } = run;
  const controller = new AbortController();
  const summary = await runPlaybooks({
    playbooks: [playbook.value],
    inventory,
    chooser: new HostChooser(inventory, run.limit ?? []),
    settings: { ...defaultSettings, forks: 1, ...run.settings },
    modules: catalogue,
    loader: { ...loader, read: readSource },
    connector: { connect: (spec) => connect(spec, services) },
    sink: (event) => {
      events.push(event);
      run.onEvent?.(event);
    },
    signal: run.signal ?? controller.signal,
    quit: () => controller.abort(),
    varsBeside: (directory) =>
      openVarsDirectory(directory, { read: readSource, extensions: ['', '.yml', '.yaml', '.json'] }),
    decrypt: () => {
      throw new Error('there is no vault in this test');
    },
    config: () => undefined,
    environment: process.env,
    ...(run.facts && { facts: rememberedFacts(run.facts) }),
    ...(ask && { ask: async ({ text }) => ask(text) }),
    ...(readLine && { readLine: async (prompt) => readLine(prompt) }),
  });
  return { events, summary };
}

function inventoryOf({ hosts, groups = {}, groupVars = {}, hostVars = {} }: PlaybookRun): MutableInventory {
  const inventory = new MutableInventory();
  for (const host of hosts) {
    inventory.addHost(host);
    inventory.setHostVariable(host, { name: 'ansible_connection', value: 'local', by: 'test' });
    for (const [name, value] of Object.entries(hostVars[host] ?? {})) {
      inventory.setHostVariable(host, { name, value, by: 'test' });
    }
  }
  for (const [group, members] of Object.entries(groups)) for (const host of members) inventory.addHost(host, group);
  for (const [group, variables] of Object.entries(groupVars)) {
    for (const [name, value] of Object.entries(variables))
      inventory.setGroupVariable(group, { name, value, by: 'test' });
  }
  inventory.settle();
  return inventory;
}

function rememberedFacts(facts: Readonly<Record<string, string>>): FactCache {
  return {
    load: () => new Map(Object.entries(facts)),
    store: async () => undefined,
    clear: async () => undefined,
  };
}
