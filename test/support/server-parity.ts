// Runs a table of tasks against two servers that started alike, ansible's modules on one and ours on the other, and compares results and what is left.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { Catalogue } from '../../src/module/registry.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from './controller-files.ts';
import { describeParity, oracle } from './oracle.ts';
import { shellExchange } from './shell-exchange.ts';

export interface ServerCase {
  readonly module: string;
  readonly args: Readonly<Record<string, Plain>>;
  readonly check?: true;
  /** Fields of the result in which we differ on purpose. */
  readonly except?: readonly string[];
}

/** A server of a test's own. */
export interface Server {
  /** The parameters by which modules reach it. */
  readonly login: Readonly<Record<string, Plain>>;
  /** Everything that tasks may have changed, as text. */
  state(): string;
  stop(): void;
}

export interface ServerParity {
  /** Why it cannot be done here, as a sentence. */
  readonly unavailable: () => string | undefined;
  /** Starts a server that is as all others at their start. */
  readonly start: () => Server;
  readonly cases: readonly ServerCase[];
}

type Json = Readonly<Record<string, unknown>>;

/** A `describe` with one test per case; all of ansible's tasks go through one run. */
export function serverParity(title: string, { unavailable, start, cases }: ServerParity): void {
  describeParity(`${title} (against ansible)`, () => {
    let ours: Server | undefined;
    let theirs: Server | undefined;
    let answers: ReadonlyMap<string, Json> = new Map();

    before(function prepare() {
      this.timeout(300_000);
      const problem = unavailable();
      if (problem !== undefined) {
        console.log(`      skipped: ${problem}`);
        this.skip();
      }
      [ours, theirs] = [start(), start()];
      answers = askOracle(theirs, cases);
    });
    after(() => {
      for (const server of [ours, theirs]) server?.stop();
    });

    const catalogue = new Catalogue();
    for (const [index, one] of cases.entries()) {
      it(`${one.module.replace(/.*\./, '')}: ${JSON.stringify(one.args)}${one.check ? ' (check)' : ''}`, async () => {
        if (!ours) throw new Error('there is no server');
        const wanted = picked(answers.get(String(index)) ?? {}, one);
        const result = picked(await execute(catalogue, ours, one), one);
        expect(Object.fromEntries(Object.entries(result).filter(([name]) => name in wanted))).to.deep.equal(wanted);
      });
    }
    it('leaves the same', () => {
      expect(ours?.state()).to.equal(theirs?.state());
    });
  });
}

async function execute(catalogue: Catalogue, { login }: Server, { module, args, check }: ServerCase): Promise<Json> {
  const found = await catalogue.resolve(module);
  if (found?.module.kind !== 'module') throw new Error(`there is no module ${module}`);
  const { result } = await executeModule(
    found.module,
    new Map(Object.entries({ ...login, ...args }).map(([name, value]) => [name, toValue(value)])),
    {
      lane: shellExchange(),
      ...(check && { world: new World() }),
      diff: false,
      files: controllerFiles('/'),
      expandPath: (path) => path,
      sleep: async () => undefined,
    },
  );
  return result;
}

function askOracle({ login }: Server, cases: readonly ServerCase[]): ReadonlyMap<string, Json> {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const tasks = cases.map(({ module, args, check }, index) => ({
    name: String(index),
    [module]: { ...login, ...args },
    ignore_errors: true,
    ...(check && { check_mode: true }),
  }));
  const playbook = [{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks }];
  writeFileSync(join(root, 'playbook.json'), JSON.stringify(playbook));
  const env = {
    ANSIBLE_STDOUT_CALLBACK: 'json',
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  };
  const { stdout } = oracle('ansible-playbook', ['-i', 'localhost,', 'playbook.json'], { cwd: root, env });
  rmSync(root, { recursive: true, force: true });
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Json> }[] }[] } = JSON.parse(
    stdout.slice(stdout.indexOf('{\n')),
  );
  return new Map((report.plays[0]?.tasks ?? []).map(({ task, hosts }) => [task.name, hosts.localhost ?? {}]));
}

const IGNORED = new Set(['diff', 'action', 'invocation', 'warnings', 'deprecations', 'exception']);

// Their messages are theirs; ours need only fail where they do.
function picked(result: Json, { except = [] }: ServerCase): Json {
  const kept = Object.entries(result).filter(
    ([name]) =>
      !IGNORED.has(name) &&
      !name.startsWith('_ansible') &&
      !except.includes(name) &&
      (result.failed !== true || name === 'failed'),
  );
  return JSON.parse(JSON.stringify({ failed: false, ...Object.fromEntries(kept) }));
}
