// Runs an action: what acts on the controller, on the run, or on the connection.

import { homedir } from 'node:os';
import { error } from '../../model/diagnostic.ts';
import { Dict, toValue } from '../../model/value.ts';
import { type Action, type ActionOutcome, ConnectionLost } from '../../module/action.ts';
import { ModuleError } from '../../module/module.ts';
import type { HostTask } from '../context.ts';
import { pathExpander } from '../host/remote-paths.ts';
import { actionContext } from './action-context.ts';
import { failure, problemsOf, TaskError } from './failure.ts';
import type { Invocation } from './invoke.ts';
import { RemoteHost } from './remote.ts';
import { type Ended, ended } from './result.ts';
import { lostResult, reach } from './target.ts';

/** Runs an action once and carries out its effects. */
export async function runAction(work: HostTask, invocation: Invocation & { readonly action: Action }): Promise<Ended> {
  const { action, args, options, found } = invocation;
  const expandPath = await expander(work, invocation);
  if (typeof expandPath !== 'function') return ended(expandPath);
  const bound = action.bind(args, { expandPath, moduleName: found.name });
  if (!bound.ok) {
    const message = bound.problems.join('; ');
    return { ...ended(failure(message)), problems: [error(message, work.task.action.span)] };
  }
  const remote = new RemoteHost(work, invocation);
  try {
    const outcome = await work.evaluator.during((evaluation) =>
      bound.run(actionContext(work, { evaluation, remote, options, given: new Set(args.keys()) })),
    );
    const { uncertain, effects = [] } = outcome;
    const counted = countedOf(remote);
    const { speaks = false } = outcome;
    return {
      ...ended(resultOf(outcome, options.diff)),
      ...counted,
      speaks,
      effects: outcome.failed === undefined ? effects : [],
      ...(uncertain !== undefined && { uncertain }),
    };
  } catch (error) {
    const result = failedResult(error);
    if (result === undefined) throw error;
    const problems = problemsOf(error, work.task);
    return { ...ended(result), problems, ...countedOf(remote) };
  }
}

function countedOf({ roundTrips, waits, performed }: RemoteHost): Pick<Ended, 'roundTrips' | 'waits' | 'performed'> {
  return { roundTrips, waits, performed };
}

function failedResult(error: unknown): Dict | undefined {
  if (error instanceof ConnectionLost) return lostResult(error.failure, error.inFlight);
  return error instanceof ModuleError || error instanceof TaskError ? failure(error.message) : undefined;
}

// Only paths with `~` or `$` have to be asked about, and an action that needs no host means the controller's.
async function expander(
  work: HostTask,
  { action, args, target }: Invocation & { readonly action: Action },
): Promise<((path: string) => string) | Dict> {
  if (!action.needsHost) return (path) => path.replace(/^~(?=\/|$)/, homedir());
  const needed = [...args.values()].some((value) => typeof value === 'string' && /^~|\$/.test(value));
  if (!needed) return (path) => path;
  const reached = await reach(work, target);
  return reached.ok ? pathExpander(reached.lane, args, action.params) : reached.result;
}

function resultOf(outcome: ActionOutcome, diff: boolean): Dict {
  if (outcome.whole) return outcome.whole;
  const value = toValue(outcome.result ?? {});
  const result = value instanceof Dict ? value : new Dict();
  result.set('changed', outcome.changed);
  if (outcome.failed !== undefined) {
    result.set('failed', true);
    if (!result.has('msg')) result.set('msg', outcome.failed);
  }
  if (outcome.skipped !== undefined) {
    result.set('skipped', true);
    if (!result.has('skipped_reason')) result.set('skipped_reason', outcome.skipped);
  }
  if (outcome.warnings && outcome.warnings.length > 0) result.set('warnings', [...outcome.warnings]);
  if (diff && outcome.diff) result.set('diff', diffOf(outcome.diff));
  return result;
}

function diffOf({ before, after, header }: NonNullable<ActionOutcome['diff']>): Dict {
  const dict = Dict.of([
    ['before', before],
    ['after', after],
  ]);
  if (header !== undefined) dict.set('before_header', header).set('after_header', header);
  return dict;
}
