// Runs one module on one host: looks, plans, performs or predicts, stage by stage, and says what came of it.

import type { HostFailure } from '../host/index.ts';
import type { Plain, Value } from '../model/value.ts';
import type { Change, Performed } from '../plan/change.ts';
import { movedPath, touches } from '../plan/changes/index.ts';
import { diffsOf } from '../plan/diff.ts';
import { type Exchange, type Looked, lookAt, perform } from '../plan/exchange.ts';
import type { Plan, Result, Stage } from '../plan/plan.ts';
import type { World } from '../plan/world.ts';
import { splitLines } from '../template/python/index.ts';
import { editingFailure } from './files/failures.ts';
import { type ControllerFiles, type Module, ModuleError } from './module.ts';
import { inTurn } from './turns.ts';

/** The surroundings of one module run. */
export interface ExecutionEnvironment {
  readonly lane: Exchange;
  /** The host's predicted state in check mode, shared by all tasks of the host. Absent: changes are performed. */
  readonly world?: World;
  /** The task says of itself that it never changes anything (`changed_when: false`): a command that is skipped leaves no doubt. */
  readonly changesNothing?: boolean;
  readonly diff: boolean;
  readonly files: ControllerFiles;
  readonly expandPath: (path: string) => string;
  /** The module's name for messages. */
  readonly moduleName?: string;
  /** Seconds, for stages that wait before they look again. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Called when the last changes of the module are on their way: what does not depend on their outcome may follow them. */
  readonly sent?: (() => void) | undefined;
}

/** What a module run came to. */
export interface Execution {
  /** Ansible's fields, `changed`, `failed`, `skipped`, `msg`, `diff`, `warnings` and `ansible_facts` among them. */
  readonly result: Result;
  readonly changes: readonly Change[];
  readonly performed: readonly Performed[];
  /** Facts that it left out, since nobody was to ask for them. */
  readonly leftOut?: readonly string[];
  /** The arguments themselves are wrong. */
  readonly misused?: true;
  /** In check mode: the earlier change (in words) that makes this prediction uncertain. */
  readonly uncertain?: string;
  /** The connection went away: the host is unreachable, and what was in flight is unknown. */
  readonly lost?: { readonly failure: HostFailure; readonly inFlight: readonly string[] };
}

// What has been gathered over the stages of one module run.
interface Progress {
  readonly changes: Change[];
  readonly performed: Performed[];
  readonly warnings: string[];
  readonly facts: Record<string, Plain>;
  result: Result;
  changed: boolean;
  leftOut?: readonly string[];
  doubt?: string;
}

/** Runs a module with rendered arguments. Never throws for what a user or a host did wrong. */
export async function executeModule(
  module: Module,
  args: ReadonlyMap<string, Value>,
  environment: ExecutionEnvironment,
): Promise<Execution> {
  const progress: Progress = { changes: [], performed: [], warnings: [], facts: {}, result: {}, changed: false };
  try {
    const started = await module.start(args, environment);
    if (!started.ok) return { ...failed(progress, started.problems.join('; ')), misused: true };
    return await runStages(started.stage, progress, environment);
  } catch (error) {
    if (error instanceof ModuleError) return failed(progress, error.message);
    throw error;
  }
}

async function runStages(first: Stage, start: Progress, environment: ExecutionEnvironment): Promise<Execution> {
  let progress = start;
  let next: Stage | undefined = first;
  let last: readonly Performed[] = [];
  while (next) {
    if (next.delay > 0) await environment.sleep(next.delay);
    const outcome = await runStage(next, last, { progress, environment });
    if ('result' in outcome) return outcome;
    progress = outcome.progress;
    last = outcome.performed;
    next = outcome.next;
  }
  return finish(progress, {});
}

interface StageEnd {
  readonly progress: Progress;
  readonly performed: readonly Performed[];
  readonly next: Stage | undefined;
}

interface Surroundings {
  readonly progress: Progress;
  readonly environment: ExecutionEnvironment;
}

// Several hosts of a play may change one file of the same machine. Whoever comes second looks and plans again, and from then on they take turns.
async function runStage(
  stage: Stage,
  last: readonly Performed[],
  surroundings: Surroundings,
): Promise<StageEnd | Execution> {
  const attempt = () => tryStage(stage, last, surroundings);
  let end = await attempt();
  for (let more = MOVED_AT_MOST; more > 0 && 'moved' in end; more--) end = await inTurn(end.moved, attempt);
  return 'moved' in end ? end.given : end;
}

/** How often a stage is tried again: whoever only ever finds a file changed is to be told. */
const MOVED_AT_MOST = 10;

interface Moved {
  /** What somebody else changed before anything was changed here. */
  readonly moved: string;
  /** What the task comes to where it is not tried again. */
  readonly given: Execution;
}

async function tryStage(
  stage: Stage,
  last: readonly Performed[],
  { progress: before, environment }: Surroundings,
): Promise<StageEnd | Execution | Moved> {
  const progress = copyOf(before);
  const looked = await lookAt(environment.lane, stage.looks, environment.world);
  if (looked.kind !== 'answered') return stopped(progress, looked);
  if (looked.doubt !== undefined) progress.doubt = looked.doubt;
  const plan = stage.plan(looked.answers, last);
  take(plan, progress, environment.diff);
  if (plan.failed !== undefined) return refused(progress, plan, environment.world);
  if (plan.skipped !== undefined) return finish(progress, { skipped: true, msg: plan.skipped });
  const outcome = await carryOut(plan, progress, environment);
  if (!('result' in outcome)) return { progress, performed: outcome.performed, next: plan.next };
  const moved = movedPath(progress.performed[before.performed.length]);
  return moved === undefined ? outcome : { moved, given: outcome };
}

function copyOf(progress: Progress): Progress {
  const { changes, performed, warnings, facts } = progress;
  return {
    ...progress,
    changes: [...changes],
    performed: [...performed],
    warnings: [...warnings],
    facts: { ...facts },
  };
}

function take(plan: Plan, progress: Progress, diff: boolean): void {
  progress.warnings.push(...(plan.warnings ?? []));
  Object.assign(progress.facts, plan.facts);
  if (plan.leftOut) progress.leftOut = plan.leftOut;
  progress.result = { ...progress.result, ...plan.result };
  if (plan.failed !== undefined || plan.skipped !== undefined) return;
  if (plan.changed !== undefined) progress.changed = plan.changed;
  else if (plan.changes.length > 0) progress.changed = true;
  if (diff) {
    const diffs = diffsOf(plan.changes);
    if (diffs.length > 0)
      progress.result = {
        ...progress.result,
        diff: [...earlierDiffs(progress.result), ...diffs.map((one) => ({ ...one }))],
      };
  }
}

function earlierDiffs(result: Result): readonly Plain[] {
  const { diff } = result;
  return Array.isArray(diff) ? diff : diff === undefined ? [] : [diff];
}

// Performs the changes, or takes them as done in the predicted world; a command that nobody can predict ends the task there.
async function carryOut(
  plan: Plan,
  progress: Progress,
  { lane, world, sent, changesNothing }: ExecutionEnvironment,
): Promise<{ readonly performed: readonly Performed[] } | Execution> {
  if (world) {
    const wild = plan.changes.find((change) => change.kind === 'run' && !change.predictable);
    if (wild?.kind === 'run') {
      if (!changesNothing) world.predict(wild);
      return finish(progress, {
        skipped: true,
        changed: false,
        msg: progress.result.msg ?? `${wild.title}: what it would do cannot be told beforehand`,
      });
    }
    progress.changes.push(...plan.changes);
    for (const change of plan.changes) world.predict(change);
    return { performed: [] };
  }
  progress.changes.push(...plan.changes);
  const done = await perform(lane, plan.changes, isLast(plan) ? sent : undefined);
  progress.performed.push(...done.performed);
  if (done.kind === 'lost') return stopped(progress, done);
  const failure = done.performed.find((one) => one.failed !== undefined);
  return failure ? failedChange(progress, plan, failure) : done;
}

// Nothing follows that depends on the outcome; a command that may do anything is waited for in any case.
function isLast(plan: Plan): boolean {
  return plan.next === undefined && !plan.changes.some((change) => touches(change).includes('anything'));
}

function failedChange(progress: Progress, plan: Plan, failure: Performed): Execution {
  const changed = progress.performed.some((one) => one.failed === undefined) || isHalfDone(failure);
  if (failure.change.kind === 'run' && !plan.failure)
    return finish(progress, {
      failed: true,
      changed,
      msg: failure.failed,
      rc: failure.code,
      stdout: failure.stdout.toString('utf8'),
      stderr: failure.stderr.toString('utf8'),
    });
  const told = (plan.failure ?? editingFailure)(failure);
  // What the plan said is of a file that is not there.
  return finish({ ...progress, result: {} }, { ...told, failed: true, changed });
}

function isHalfDone({ change, code }: Performed): boolean {
  return change.kind === 'run' && change.harmless !== undefined && !change.harmless.includes(code);
}

// A plan that fails in check mode because of what an earlier task would have brought is no failure: nobody can tell yet.
function refused(progress: Progress, plan: Plan, world: World | undefined): Execution {
  const problem = plan.failed ?? '';
  const reason = plan.certain ? undefined : world && (progress.doubt ?? world.excuse());
  if (reason === undefined) return failed(progress, problem, plan.changed);
  // Without what the plan said of its failure: an `rc` would make one of it again.
  return finish(
    { ...progress, result: {} },
    {
      skipped: true,
      changed: false,
      msg: `cannot be told before '${reason}' is done: ${problem}`,
    },
  );
}

function failed(progress: Progress, problem: string, changed = progress.performed.length > 0): Execution {
  return finish(progress, { failed: true, changed, msg: problem });
}

function stopped(progress: Progress, ended: Exclude<Looked, { readonly kind: 'answered' }>): Execution {
  if (ended.kind === 'problem') return failed(progress, ended.problem);
  return { ...finish(progress, { unreachable: true }), lost: { failure: ended.failure, inFlight: ended.inFlight } };
}

function finish(progress: Progress, overrides: Result): Execution {
  const { changes, performed, warnings, facts, leftOut, doubt } = progress;
  const backup = performed.find((one) => one.backupFile !== undefined)?.backupFile;
  return {
    result: withLines({
      changed: progress.changed,
      ...progress.result,
      // lineinfile has always called it `backup`, and says so with an empty one.
      ...(backup !== undefined && { [progress.result.backup === undefined ? 'backup_file' : 'backup']: backup }),
      ...(warnings.length > 0 && { warnings }),
      ...(Object.keys(facts).length > 0 && { ansible_facts: facts }),
      ...overrides,
    }),
    changes,
    performed,
    ...(leftOut && { leftOut }),
    ...(doubt !== undefined && { uncertain: doubt }),
  };
}

// Every output is there as lines too.
function withLines(result: Result): Result {
  const { stdout, stderr } = result;
  return {
    ...result,
    ...(typeof stdout === 'string' && { stdout_lines: result.stdout_lines ?? splitLines(stdout) }),
    ...(typeof stderr === 'string' && { stderr_lines: result.stderr_lines ?? splitLines(stderr) }),
  };
}
