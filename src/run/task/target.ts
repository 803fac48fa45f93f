// The host on which a task acts: its own, or the one `delegate_to` names; how it is reached, and its lane for this task.

import type { HostFailure, Lane } from '../../host/index.ts';
import { failureText, isUnreachable } from '../../host/index.ts';
import { type Host, localhostNames } from '../../model/inventory.ts';
import { inherited } from '../../model/playbook.ts';
import { Dict } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { Activity } from '../events.ts';
import { type Login, loginOf } from '../host/login.ts';
import type { Evaluation, Evaluator } from '../scope/evaluator.ts';
import { LayeredScope } from '../scope/layer.ts';

/** Where a task acts. */
export interface Target {
  /** The inventory's, or one that only this task knows. */
  readonly host: Host;
  /** Where `delegate_to` says another host. */
  readonly delegatedTo?: string;
  /** `ansible_host` of that host, where it is not its name. */
  readonly address?: string;
  readonly login: Login;
  /** Evaluates with the variables of that host. */
  readonly evaluator: Evaluator;
}

/** Finds where a task acts. Throws `EvaluationError` and `TaskError`. */
export async function targetOf(work: HostTask): Promise<Target> {
  const delegatedTo = await work.evaluator.run((evaluation) => delegateOf(evaluation, work));
  const host = delegatedTo === undefined ? work.host : hostNamed(work, delegatedTo);
  const there = work.evaluator.in(delegatedTo === undefined ? work.evaluator.scope : scopeOn(work, host));
  const login = await there.run((evaluation) =>
    loginOf({
      name: host.name,
      host: evaluation,
      task: evaluation,
      statement: work.task,
      defaults: work.run.settings.connection,
      implicitLocal: host.implicit && localhostNames.includes(host.name),
    }),
  );
  if (delegatedTo === undefined) return { host, login, evaluator: there };
  const address = await there.run((evaluation) => evaluation.variable('ansible_host'));
  const named = address === undefined || address === null || address === '' || address === host.name;
  return { host, login, evaluator: there, delegatedTo, ...(!named && { address: str(address) }) };
}

function delegateOf(evaluation: Evaluation, { task }: HostTask): string | undefined {
  const entry = inherited(task, 'delegate_to');
  if (!entry) return undefined;
  const value = evaluation.node(entry.value);
  return value === null || value === '' ? undefined : str(value);
}

/** The host of a name; one that no inventory has is an address to connect to. */
export function hostNamed({ run }: HostTask, name: string): Host {
  const known = run.inventory.host(name);
  if (known) return known;
  return { name, groups: [run.inventory.all], variables: [], implicit: false };
}

/** What a task sees on another host: that one's variables, as they decide how to reach it; those of the loop and of the task stay. */
export function scopeOn(work: HostTask, host: Host): LayeredScope {
  const { run, layers, task, includes, evaluator } = work;
  const scope = run.variables.taskScope(host, layers, task, includes);
  const own =
    evaluator.scope instanceof LayeredScope ? evaluator.scope.layers.filter(({ level }) => level === 'loop') : [];
  return scope.with(...own);
}

export type Reached =
  | { readonly ok: true; readonly lane: Lane }
  /** As it will be registered. */
  | { readonly ok: false; readonly result: Dict };

/** The lane of a target, connecting where that has to be. */
export async function reach(work: HostTask, { login }: Target): Promise<Reached> {
  const { run, taskInfo, host } = work;
  const tell = (activity: Activity): void => {
    run.inFlight.note(host.name, activity);
    run.emitter.emit({ kind: 'host-progress', task: taskInfo, host: host.name, activity });
  };
  const connects = !run.connections.has(login.spec) && login.spec.kind !== 'local';
  if (connects) tell({ doing: 'connecting', to: login.spec.address });
  const opening = run.connections.lane(login.spec, login.identity);
  let isOpen = false;
  if (connects) run.lookahead?.rehearse(work.coming(), () => isOpen);
  const lane = await opening;
  isOpen = true;
  if (connects && lane.ok) tell({ doing: 'running' });
  return lane.ok ? { ok: true, lane: lane.value } : { ok: false, result: lostResult(lane.failure) };
}

/** What a connection that cannot be had leaves of a task: unreachable, or failed where the host is there but does not let us become somebody. */
export function lostResult(failure: HostFailure, inFlight: readonly string[] = []): Dict {
  const unknown =
    inFlight.length === 0 ? '' : `; under way at that moment, and not known to be done: ${inFlight.join(', ')}`;
  return Dict.of([
    ['changed', false],
    [isUnreachable(failure) ? 'unreachable' : 'failed', true],
    ['msg', `${failureText(failure)}${unknown}`],
  ]);
}
