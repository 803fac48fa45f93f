// Runs a table of tasks through ansible and through our modules, each in a directory of its own, and compares files and results.

import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Plain, PyFloat, toValue, type Value } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { ControllerFiles, Module } from '../../src/module/module.ts';
import { describeParity, oracle } from './oracle.ts';
import { shellExchange } from './shell-exchange.ts';

export interface ParityCase {
  /** By default what is given and what is asked for. */
  readonly name?: string;
  /** Shell commands that make the start in the case's own directory, which is `$PWD`. */
  readonly given?: string;
  /** The module's parameters; `DIR` in a text is the case's own directory. */
  readonly args: Readonly<Record<string, Plain>>;
  /** Fields of the result in which we differ on purpose, or that cannot be compared (times, random names). */
  readonly except?: readonly string[];
  /** Modification times (in whole seconds) are compared too. */
  readonly times?: true;
  /** Compare what check mode says, without touching anything, instead of what apply does. */
  readonly check?: true;
  /** What changes nothing on the host need not be run twice. */
  readonly once?: true;
  /** Names of files and directories that are not compared. */
  readonly apartFrom?: readonly string[];
}

// What no two runs have in common, and what is Ansible's own bookkeeping.
const IGNORED = new Set([
  // Ansible's is a temporary path.
  'src',
  'diff',
  'ansible_facts',
  'action',
  '_ansible_no_log',
  'invocation',
  'warnings',
  'deprecations',
  'exception',
  'md5sum',
  'module_stderr',
  'module_stdout',
]);

// Names of backups have a process number and a time in them.
const BACKUP = /\.\d+\.\d{4}-\d\d-\d\d@[\d:]+~/g;

type Json = Readonly<Record<string, unknown>>;

interface OracleRuns {
  readonly root: string;
  readonly results: ReadonlyMap<string, readonly Json[]>;
}

/** A `describe` with one test per case. All tasks go through one run of ansible-playbook. */
export function parityWithAnsible(name: string, module: Module, cases: readonly ParityCase[]): void {
  describeParity(`${name} (against ansible)`, function suite(this: void) {
    let runs: OracleRuns;
    before(function prepare() {
      this.timeout(600_000);
      runs = askOracle(name, cases);
    });
    after(() => rmSync(runs.root, { recursive: true, force: true }));
    for (const [index, one] of cases.entries()) {
      it(one.name ?? `${one.given ?? ''} | ${JSON.stringify(one.args)}${one.check ? ' (check)' : ''}`, async () =>
        compare(module, one, index, runs),
      );
    }
  });
}

function askOracle(name: string, cases: readonly ParityCase[]): OracleRuns {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const tasks = cases.flatMap((one, index) => {
    for (const side of ['oracle', 'tsplay']) start(one, join(root, side, String(index)));
    const task = {
      [name]: inDirectory(one.args, join(root, 'oracle', String(index))),
      ignore_errors: true,
      diff: true,
      ...(one.check && { check_mode: true }),
    };
    return runsOf(one).map((run) => ({ name: `${index} ${run}`, ...task }));
  });
  const playbook = join(root, 'playbook.json');
  writeFileSync(playbook, JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks }]));
  const done = oracle('ansible-playbook', ['-i', 'localhost,', '-c', 'local', playbook], {
    cwd: root,
    env: { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_PIPELINING: '1', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3' },
  });
  return { root, results: resultsOf(done.stdout) };
}

const runsOf = (one: ParityCase): readonly number[] => (one.once ? [0] : [0, 1]);

function start(one: ParityCase, directory: string): void {
  mkdirSync(directory, { recursive: true });
  if (one.given === undefined) return;
  execFileSync('sh', ['-c', `umask 022; cd "$1" && { ${one.given}\n}`, 'sh', directory], {
    env: { ...process.env, PWD: directory },
  });
}

function resultsOf(output: string): ReadonlyMap<string, readonly Json[]> {
  const results = new Map<string, Json[]>();
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Json> }[] }[] } = JSON.parse(
    output.slice(output.indexOf('{')),
  );
  for (const { task, hosts } of report.plays[0]?.tasks ?? []) {
    const [index = '', run = ''] = task.name.split(' ');
    const list = results.get(index) ?? [];
    list[Number(run)] = hosts.localhost ?? {};
    results.set(index, list);
  }
  return results;
}

async function compare(module: Module, one: ParityCase, index: number, { root, results }: OracleRuns): Promise<void> {
  const theirs = join(root, 'oracle', String(index));
  const ours = join(root, 'tsplay', String(index));
  const expected = results.get(String(index)) ?? [];
  for (const run of runsOf(one)) {
    const answer = withoutDirectory(picked(expected[run] ?? {}, one), theirs);
    const result = withoutDirectory(picked(await execute(module, one, ours), one), ours);
    // We may say more: Ansible leaves out what it did not find out.
    const common = Object.fromEntries(Object.entries(result).filter(([name]) => name in answer));
    expect(common, `result of run ${run + 1}`).to.deep.equal(answer);
  }
  expect(treeOf(ours, one), 'the files').to.deep.equal(treeOf(theirs, one));
}

async function execute(module: Module, one: ParityCase, directory: string): Promise<Json> {
  const args = new Map<string, Value>();
  for (const [name, value] of Object.entries(one.args)) args.set(name, toValue(inDirectory(value, directory)));
  const { World } = await import('../../src/plan/world.ts');
  const execution = await executeModule(module, args, {
    lane: shellExchange(),
    ...(one.check && { world: new World() }),
    diff: true,
    files,
    expandPath: (path) => path,
    sleep: async () => undefined,
  });
  return execution.result;
}

function picked(result: Json, one: ParityCase): Json {
  const kept = Object.entries(result).filter(([name, value]) => {
    if (IGNORED.has(name) || one.except?.includes(name)) return false;
    // Their messages are theirs; ours need only fail where they do.
    return !(result.failed === true && name !== 'failed' && name !== 'changed') && value !== undefined;
  });
  return { failed: false, changed: false, ...Object.fromEntries(kept) };
}

function inDirectory<T extends Plain>(value: T, directory: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll('DIR', directory));
}

function withoutDirectory(value: Json, directory: string): Json {
  return JSON.parse(JSON.stringify(value, jsonNumber).replaceAll(directory, 'DIR').replaceAll(BACKUP, '.backup~'));
}

// JSON has one kind of number.
function jsonNumber(_key: string, value: unknown): unknown {
  if (value instanceof PyFloat) return value.value;
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Everything in a directory: path to what it is, whose it is and what is in it. */
function treeOf(directory: string, one: ParityCase, below = ''): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(join(directory, below)).sort()) {
    // Ansible leaves the temporary name of a hard link to a symbolic link behind.
    if (/^\.\d+\.\d+\.\d+\.tmp$/.test(name) || one.apartFrom?.includes(name)) continue;
    const path = join(below, name);
    const stat = lstatSync(join(directory, path));
    const head = `${stat.mode.toString(8)} ${stat.uid}:${stat.gid}${stat.isFile() ? ` x${stat.nlink}` : ''}`;
    const time = one.times ? ` ${Math.floor(stat.mtimeMs / 1000)}` : '';
    const shown = path.replaceAll(BACKUP, '.backup~');
    tree[shown] = `${head}${time} ${contentOf(join(directory, path), directory)}`;
    if (stat.isDirectory()) Object.assign(tree, treeOf(directory, one, path));
  }
  return tree;
}

function contentOf(path: string, directory: string): string {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return readlinkSync(path).replaceAll(directory, 'DIR');
  return stat.isFile() ? readFileSync(path, 'latin1').replaceAll(directory, 'DIR') : '';
}

const files: ControllerFiles = {
  find: (_kind, name) => name,
  searched: () => [],
  read: async (path) => readFileSync(path),
  fetch: async (url) => Promise.reject(new Error(`nothing is fetched from ${url} here`)),
  renderFile: async (path) => readFileSync(path, 'utf8'),
};
