// The shapes of results: of one execution, of an item, of a loop as a whole; what is registered and what is shown.

import type { Diagnostic } from '../../model/diagnostic.ts';
import { Dict, type Plain, toPlain, type Value } from '../../model/value.ts';
import type { Effect } from '../../module/action.ts';
import type { Change, Performed } from '../../plan/change.ts';
import type { Result } from '../../plan/plan.ts';
import { truth } from '../../template/index.ts';
import type { DiffEntry, Outcome, Wait } from '../events.ts';

/** How one execution (a task without a loop, or an item) ended, with all that an event tells of it. */
export interface Ended {
  /** As it will be registered. */
  readonly result: Dict;
  readonly changes: readonly Change[];
  readonly performed: readonly Performed[];
  readonly uncertain?: string;
  /** What is wrong in the task, with its places. */
  readonly problems?: readonly Diagnostic[];
  readonly delegatedTo?: string;
  /** `ansible_host` of that host, where it is not its name. */
  readonly delegatedAddress?: string;
  readonly roundTrips: number;
  readonly waits?: readonly Wait[];
  /** What events show in place of `ansible_facts`: templates as they are written. */
  readonly written?: Dict;
  /** What was encrypted is among it: events do not show the result. */
  readonly secret?: true;
  /** The result is what the task is for. */
  readonly speaks?: boolean;
  /** What it is to do to the run, where it is not judged a failure. */
  readonly effects?: readonly Effect[];
  /** Facts that it left out, since nobody was to ask for them. */
  readonly leftOut?: readonly string[];
}

export function ended(result: Dict): Ended {
  return { result, changes: [], performed: [], roundTrips: 0 };
}

/** What `when` leaves of a task. */
export function skippedByCondition(): Dict {
  return Dict.of([
    ['changed', false],
    ['skipped', true],
    ['skip_reason', 'Conditional result was False'],
  ]);
}

/** What is left of a loop over nothing. */
export function skippedWithoutItems(): Dict {
  return Dict.of([
    ['changed', false],
    ['skipped', true],
    ['skipped_reason', 'No items in the list'],
    ['results', []],
  ]);
}

/** Whether a field of a result is there and true. */
export function flag(result: Dict, name: string): boolean {
  const value = result.get(name);
  return value !== undefined && truth(value);
}

/** A loop as a whole. An item that `ignore_errors` forgives counts as failed here all the same; the task's own rule decides. */
export function loopResult(items: readonly Dict[]): Dict {
  const failed = items.some((item) => flag(item, 'failed'));
  const skipped = items.every((item) => flag(item, 'skipped'));
  const result = Dict.of([
    ['results', [...items]],
    ['changed', items.some((item) => flag(item, 'changed'))],
    ['skipped', skipped],
  ]);
  if (failed) result.set('failed', true);
  result.set('msg', failed ? 'One or more items failed' : skipped ? 'All items skipped' : 'All items completed');
  gather(result, items, 'warnings');
  gather(result, items, 'deprecations');
  return result;
}

function gather(result: Dict, items: readonly Dict[], field: string): void {
  const all = items.flatMap((item) => listOf(item.get(field)));
  if (all.length > 0) result.set(field, all);
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** Whether the host could not be reached; of a loop only its items say so. */
export function wasLost(result: Dict): boolean {
  return [result, ...listOf(result.get('results'))].some((one) => one instanceof Dict && flag(one, 'unreachable'));
}

/** Whether a result counts as failed: where `failed_when` judged, that alone decides, also over what `until` gave up on. */
export function hasFailed(result: Dict): boolean {
  if (result.has('failed_when_result')) return flag(result, 'failed_when_result');
  const judged = listOf(result.get('results')).filter(isJudged);
  return judged.length > 0 ? judged.some((item) => flag(item, 'failed_when_result')) : flag(result, 'failed');
}

function isJudged(item: Value): item is Dict {
  return item instanceof Dict && item.has('failed_when_result');
}

/** How a result counts. Unreachable before failed before skipped, as Ansible judges. */
export function outcomeOf(result: Dict): Outcome {
  if (wasLost(result)) return 'unreachable';
  if (hasFailed(result)) return 'failed';
  if (flag(result, 'skipped')) return 'skipped';
  return flag(result, 'changed') ? 'changed' : 'ok';
}

const HIDDEN = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";

/** A result as events show it. */
export function shown(result: Dict, noLog: boolean, written?: Dict): Result {
  if (!noLog) return plainResult(written ? result.copy().set('ansible_facts', written) : result);
  return { censored: HIDDEN, ...(result.has('changed') && { changed: flag(result, 'changed') }) };
}

/** A result as plain data, without what is the engine's own business. */
export function plainResult(result: Dict): Result {
  const fields: [string, Plain][] = [];
  for (const [name, value] of result.entries()) fields.push([String(name), toPlain(value)]);
  return Object.fromEntries(fields);
}

/** `diff` of a result, which modules give as one or several differences, as text or with before and after. */
export function diffsOf(result: Dict): readonly DiffEntry[] {
  const diff = result.get('diff');
  return (Array.isArray(diff) ? diff : diff === undefined ? [] : [diff]).flatMap(diffEntry);
}

function diffEntry(diff: Value): readonly DiffEntry[] {
  if (!(diff instanceof Dict)) return [];
  const prepared = textOf(diff.get('prepared'));
  if (prepared !== undefined) return [{ prepared }];
  const beforeHeader = textOf(diff.get('before_header'));
  const afterHeader = textOf(diff.get('after_header'));
  const entry = {
    before: textOf(diff.get('before')) ?? '',
    after: textOf(diff.get('after')) ?? '',
    ...(beforeHeader !== undefined && { beforeHeader }),
    ...(afterHeader !== undefined && { afterHeader }),
  };
  return entry.before === entry.after ? [] : [entry];
}

// Attributes are compared as dicts; they are shown as JSON, like Ansible does.
function textOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return value === null ? '' : `${JSON.stringify(toPlain(value), undefined, 4)}\n`;
}
