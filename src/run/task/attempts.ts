// One execution with its attempts: `until`, `retries` and `delay`, then `changed_when` and `failed_when`.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { MapEntry, Node } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { HostTask } from '../context.ts';
import type { Wait } from '../events.ts';
import { type Evaluation, EvaluationError, type Evaluator } from '../scope/evaluator.ts';
import { LayeredScope, valueLayer } from '../scope/layer.ts';
import { pauseFor } from '../sleep.ts';
import { toNumber } from './convert.ts';
import { integerKeyword } from './options.ts';
import { type Ended, flag, shown } from './result.ts';

interface Retrying {
  readonly until: MapEntry;
  /** How often it is tried at most. */
  readonly attempts: number;
  /** Seconds. */
  readonly delay: number;
}

/** Executes until it is as wanted or there are no more attempts. The result says how it was judged. */
export async function withAttempts(work: HostTask, execute: () => Promise<Ended>): Promise<Ended> {
  const retrying = await work.evaluator.run((evaluation) => retryingOf(evaluation, work));
  let roundTrips = 0;
  const waits: Wait[] = [];
  for (let attempt = 1; ; attempt++) {
    const one = await execute();
    roundTrips += one.roundTrips;
    waits.push(...(one.waits ?? []));
    if (flag(one.result, 'unreachable')) return { ...one, roundTrips, waits };
    if (retrying) one.result.set('attempts', attempt);
    const evaluator = withResult(work, one.result);
    const problem = await judge(work, evaluator, one.result);
    const end: Ended = { ...one, roundTrips, waits, ...(problem && { problems: [problem] }) };
    if (!retrying || (await evaluator.holds(retrying.until.value))) return end;
    if (attempt >= retrying.attempts) return exhausted(end, retrying);
    retry(work, end, { retrying, attempt });
    await pauseFor(retrying.delay, work.run.signal);
    // It is tried again because something else is to happen meanwhile.
    work.run.lookahead?.forgetAll();
  }
}

// `retries` counts the attempts after the first.
function retryingOf(evaluation: Evaluation, { task }: HostTask): Retrying | undefined {
  const until = task.keywords.get('until');
  if (!until) return undefined;
  const attempts = Math.max(0, integerKeyword(evaluation, task, 'retries', 3)) + 1;
  const delay = task.keywords.get('delay');
  const seconds = delay ? toNumber(evaluation.node(delay.value), 'delay') : 5;
  return { until, attempts, delay: seconds < 0 ? 1 : seconds };
}

// Says the last number Ansible says: one less than were made.
function exhausted(end: Ended, { attempts }: Retrying): Ended {
  if (attempts > 1) end.result.set('attempts', attempts - 1).set('failed', true);
  return end;
}

function retry(
  work: HostTask,
  end: Ended,
  { retrying, attempt }: { readonly retrying: Retrying; readonly attempt: number },
): void {
  const { run, taskInfo, host, noLog } = work;
  run.emitter.emit({
    kind: 'host-retry',
    task: taskInfo,
    host: host.name,
    ...(end.delegatedTo !== undefined && { delegatedTo: end.delegatedTo }),
    attempt,
    retries: retrying.attempts - 1,
    retriesLeft: retrying.attempts - attempt,
    delay: retrying.delay,
    result: shown(end.result, noLog),
  });
}

// While a result is judged, its variable and the facts it brought are visible already.
function withResult(work: HostTask, result: Dict): Evaluator {
  const { evaluator, task } = work;
  const { scope } = evaluator;
  if (!(scope instanceof LayeredScope)) return evaluator;
  const visible = new Map<string, Value>();
  const facts = result.get('ansible_facts');
  if (facts instanceof Dict) for (const [name, fact] of facts.entries()) visible.set(String(name), fact);
  const register = registerOf(task.keywords.get('register')?.value);
  if (register !== undefined) visible.set(register, result);
  return visible.size === 0 ? evaluator : evaluator.in(scope.with(valueLayer('loop', visible)));
}

/** The variable that a task registers its result in. */
export function registerOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

// Gives what is wrong with a condition that could not be judged.
async function judge({ task }: HostTask, evaluator: Evaluator, result: Dict): Promise<Diagnostic | undefined> {
  if (!result.has('failed')) result.set('failed', failedByCode(result));
  if (!result.has('changed')) result.set('changed', false);
  if (flag(result, 'skipped')) return undefined;
  return (
    (await judgeBy(task.keywords.get('changed_when'), 'changed', { evaluator, result })) ??
    judgeBy(task.keywords.get('failed_when'), 'failed', { evaluator, result })
  );
}

function failedByCode(result: Dict): boolean {
  const code = result.get('rc');
  return code !== undefined && code !== 0 && code !== '0';
}

// Where the condition cannot be judged at all, the task failed by that.
async function judgeBy(
  entry: MapEntry | undefined,
  field: 'changed' | 'failed',
  { evaluator, result }: { readonly evaluator: Evaluator; readonly result: Dict },
): Promise<Diagnostic | undefined> {
  if (!entry || isEmpty(entry.value)) return undefined;
  try {
    const holds = await evaluator.holds(entry.value);
    result.set(field, holds);
    if (field === 'failed') result.set('failed_when_result', holds);
    return undefined;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    result.set('failed', true).set(`${field}_when_result`, error.message);
    if (!result.has('msg')) result.set('msg', error.message);
    return error.problem;
  }
}

function isEmpty(node: Node): boolean {
  return (node.kind === 'list' && node.items.length === 0) || (node.kind === 'scalar' && node.value === null);
}
