// Stand-in programs on PATH, which answer what is asked and write down what they are told to change: for modules whose servers no test machine has.

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { Module } from '../../src/module/module.ts';
import { undoAll } from '../../src/plan/undo-run.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from './controller-files.ts';
import { scratch } from './scratch.ts';
import { shellExchange } from './shell-exchange.ts';

/** A case: with these programs, these parameters run this, and what was run is taken back by that. */
export interface StandInCase {
  readonly name: string;
  readonly module: Module;
  /** Name to sh text; it writes what it is told to change to `$LOG`, line by line. `$DIR` is the case's directory. */
  readonly programs: Readonly<Record<string, string>>;
  /** `DIR` in a text is the case's own directory. */
  readonly args: Readonly<Record<string, Plain>>;
  /** What was run to change something, in order; nothing where nothing was to be done. */
  readonly runs?: readonly string[];
  readonly undo?: readonly string[];
  readonly changed?: boolean;
  /** It runs something every time, as a restart does. */
  readonly everyTime?: true;
  readonly fails?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

const TOOLS = ['sh', 'cat', 'sed', 'grep', 'tr', 'mktemp', 'chmod', 'stat', 'mv', 'rm', 'gzip', 'head', 'id'];

/** One mocha test per case: check touches nothing and plans what apply does; apply runs `runs`; undo runs `undo`. */
export function standInTests(cases: readonly StandInCase[]): void {
  const dir = scratch();
  for (const one of cases) {
    const { name, module, programs, args, runs = [], undo, fails, result } = one;
    it(`${module.summary}: ${name}`, async () => {
      dir.write('log', '');
      for (const tool of TOOLS) dir.write(`bin/${tool}`, `#!/bin/sh\nPATH=/usr/bin:/bin exec ${tool} "$@"\n`, 0o755);
      for (const [program, text] of Object.entries(programs))
        dir.write(`bin/${program}`, `#!/bin/sh\n${text}\n`, 0o755);
      const where = [`PATH=${dir.path('bin')}`, `LOG=${dir.path('log')}`, `DIR=${dir.path('.')}`, 'HOME=/nonexistent'];
      const lane = shellExchange(['/usr/bin/env', '-i', ...where, '/bin/sh']);
      const inDir = (value: Plain): Plain =>
        typeof value === 'string' ? value.replaceAll('DIR', dir.path('.').replace(/\/\.?$/, '')) : value;
      const given = new Map(Object.entries(args).map(([key, value]) => [key, toValue(inDir(value))]));
      const run = (world?: World) =>
        executeModule(module, given, {
          lane,
          ...(world && { world }),
          diff: true,
          files: controllerFiles('/'),
          expandPath: (path) => path,
          sleep: async () => undefined,
        });
      const log = (): readonly string[] =>
        readFileSync(dir.path('log'), 'utf8')
          .split('\n')
          .filter((line) => line !== '');
      const world = new World();
      const check = await run(world);
      expect(log(), 'check touched nothing').to.deep.equal([]);
      if (fails === undefined && check.result.skipped !== true && !one.everyTime)
        expect((await run(world)).changes, 'check believes what it predicted').to.deep.equal([]);
      const first = await run();
      if (fails !== undefined) {
        expect([check.result.failed, first.result.failed]).to.deep.equal([true, true]);
        expect(String(first.result.msg)).to.include(fails);
        return;
      }
      expect(log(), String(first.result.msg)).to.deep.equal(runs);
      const changed = one.changed ?? runs.length > 0;
      expect([check.result.changed, first.result.changed]).to.deep.equal([changed, changed]);
      expect(check.changes).to.deep.equal(first.changes);
      if (result) expect(first.result).to.deep.include(result);
      if (undo === undefined) return;
      dir.write('log', '');
      expect((await undoAll(lane, first.performed)).problems).to.deep.equal([]);
      expect(log()).to.deep.equal(undo);
    });
  }
}
