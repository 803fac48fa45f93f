// Reads what includes asked for, once for all hosts and items that mean the same, and hands it to the hosts.

import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Checked, error } from '../../model/diagnostic.ts';
import type { Host } from '../../model/inventory.ts';
import type { Block, Task } from '../../model/playbook.ts';
import { Dict, toPlain, type Value } from '../../model/value.ts';
import { equals, literalOf, str } from '../../template/index.ts';
import type { TaskInfo } from '../events.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { type Layer, valueLayer } from '../scope/layer.ts';
import { includeVars, isRoleBlock } from '../scope/statement-vars.ts';
import { engineAction } from '../task/engine-action.ts';
import type { IncludeRequest } from '../task/includes.ts';
import { failedTask } from './failed-task.ts';
import type { HostEnd, StepRun } from './perform-step.ts';
import type { PlayState } from './play-state.ts';
import type { Included } from './walker.ts';

interface Group {
  readonly request: IncludeRequest;
  readonly hosts: Host[];
}

/** Includes what the ends of a step ask for. */
export async function includeAll(given: StepRun, info: TaskInfo, ends: readonly HostEnd[]): Promise<void> {
  if (ends.every(({ end }) => end.includes.length === 0)) return;
  const brought = new Map<Host, Included[]>();
  for (const [ordinal, group] of groupsOf(ends).entries()) {
    const included = await read(given, group, ordinal);
    if (!included.ok) await fail(given, group, included.problems);
    else {
      tell(given, info, { group, block: included.value.block });
      for (const host of group.hosts) brought.set(host, [...(brought.get(host) ?? []), included.value]);
    }
  }
  for (const [host, included] of brought) given.batch.walker(host).include(given.step, included);
}

// In the order of the hosts, and of each host's items, as they are to run.
function groupsOf(ends: readonly HostEnd[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { host, end } of ends) {
    for (const request of end.includes) {
      const same = groups.find((group) => isSame(group.request, request) && !group.hosts.includes(host));
      if (same) same.hosts.push(host);
      else groups.push({ request, hosts: [host] });
    }
  }
  return groups;
}

function isSame(a: IncludeRequest, b: IncludeRequest): boolean {
  if (a.key !== b.key) return false;
  const left: ReadonlyMap<string, Value> = a.variables ?? new Map();
  const right: ReadonlyMap<string, Value> = b.variables ?? new Map();
  return left.size === right.size && [...left].every(([name, value]) => equals(value, right.get(name) ?? null));
}

async function read({ batch, step }: StepRun, { request }: Group, ordinal: number): Promise<Checked<Included>> {
  const { task } = step;
  const { run } = batch.play;
  const load = engineAction(task) === 'include_role' ? run.loader.role : run.loader.tasks;
  try {
    const loaded: Checked<Block> = await request.evaluator.during((evaluation) =>
      load({ task, text: (node) => ({ ok: true, value: str(evaluation.node(node)) }), playbookDir: run.playbookDir }),
    );
    if (!loaded.ok) return loaded;
    const own: readonly Layer[] = request.variables ? [valueLayer('include parameters', request.variables)] : [];
    const includes = [...own, ...includeVars(task), ...step.includes];
    await prepare(batch.play, loaded.value, { includes, use: useOf(loaded.value, task, request) });
    return { ok: true, value: { block: loaded.value, includes, ordinal } };
  } catch (problem) {
    if (problem instanceof EvaluationError) return { ok: false, problems: [problem.problem] };
    throw problem;
  }
}

// Uses of a role with the same variables are one and the same to Ansible.
function useOf(block: Block, task: Task, { variables }: IncludeRequest): string {
  const written = task.keywords.get('vars')?.value;
  const given = [...(variables ?? [])].map(([name, value]) => [name, toPlain(value)]);
  const use = [block.role?.identity ?? null, written ? toPlain(literalOf(written)) : null, given];
  return JSON.stringify(use, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

interface Use {
  readonly includes: readonly Layer[];
  readonly use: string;
}

async function prepare(play: PlayState, block: Block, { includes, use }: Use): Promise<void> {
  await play.selection.judge([block], play.evaluator());
  if (!isRoleBlock(block)) return;
  play.handlers.add(block, includes, use);
  await play.selection.judge(block.role.handlers, play.evaluator());
  if (block.role.public) play.layers.expose(block);
}

function tell(
  { batch }: StepRun,
  task: TaskInfo,
  { group, block }: { readonly group: Group; readonly block: Block },
): void {
  const { run } = batch.play;
  const role = isRoleBlock(block);
  for (const host of group.hosts) if (!role) run.stats.count(host.name, 'ok');
  run.emitter.emit({
    kind: 'file-included',
    task,
    file: role ? block.role.name : block.path,
    role,
    hosts: group.hosts.map((host) => host.name),
    ...(group.request.label !== undefined && { label: task.noLog ? 'None' : group.request.label }),
  });
}

// A file that is not there fails the task on every host that wanted it.
async function fail(given: StepRun, { request, hosts }: Group, problems: readonly Diagnostic[]): Promise<void> {
  const { batch, step } = given;
  const { run } = batch.play;
  const first = problems[0] ?? error(`'${request.name}' cannot be included`);
  const result = Dict.of([
    ['failed', true],
    ['reason', first.message],
    ['msg', problems.map(({ message }) => message).join('\n')],
  ]);
  const info = batch.infoOf(step);
  for (const host of hosts) {
    const task = await failedTask({ task: step.task, evaluator: request.evaluator, tags: info?.tags ?? [] });
    const handling = batch.fail(host, { task, result });
    run.stats.count(host.name, handling === 'rescued' ? 'rescued' : 'failed');
    if (info)
      run.emitter.emit({
        kind: 'host-task-finished',
        task: info,
        host: host.name,
        outcome: 'failed',
        result: { msg: first.message, reason: first.message },
        diffs: [],
        changes: [],
        performed: [],
        durationMs: 0,
        roundTrips: 0,
        loop: false,
        handling,
        ...(!info.noLog && problems.length > 0 && { problems }),
      });
  }
}
