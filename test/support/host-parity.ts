// Runs a table of tasks through ansible on one lab host and through our modules on another, and compares results and what they left.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { Catalogue } from '../../src/module/registry.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { World } from '../../src/plan/world.ts';
import { type LabHost, labAvailable, startHosts } from '../lab/index.ts';
import { controllerFiles } from './controller-files.ts';
import { labExchange } from './lab-exchange.ts';
import { describeParity, oracle } from './oracle.ts';

export interface HostCase {
  readonly name?: string;
  readonly module: string;
  readonly args: Readonly<Record<string, Plain>>;
  /** Shell text that is run on the host before. What earlier cases left is still there. */
  readonly given?: string;
  /** Fields of the result in which we differ on purpose, or that cannot be compared. */
  readonly except?: readonly string[];
  readonly check?: true;
}

export interface HostParity {
  readonly flavour: 'debian' | 'ubuntu' | 'el' | 'centos7';
  /** Shell text that is run on both hosts first. */
  readonly given?: string;
  /** Shell text whose output must be the same on both after each task. */
  readonly state: string;
  /** Fields of the result that are lists in an order of chance. */
  readonly unordered?: readonly string[];
  readonly cases: readonly HostCase[];
}

type Json = Readonly<Record<string, unknown>>;

// Ansible's own bookkeeping, and what no two runs have in common.
const IGNORED = new Set([
  'diff',
  'ansible_facts',
  'action',
  'invocation',
  'warnings',
  'deprecations',
  'exception',
  'module_stderr',
  'module_stdout',
]);

/** A `describe` with one test per case; all of ansible's tasks go through one run. */
export function hostParity(title: string, { flavour, given, state, unordered = [], cases }: HostParity): void {
  describeParity(`${title} (against ansible, on ${flavour})`, () => {
    let hosts: readonly LabHost[] = [];
    let theirs: readonly (readonly [Json, string])[] = [];
    let lane: Exchange;
    const catalogue = new Catalogue();
    before(async function prepare() {
      this.timeout(600_000);
      const available = await labAvailable();
      if (!available.ok) {
        console.log(`      skipped: ${available.why}`);
        this.skip();
      }
      hosts = await startHosts([{ flavour }, { flavour }]);
      const [one, two] = hosts;
      if (!one || !two) throw new Error('two hosts were asked for');
      lane = await labExchange(two);
      if (given !== undefined) for (const host of hosts) await host.sh(given);
      theirs = askOracle(one, state, cases);
    });
    after(async () => {
      for (const host of hosts) await host.stop();
    });
    for (const [index, one] of cases.entries()) {
      it(one.name ?? `${one.module}: ${JSON.stringify(one.args)}${one.check ? ' (check)' : ''}`, async () => {
        const host = hosts[1];
        const [answer, left] = theirs[index] ?? [];
        if (!host || !answer) throw new Error('the oracle gave no answer');
        if (one.given !== undefined) await host.exec(one.given);
        const ours = sorted(picked(await execute(catalogue, one, lane), one), unordered);
        const wanted = sorted(picked(answer, one), unordered);
        const common = Object.fromEntries(Object.entries(ours).filter(([name]) => name in wanted));
        expect(common, 'the result').to.deep.equal(wanted);
        expect((await host.sh(state)).trimEnd(), 'what is left').to.equal((left ?? '').trimEnd());
      });
    }
  });
}

function askOracle(host: LabHost, state: string, cases: readonly HostCase[]): readonly (readonly [Json, string])[] {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const tasks = cases.flatMap(({ module, args, given, check }, index) => [
    ...(given === undefined ? [] : [{ name: `given ${index}`, raw: given, ignore_errors: true }]),
    { name: `task ${index}`, [module]: args, ignore_errors: true, ...(check && { check_mode: true }) },
    { name: `state ${index}`, raw: state, ignore_errors: true },
  ]);
  const connection = {
    ansible_host: host.address,
    ansible_port: host.port,
    ansible_user: 'root',
    ansible_ssh_private_key_file: host.rootKey.path,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${host.knownHostsFile}`,
  };
  writeFileSync(join(root, 'inventory.json'), JSON.stringify({ all: { hosts: { there: connection } } }));
  writeFileSync(join(root, 'playbook.json'), JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]));
  const done = oracle('ansible-playbook', ['-i', 'inventory.json', 'playbook.json'], {
    cwd: root,
    env: { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_PIPELINING: '1', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3' },
  });
  rmSync(root, { recursive: true, force: true });
  const results = resultsOf(done.stdout);
  return cases.map((_, index) => [results.get(`task ${index}`) ?? {}, textOf(results.get(`state ${index}`))]);
}

// A terminal of ssh's own ends lines as terminals do.
function textOf(result: Json | undefined): string {
  return String(result?.stdout ?? '').replaceAll('\r\n', '\n');
}

function resultsOf(output: string): ReadonlyMap<string, Json> {
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Json> }[] }[] } = JSON.parse(
    output.slice(output.indexOf('{\n')),
  );
  return new Map((report.plays[0]?.tasks ?? []).map(({ task, hosts }) => [task.name, hosts.there ?? {}]));
}

async function execute(catalogue: Catalogue, { module, args, check }: HostCase, lane: Exchange): Promise<Json> {
  const found = await catalogue.resolve(module);
  if (found?.module.kind !== 'module') throw new Error(`there is no module ${module}`);
  const { result } = await executeModule(
    found.module,
    new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
    {
      lane,
      ...(check && { world: new World() }),
      diff: false,
      files: controllerFiles('/'),
      expandPath: (path) => path,
      sleep: async () => undefined,
    },
  );
  return result;
}

function picked(result: Json, { except = [] }: HostCase): Json {
  const kept = Object.entries(result).filter(([name, value]) => {
    if (IGNORED.has(name) || name.startsWith('_ansible') || except.includes(name)) return false;
    // Their messages are theirs; ours need only fail where they do.
    return !(result.failed === true && name !== 'failed' && name !== 'changed') && value !== undefined;
  });
  return JSON.parse(JSON.stringify({ failed: false, changed: false, ...Object.fromEntries(kept) }));
}

function sorted(result: Json, names: readonly string[]): Json {
  const entries = Object.entries(result).map(([name, value]) => [
    name,
    names.includes(name) && Array.isArray(value) ? value.toSorted() : value,
  ]);
  return Object.fromEntries(entries);
}
