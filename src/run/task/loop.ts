// The items of a loop, and what each of them is called.

import type { Loop, Task } from '../../model/playbook.ts';
import { entryOf, type MapNode, type Node } from '../../model/source.ts';
import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { str, Undefined } from '../../template/index.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import { toBool, toNumber } from './convert.ts';
import { TaskError } from './failure.ts';

/** `loop_control`, rendered but for what is rendered per item. */
export interface LoopControl {
  readonly variable: string;
  readonly index?: string;
  readonly label?: Node;
  /** Seconds between two items. */
  readonly pause: number;
  readonly extended: boolean;
  readonly extendedAllItems: boolean;
  readonly breakWhen?: Node;
}

export function loopControl(evaluation: Evaluation, task: Task): LoopControl {
  const control = task.loopControl;
  const index = control && textOf(evaluation, control, 'index_var');
  const label = control && entryOf(control, 'label')?.value;
  const breakWhen = control && entryOf(control, 'break_when')?.value;
  return {
    variable: (control && textOf(evaluation, control, 'loop_var')) ?? 'item',
    pause: control ? toNumber(controlValue(evaluation, control, 'pause') ?? 0, 'pause') : 0,
    extended: control ? toBool(controlValue(evaluation, control, 'extended') ?? false, 'extended') : false,
    extendedAllItems: control
      ? toBool(controlValue(evaluation, control, 'extended_allitems') ?? true, 'extended_allitems')
      : true,
    ...(index !== undefined && { index }),
    ...(label && { label }),
    ...(breakWhen && { breakWhen }),
  };
}

function controlValue(evaluation: Evaluation, control: MapNode, name: string): Value | undefined {
  const entry = entryOf(control, name);
  return entry && evaluation.node(entry.value);
}

function textOf(evaluation: Evaluation, control: MapNode, name: string): string | undefined {
  const value = controlValue(evaluation, control, name);
  return value === undefined || value === null ? undefined : str(value);
}

/** The items of a loop. Tuples become lists, as they do in Ansible on their way to the task. */
export function loopItems(evaluation: Evaluation, { action }: Task, loop: Loop): readonly Value[] {
  return rawItems(evaluation, { loop, action: action.name }).map(withoutTuples);
}

function withoutTuples(value: Value): Value {
  if (value instanceof Tuple) return value.items.map(withoutTuples);
  if (Array.isArray(value)) return value.some(hasTuple) ? value.map(withoutTuples) : value;
  if (!(value instanceof Dict) || !hasTuple(value)) return value;
  return Dict.of([...value.entries()].map(([key, item]) => [key, withoutTuples(item)]));
}

function hasTuple(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasTuple);
  return value instanceof Dict ? [...value.values()].some(hasTuple) : value instanceof Tuple;
}

// `with_first_found` looks where files of the task's own kind are.
function lookupOptions(action: string): ReadonlyMap<string, Value> {
  const kind = ['template', 'var', 'file'].find((word) => action.includes(word));
  return new Map(kind === undefined ? [] : [['_subdir', kind === 'file' ? 'files' : `${kind}s`]]);
}

interface LoopTask {
  readonly loop: Loop;
  readonly action: string;
}

function rawItems(evaluation: Evaluation, { loop, action }: LoopTask): readonly Value[] {
  if (loop.lookup !== undefined)
    return evaluation.lookup(loop.lookup, lookupTerms(evaluation, loop.lookup, loop.terms), lookupOptions(action));
  const value = evaluation.node(loop.terms);
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  throw new TaskError(
    `Invalid data passed to 'loop', it requires a list, got this instead: ${str(value)}. Hint: If you passed a list/dict of just one element, try adding wantlist=True to your lookup invocation or use q/query instead of lookup.`,
  );
}

// `first_found` is made for names that may be undefined: they are left out one by one.
function lookupTerms(evaluation: Evaluation, lookup: string, terms: Node): readonly Value[] {
  if (lookup.endsWith('first_found') && terms.kind === 'list') {
    return terms.items.map((item) => evaluation.lenient(item)).filter((item) => item !== undefined);
  }
  const value = evaluation.node(terms);
  if (value instanceof Undefined) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  return value instanceof Dict ? termsOfDict(lookup, value) : [value];
}

// Of a mapping most lookups take the keys, as if they were asked to go through it.
function termsOfDict(lookup: string, dict: Dict): readonly Value[] {
  const name = lookup.slice(lookup.lastIndexOf('.') + 1);
  if (TAKES_DICTS.has(name)) return [dict];
  if (TAKES_LISTS.has(name)) throw new TaskError(`with_${name} expects a list`);
  return [...dict.keys()];
}

const TAKES_DICTS: ReadonlySet<string> = new Set(['dict', 'first_found', 'sequence', 'subelements']);
const TAKES_LISTS: ReadonlySet<string> = new Set(['list', 'flattened', 'indexed_items']);

/** What an item adds to the variables, and to its result. */
export function itemVariables(control: LoopControl, items: readonly Value[], at: number): ReadonlyMap<string, Value> {
  const variables = new Map<string, Value>([
    [control.variable, items[at] ?? null],
    ['ansible_loop_var', control.variable],
  ]);
  if (control.index !== undefined) variables.set('ansible_index_var', control.index).set(control.index, at);
  if (control.extended) variables.set('ansible_loop', extended(control, items, at));
  return variables;
}

function extended(control: LoopControl, items: readonly Value[], at: number): Dict {
  const dict = Dict.of([
    ['index', at + 1],
    ['index0', at],
    ['first', at === 0],
    ['last', at + 1 === items.length],
    ['length', items.length],
    ['revindex', items.length - at],
    ['revindex0', items.length - at - 1],
  ]);
  if (control.extendedAllItems) dict.set('allitems', [...items]);
  const next = items[at + 1];
  const previous = items[at - 1];
  if (next !== undefined) dict.set('nextitem', next);
  if (at > 0 && previous !== undefined) dict.set('previtem', previous);
  return dict;
}

/** An item as output shows it. */
export function labelText(label: Value): string {
  if (label === null) return 'None';
  return label instanceof PyFloat || typeof label !== 'string' ? str(label) : label;
}
