// Runs a foreign module for a task: on its connection and as its identity, and in check mode with what the prediction rests on.

import { Dict, type Value } from '../../model/value.ts';
import { type ActionOutcome, ConnectionLost } from '../../module/action.ts';
import { type ForeignModule, runForeign } from '../../module/foreign/run.ts';
import type { Change } from '../../plan/change.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { TaskLane } from '../host/task-lane.ts';
import type { Invocation } from './invoke.ts';
import { flag } from './result.ts';

interface Call {
  readonly module: ForeignModule;
  readonly args: ReadonlyMap<string, Value>;
  readonly lane: () => Promise<TaskLane>;
}

/** Runs it once. Throws `ModuleError` and `ConnectionLost`. */
export async function callForeign(
  work: HostTask,
  { target, options }: Invocation,
  { module, args, lane }: Call,
): Promise<ActionOutcome> {
  const { run, noLog } = work;
  const { spec, identity } = target.login;
  const taskLane = await lane();
  const connected = await run.connections.connection(spec);
  if (!connected.ok) throw new ConnectionLost(connected.failure);
  const world = options.check ? run.worlds.of(target.host.name) : undefined;
  const uncertain = world?.pending();
  const attempt = await runForeign(module, args, {
    ...{ host: target.host.name, lane: taskLane, connection: connected.value, identity, noLog },
    environment: options.environment,
    timeoutMs: options.timeout * 1000,
    check: options.check,
    diff: options.diff,
    verbosity: run.settings.verbosity,
    variables: (names) =>
      target.evaluator.run(
        (evaluation) =>
          new Map(
            names.flatMap((name) => {
              const value = evaluation.variable(name);
              return value === undefined ? [] : [[name, value] as const];
            }),
          ),
      ),
  });
  if (attempt.kind === 'lost') throw new ConnectionLost(attempt.failure);
  const { result, timedOut } = attempt.value;
  if (timedOut) overdue(result, module, options.timeout);
  if (world && uncertain !== undefined && flag(result, 'failed')) return untold(result, uncertain);
  if (flag(result, 'changed')) world?.predict(unknownChange(module));
  return { changed: flag(result, 'changed'), whole: result, ...(uncertain !== undefined && { uncertain }) };
}

// It saw the host without what earlier tasks would have brought: nobody can tell yet.
function untold(result: Dict, pending: string): ActionOutcome {
  const told = Dict.of([
    ['changed', false],
    ['skipped', true],
    ['msg', `cannot be told before '${pending}' is done: ${str(result.get('msg') ?? '')}`],
  ]);
  return { changed: false, whole: told, uncertain: pending };
}

function overdue(result: Dict, { name }: ForeignModule, seconds: number): void {
  for (const field of ['module_stdout', 'module_stderr', 'exception', 'rc']) result.delete(field);
  result
    .set('failed', true)
    .set('msg', `The ${name} action failed to execute in the expected time frame (${seconds}) and was terminated`);
}

// What it would do is known to the module alone: whatever is looked at after it may be different by then.
function unknownChange({ name }: ForeignModule): Change {
  return {
    kind: 'run',
    title: name,
    command: { argv: [name] },
    touches: ['anything'],
    accept: 'any',
    predictable: false,
    leaves: [],
    undo: { cannot: 'what a foreign module does is its own' },
  };
}
