// What the modules of smaller package managers have in common: looks that list packages, and changes that run the manager.

import { costlyRun, run } from '../../plan/ask.ts';
import type { Performed, RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { RunLook } from '../../plan/look.ts';
import { type Plan, type Result, type Stage, stage } from '../../plan/plan.ts';
import { commandResult } from '../commands/outcome.ts';

type Words = readonly [string, ...string[]];

/** Exit code by which a script of a look tells that the manager is missing. */
export const NO_MANAGER = 127;

/** What a package manager tells; `$@` of the script are the arguments. */
export function managerLook(script: string, args: readonly string[] = []): RunLook {
  return run({ script, args, env: { LC_ALL: 'C' } }, ['packages']);
}

/** The same, where it asks repositories. */
export function repositoryLook(script: string, args: readonly string[] = []): RunLook {
  return costlyRun({ script, args, env: { LC_ALL: 'C' } }, ['packages']);
}

export interface ManagerChange {
  readonly title: string;
  readonly argv: Words;
  readonly cwd?: string | undefined;
  /** Takes it back, or says why that cannot be done. */
  readonly undo: Words | { readonly cannot: string };
  /** Packages as they are and as they will be, one a line. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly accept?: readonly number[];
}

export function managerChange({
  title,
  argv,
  cwd,
  undo,
  before = [],
  after = [],
  accept = [0],
}: ManagerChange): RunCommand {
  const command = (words: Words): Command => ({ argv: words, env: { LC_ALL: 'C' }, ...(cwd !== undefined && { cwd }) });
  const lines = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');
  return {
    kind: 'run',
    title,
    command: command(argv),
    touches: ['packages', ...(cwd === undefined ? [] : [`path:${cwd}` as const])],
    accept,
    predictable: true,
    leaves: [],
    undo: 'cannot' in undo ? undo : command(undo),
    diff: { before: lines(before), after: lines(after), header: 'packages' },
  };
}

/** The stage that puts what the manager printed into the result. */
export function outputStage(fields: (done: Performed) => Result = () => ({})): Stage {
  return stage({
    looks: {},
    plan: (_seen, performed) => {
      const done = performed.at(-1);
      if (!done) return { changes: [], changed: true };
      const { rc, stdout, stderr, stdout_lines, stderr_lines } = commandResult(done, false);
      return {
        changes: [],
        changed: true,
        result: { rc, stdout, stderr, stdout_lines, stderr_lines, ...fields(done) },
      };
    },
  });
}

/** A plan that runs one command of the manager. */
export function managerPlan(change: ManagerChange, result: Result = {}): Plan {
  return { changes: [managerChange(change)], changed: true, result, next: outputStage() };
}

/** A plan that runs several, in order. */
export function managerPlans(changes: readonly ManagerChange[], result: Result = {}): Plan {
  if (changes.length === 0) return { changes: [], changed: false, result };
  return { changes: changes.map(managerChange), changed: true, result, next: outputStage() };
}
