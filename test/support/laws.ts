// The four laws that every module keeps, run over a table of cases: check touches nothing; apply plans what check planned; a second run plans nothing; undo restores.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Plain, toValue, type Value } from '../../src/model/value.ts';
import { type Execution, executeModule } from '../../src/module/execute.ts';
import type { ControllerFiles, Module } from '../../src/module/module.ts';
import type { Change } from '../../src/plan/change.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { undoAll } from '../../src/plan/undo-run.ts';
import { World } from '../../src/plan/world.ts';
import { shellExchange } from './shell-exchange.ts';

export interface LawCase {
  readonly name: string;
  /** Shell commands that make the start; `$PWD` is the case's own directory. */
  readonly given?: string;
  /** The module's parameters; `DIR` in a text is the case's own directory. */
  readonly args: Readonly<Record<string, Plain>>;
  /** Fields the result of the first run must have. */
  readonly result?: Readonly<Record<string, unknown>>;
  /** Files afterwards: path in the case's directory to its text, `null` for absent. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** The sentence (or a part) with which the task fails; then the laws are: nothing was touched, in check mode alike. */
  readonly fails?: string | RegExp;
  /** The failure comes from performing (a validation, a program's refusal), so that check mode cannot foresee it. */
  readonly failsWhenApplied?: true;
  readonly changed?: boolean;
  /** Why this cannot be undone; by default everything is. */
  readonly cannotUndo?: true;
  /** It changes something every time (state=touch, restarted). */
  readonly alwaysChanges?: true;
  /** Commands whose output is the state that undo must restore, where files are not all of it. */
  readonly state?: string;
}

export interface LawOptions {
  /** Where the module works; this machine where absent. A function, since hosts start only in a `before` hook. */
  readonly exchange?: () => Exchange;
  /** Runs `given` and `state` there. */
  readonly shell?: (script: string) => Promise<string>;
  /** Commands whose output is the state that undo must restore, for every case. */
  readonly state?: string;
  readonly files?: ControllerFiles;
}

/** Declares one mocha test per case. */
export function obeysTheLaws(module: Module, cases: readonly LawCase[], options: LawOptions = {}): void {
  for (const one of cases) it(one.name, async () => runCase(module, one, options));
}

async function runCase(module: Module, one: LawCase, options: LawOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-law-'));
  try {
    const lane = options.exchange?.() ?? shellExchange();
    const sh = options.shell ?? (async (script: string) => localShell(directory, script));
    if (one.given !== undefined) await sh(one.given);
    const asked = [options.state, one.state].filter((part) => part !== undefined).join('; ');
    const state = async (): Promise<string> => snapshot(directory) + (asked === '' ? '' : await sh(asked));
    const start = await state();
    const run = (world?: World): Promise<Execution> =>
      executeModule(module, argsOf(one, directory), environment(lane, world, options.files));

    const check = await run(new World());
    expect(await state(), 'check touched nothing').to.equal(start);
    const first = await run();
    if (one.fails !== undefined) {
      expectFailure(one, check, first);
      expect(await state(), 'a failing task touched nothing').to.equal(start);
      return;
    }
    expect(first.result.failed, String(first.result.msg)).to.not.equal(true);
    expect(first.result.changed).to.equal(one.changed ?? true);
    expect(check.result.changed, 'check predicted it').to.equal(first.result.changed);
    expect(check.changes.map(comparable), 'check planned the same').to.deep.equal(first.changes.map(comparable));
    if (one.result) expect(first.result).to.deep.include(withDirectory(one.result, directory));
    expectFiles(one, directory);

    const second = await run();
    if (!one.alwaysChanges) expect(second.changes.map(comparable), 'a second run plans nothing').to.deep.equal([]);
    if (one.alwaysChanges || one.cannotUndo) return;
    const undone = await undoAll(lane, first.performed);
    expect(undone.problems).to.deep.equal([]);
    expect(await state(), 'undo restored what was there').to.equal(start);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function localShell(directory: string, script: string): string {
  const env = { ...process.env, PWD: directory };
  return execFileSync('sh', ['-c', `cd "$1" && ${script}`, 'sh', directory], { encoding: 'utf8', env });
}

function expectFailure(one: LawCase, check: Execution, first: Execution): void {
  const failure = one.fails ?? '';
  for (const execution of one.failsWhenApplied ? [first] : [check, first]) {
    expect(execution.result.failed, JSON.stringify(execution.result)).to.equal(true);
    if (failure instanceof RegExp) expect(String(execution.result.msg)).to.match(failure);
    else expect(String(execution.result.msg)).to.include(failure);
  }
}

function expectFiles(one: LawCase, directory: string): void {
  for (const [name, text] of Object.entries(one.files ?? {})) {
    let found: string | null = null;
    try {
      found = readFileSync(join(directory, name), 'utf8');
    } catch {
      // It is not there.
    }
    expect(found, name).to.equal(text);
  }
}

function argsOf(one: LawCase, directory: string): ReadonlyMap<string, Value> {
  return new Map(Object.entries(one.args).map(([name, value]) => [name, toValue(inDirectory(value, directory))]));
}

function inDirectory(value: Plain, directory: string): Plain {
  if (typeof value === 'string') return value.replaceAll('DIR', directory);
  if (Array.isArray(value)) return value.map((item: Plain) => inDirectory(item, directory));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inDirectory(item, directory)]));
}

function withDirectory(expected: Readonly<Record<string, unknown>>, directory: string): Record<string, unknown> {
  const replaced = Object.entries(expected).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('DIR', directory) : value,
  ]);
  return Object.fromEntries(replaced);
}

// Times and inodes may differ between a check and a run a moment later.
function comparable(change: Change): unknown {
  if (change.kind === 'run') return { kind: change.kind, title: change.title, command: change.command };
  const { before, ...rest } = change;
  return { ...rest, before: before.exists ? { path: before.path, type: before.type, mode: before.mode } : before };
}

// Names, types, modes, owners, link targets and contents; not times, which every restoration changes.
function snapshot(directory: string): string {
  const script =
    'cd "$1" && find . -printf "%p %y %m %u %g %l\\n" | sort && find . -type f -exec sha1sum {} + | sort -k 2';
  return execFileSync('sh', ['-c', script, 'sh', directory], { encoding: 'utf8' });
}

function environment(lane: Exchange, world: World | undefined, files: ControllerFiles | undefined) {
  return {
    lane,
    ...(world && { world }),
    diff: true,
    files: files ?? noFiles,
    expandPath: (path: string) => path.replace(/^~(?=\/|$)/, process.env.HOME ?? '/root'),
    sleep: async () => undefined,
  };
}

const noFiles: ControllerFiles = {
  find: () => undefined,
  searched: () => [],
  read: async (path) => readFileSync(path),
  fetch: async () => {
    throw new Error('no network in tests');
  },
  renderFile: async (path) => readFileSync(path, 'utf8'),
};
