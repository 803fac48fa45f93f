// `meta` tasks: what they do to the run, the play and its hosts.

import type { Host } from '../../model/inventory.ts';
import { RunError } from '../run-error.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { conditionHolds } from '../task/execute-item.ts';
import { TaskError } from '../task/failure.ts';
import { plainResult, skippedByCondition } from '../task/result.ts';
import { targetOf } from '../task/target.ts';
import { type Announced, hostWork, type StepRun } from './perform-step.ts';

type Meta = StepRun & Announced;

/** Carries out a meta task. */
export async function performMeta(given: Meta): Promise<void> {
  const { hosts, step } = given;
  const action = String(step.task.action.freeForm?.value ?? '').trim();
  switch (action) {
    case 'flush_handlers':
      for (const host of await holding(given, hosts)) given.batch.walker(host).flush(step);
      return;
    case 'noop':
      return;
    case 'end_host':
      for (const host of await holding(given, hosts)) {
        given.batch.endHost(host);
        done(given, `ending play for ${host.name}`, host);
      }
      return;
    case 'clear_facts':
      for (const host of await holding(given, hosts)) await clearFacts(given, host);
      return;
    case 'reset_connection':
      for (const host of await holding(given, hosts)) await resetConnection(given, host);
      return;
    default:
      return forAll(given, action);
  }
}

// These mean the whole play; the first host's variables decide whether they hold.
async function forAll(given: Meta, action: string): Promise<void> {
  const { batch, hosts } = given;
  const [first] = await holding(given, hosts.slice(0, 1));
  if (!first) return;
  switch (action) {
    case 'end_play':
    case 'end_batch':
      batch.end(action);
      return done(given, action === 'end_play' ? 'ending play' : 'ending batch');
    case 'clear_host_errors':
      batch.clearErrors();
      return done(given, 'cleared host errors');
    case 'refresh_inventory':
      await batch.play.run.refreshInventory();
      return done(given, 'inventory successfully refreshed');
    default:
      throw new RunError([{ severity: 'error', message: `meta cannot do '${action}'`, span: given.step.task.span }]);
  }
}

/** The hosts on which the task's condition holds; the others are skipped. */
async function holding(given: Meta, hosts: readonly Host[]): Promise<readonly Host[]> {
  // What the engine put there itself is under no condition, not even under that of an imported playbook.
  if (given.step.task.implicit) return hosts;
  const kept: Host[] = [];
  for (const host of hosts) {
    const work = await hostWork(given, host);
    try {
      if (await conditionHolds(work)) kept.push(host);
      // What nobody wrote is not told.
      else if (!given.step.task.implicit) skipped(given, host);
    } catch (error) {
      if (error instanceof EvaluationError) throw new RunError([error.problem]);
      throw error;
    }
  }
  return kept;
}

// Shown as a task that was skipped, but not counted, as Ansible does.
function skipped({ batch, info }: Meta, host: Host): void {
  const result = plainResult(skippedByCondition());
  batch.play.run.emitter.emit({
    kind: 'host-task-finished',
    task: info,
    host: host.name,
    outcome: 'skipped',
    result,
    ...nothingDone,
  });
}

const nothingDone = { diffs: [], changes: [], performed: [], durationMs: 0, roundTrips: 0, loop: false } as const;

async function clearFacts(given: Meta, host: Host): Promise<void> {
  const { run } = given.batch.play;
  run.variables.state(host.name).clearFacts();
  await run.facts?.clear(host.name);
  done(given, 'facts cleared', host);
}

async function resetConnection(given: Meta, host: Host): Promise<void> {
  const { run } = given.batch.play;
  try {
    const { login } = await targetOf(await hostWork(given, host));
    await run.connections.disconnect(login.spec.name);
    done(given, 'reset connection', host);
  } catch (error) {
    if (error instanceof EvaluationError) throw new RunError([error.problem]);
    if (error instanceof TaskError)
      throw new RunError([{ severity: 'error', message: error.message, span: given.step.task.span }]);
    throw error;
  }
}

function done({ batch, info }: Meta, message: string, host?: Host): void {
  batch.play.run.emitter.emit({ kind: 'meta-done', task: info, ...(host && { host: host.name }), message });
}
