// Executes a task without its loop: the condition, then an include, or attempts at its module.

import { collected, inherited } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import { str, TemplateError } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { ASKED } from '../facts/asked.ts';
import { namedArguments } from './arguments.ts';
import { withAttempts } from './attempts.ts';
import { seeingConnection } from './connection-vars.ts';
import { toWords } from './convert.ts';
import { carryOut, factStates, takeFacts } from './effects.ts';
import { engineAction } from './engine-action.ts';
import { includeVars } from './include-vars.ts';
import { type IncludeRequest, includeRequest } from './includes.ts';
import { invocationOf } from './invocation.ts';
import { type Invocation, invoke, prepareInvocation } from './invoke.ts';
import { type Ended, ended, flag, hasFailed, skippedByCondition } from './result.ts';

/** How one execution ended, and what it wants included. */
export interface Executed extends Ended {
  readonly include?: IncludeRequest;
  /** The handlers to notify where this changed something. */
  readonly notify?: readonly string[];
  /** What its module was given. */
  readonly args?: Dict;
  /** What results of items tell of that. */
  readonly invocation?: () => Dict | undefined;
}

/** Executes a task once its items are known. Throws `EvaluationError` and `TaskError`. */
export async function executeItem(given: HostTask): Promise<Executed> {
  const work = await seeingConnection(given);
  if (!(await conditionHolds(work))) return ended(skippedByCondition());
  switch (engineAction(work.task)) {
    case 'include_tasks':
    case 'include':
    case 'include_role':
      return includeRequest(work);
    case 'include_vars':
      return withAttempts(work, () => includeVars(work));
    default: {
      const notify = await notifiedBy(work);
      const invocation = await prepareInvocation(work);
      const end = await withAttempts(work, () => invoke(work, invocation));
      if (!hasFailed(end.result) && !flag(end.result, 'unreachable')) {
        await carryOut(work, end);
        await keepFacts(work, end);
        await leaveOut(work, invocation, end);
      }
      const { found, args } = invocation;
      const named = namedArguments(work.task, found, args);
      return { ...end, notify, args: named, invocation: () => invocationOf(found, args) };
    }
  }
}

// Names of handlers may hold the item.
async function notifiedBy({ task, evaluator }: HostTask): Promise<readonly string[]> {
  const entry = inherited(task, 'notify');
  return entry ? toWords(await evaluator.node(entry.value)) : [];
}

// What `set_fact` gives as `ansible_facts` was carried out as its effect.
async function keepFacts(work: HostTask, end: Ended): Promise<void> {
  const short = work.task.action.word.replace(/^ansible\.(builtin|legacy)\./, '');
  if (short !== 'set_fact') await takeFacts(work, end.result, end.delegatedTo);
}

// Whoever asks for a fact that was left out has the same task run again, for all facts.
async function leaveOut(work: HostTask, invocation: Invocation, { leftOut, delegatedTo }: Ended): Promise<void> {
  if (!leftOut || leftOut.length === 0) return;
  const fetch = () => gatherAll(work, invocation);
  for (const state of await factStates(work, delegatedTo)) state.leaveOut({ names: new Set(leftOut), fetch });
}

async function gatherAll(work: HostTask, invocation: Invocation): Promise<readonly (readonly [string, Value])[]> {
  const args = new Map([...invocation.args].filter(([name]) => name !== ASKED));
  const { result } = await invoke({ ...work, coming: () => [] }, { ...invocation, args });
  const facts = result.get('ansible_facts');
  if (facts instanceof Dict) return [...facts.entries()].map(([name, value]) => [String(name), value] as const);
  throw new TemplateError(
    `facts of ${work.host.name} are asked for that were left out: ${str(result.get('msg') ?? '')}`,
  );
}

/** Whether every `when` around the task holds, the outermost first. */
export async function conditionHolds({ task, evaluator }: HostTask): Promise<boolean> {
  const conditions = collected(task, 'when');
  if (conditions.length === 0) return true;
  return evaluator.run((evaluation) => conditions.every(({ value }) => evaluation.holds(value)));
}
