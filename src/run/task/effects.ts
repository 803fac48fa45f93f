// What actions and modules do to the run: facts, variables, new hosts and groups, statistics.

import { inherited } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { Effect } from '../../module/action.ts';
import type { Binding } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { HostState } from '../scope/host-state.ts';
import { addHost, groupBy } from './inventory-effects.ts';
import { boolKeyword } from './options.ts';
import { type Ended, plainResult } from './result.ts';

/** Carries out the effects of an action whose result was judged not to have failed. */
export async function carryOut(work: HostTask, { effects, delegatedTo, result }: Ended): Promise<void> {
  if (!effects || effects.length === 0) return;
  const states = await factStates(work, delegatedTo);
  for (const effect of effects) {
    const changed = apply(work, effect, states);
    // Only now it is known, unless `changed_when` has decided.
    if (changed !== undefined && !work.task.keywords.has('changed_when')) result.set('changed', changed);
    if (effect.kind === 'facts' && isFact(effect)) await keep(work, states);
  }
}

/** Has the facts of hosts remembered for later runs. */
async function keep({ run }: HostTask, states: readonly HostState[]): Promise<void> {
  for (const state of states) await run.facts?.store(state.name, state.facts);
}

/** The hosts that get the facts of a task: its own, all for `run_once`, or with `delegate_facts` the one it was delegated to. */
export async function factStates(work: HostTask, delegatedTo: string | undefined): Promise<readonly HostState[]> {
  const { run, task, sharers } = work;
  if (delegatedTo !== undefined && inherited(task, 'delegate_facts')) {
    const wanted = await work.evaluator.run((evaluation) => boolKeyword(evaluation, task, 'delegate_facts', false));
    if (wanted) return [run.variables.state(delegatedTo)];
  }
  return sharers.map((name) => run.variables.state(name));
}

const GATHERERS: ReadonlySet<string> = new Set(['ansible.builtin.setup', 'ansible.builtin.gather_facts']);

/** Facts that a module returned. */
export async function takeFacts(work: HostTask, result: Dict, delegatedTo: string | undefined): Promise<void> {
  const facts = result.get('ansible_facts');
  if (!(facts instanceof Dict) || facts.size === 0) return;
  const named = [...facts.entries()].map(([name, value]) => [String(name), value] as const);
  const states = await factStates(work, delegatedTo);
  for (const state of states) {
    state.addFacts(named);
    if (GATHERERS.has(work.taskInfo.action)) state.setGathered();
  }
  await keep(work, states);
}

// Tells of what goes into the inventory whether it was there already.
function apply(work: HostTask, effect: Effect, states: readonly HostState[]): boolean | undefined {
  const { run, host } = work;
  switch (effect.kind) {
    case 'facts':
      for (const state of states) setFacts(state, effect);
      return undefined;
    case 'variables':
      for (const state of states) state.include(bindings(effect.variables), run.settings.hashBehaviour);
      return undefined;
    case 'add-host':
      return addHost(work, effect);
    case 'group-by':
      return groupBy(work, effect);
    case 'stats':
      run.stats.set(effect.data, { aggregate: effect.aggregate, ...(effect.perHost && { host: host.name }) });
      run.emitter.emit({
        kind: 'stats-set',
        ...(effect.perHost && { host: host.name }),
        data: plainResult(Dict.of([...effect.data])),
      });
      return undefined;
  }
}

type Facts = Extract<Effect, { readonly kind: 'facts' }>;

function setFacts(state: HostState, effect: Facts): void {
  if (isFact(effect)) state.addFacts(effect.facts);
  if (effect.source === 'set_fact') for (const [name, value] of effect.facts) state.set(name, value);
}

// What `set_fact` sets is a fact, and remembered as one, only where it says so.
function isFact({ source, cacheable }: Facts): boolean {
  return source === 'module' || cacheable;
}

function bindings(variables: ReadonlyMap<string, Value>): readonly (readonly [string, Binding])[] {
  return [...variables].map(([name, value]) => [name, { kind: 'value', value }] as const);
}
