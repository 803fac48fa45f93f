// Guesses what a task will look at, from the variables of this moment. A guess that is wrong costs a look that nobody needs.

import type { Lane } from '../../host/index.ts';
import { inherited } from '../../model/playbook.ts';
import type { ControllerFiles } from '../../module/module.ts';
import { ModuleError } from '../../module/module.ts';
import { touches } from '../../plan/changes/index.ts';
import { flatLooks, regroup } from '../../plan/exchange.ts';
import type { Foresight, View } from '../../plan/foresight.ts';
import { keyOf, type Look } from '../../plan/look.ts';
import type { Plan, Stage } from '../../plan/plan.ts';
import type { World } from '../../plan/world.ts';
import type { HostTask } from '../context.ts';
import { knownExpander } from '../host/remote-paths.ts';
import { argumentsOf } from '../task/arguments.ts';
import { seeingConnection } from '../task/connection-vars.ts';
import { engineAction } from '../task/engine-action.ts';
import { conditionHolds } from '../task/execute-item.ts';
import { findModule } from '../task/find-module.ts';
import { taskOptions } from '../task/options.ts';
import { targetOf } from '../task/target.ts';

/** One execution of a module that is expected. */
export interface Guess {
  readonly lane: Lane;
  readonly view: View;
  /** Of the task; the looks are asked in it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly foresight: Foresight;
  readonly world: World | undefined;
  /** The stages known so far. */
  readonly stages: Stage[];
  /** The looks that it counts among the users of, by their keys. */
  readonly reserved: Set<string>;
}

// What acts elsewhere, later or in the background is not worth guessing.
const UNGUESSED = ['delegate_to', 'async', 'run_once', 'throttle'];

/** Whether a task, or the items of its loop, can be guessed at all. */
export function isGuessable({ task }: HostTask): boolean {
  return engineAction(task) === undefined && UNGUESSED.every((keyword) => inherited(task, keyword) === undefined);
}

/** Guesses one execution; `undefined` where nothing can be said yet, or it does not run. Throws what evaluating throws. */
export async function guess(given: HostTask): Promise<Guess | undefined> {
  const work = await seeingConnection(given);
  if (!(await conditionHolds(work))) return undefined;
  const { run, task, evaluator } = work;
  const found = await findModule(work);
  const { module } = found;
  if (module.kind !== 'module') return undefined;
  const { args, options } = await evaluator.run((evaluation) => ({
    args: argumentsOf(evaluation, task, found),
    options: taskOptions(evaluation, task, run.settings),
  }));
  const { host, login } = await targetOf(work);
  const lane = run.connections.openLane(login.spec, login.identity);
  const expandPath = lane && knownExpander(lane, args, module.params);
  if (!lane || !expandPath || !run.lookahead) return undefined;
  const started = await module.start(args, { diff: options.diff, files: filesFor(work), expandPath });
  if (!started.ok) return undefined;
  return {
    lane,
    view: viewOf(lane, options.environment),
    environment: options.environment,
    foresight: run.lookahead.machine(login.spec),
    world: options.check ? run.worlds.of(host.name) : undefined,
    stages: [started.stage],
    reserved: new Set(),
  };
}

/** Who looks, of a task with an environment. */
export function viewOf(lane: Lane, environment: Readonly<Record<string, string>>): View {
  return { lane, environment: JSON.stringify(environment) };
}

function filesFor({ surroundings, evaluator }: HostTask): ControllerFiles {
  return {
    ...surroundings.files(evaluator),
    fetch: async () => {
      throw new ModuleError('not before its time');
    },
  };
}

/** What a guess wants to know, and whether it is sure to change what nobody can foresee: then what follows is looked at behind it. */
export interface Outlook {
  readonly looks: readonly Look[];
  readonly barrier: boolean;
}

const NOTHING: Outlook = { looks: [], barrier: false };

/** The looks that nobody has asked yet for a guess. Where a stage is answered, its plan tells the next one. */
export function outlookOf(guess: Guess): Outlook {
  const { stages } = guess;
  for (const [index, stage] of stages.entries()) {
    if (stage.delay > 0) return NOTHING;
    const all = flatLooks(stage.looks);
    const looks = questions(guess, all);
    if (looks.length > 0) {
      // What was planned on older answers counts no more.
      stages.length = index + 1;
      return { looks: looks.filter((look) => look.kind !== 'run' || !look.costly), barrier: false };
    }
    const plan = index === stages.length - 1 ? planOf(guess, stage) : undefined;
    if (plan && isBarrier(guess, plan)) return { looks: [], barrier: true };
    if (plan?.next && plan.changes.length === 0 && plan.failed === undefined) stages.push(plan.next);
  }
  return NOTHING;
}

// Answers that check mode predicts are not asked for. Those that somebody else asked for are kept for this guess, too.
function questions({ world, foresight, view, reserved }: Guess, looks: readonly Look[]): readonly Look[] {
  return looks.flatMap((look) => {
    if (world?.answer(look)) return [];
    const asked = world ? world.redirected(look) : look;
    const key = keyOf(asked);
    const isKnown = foresight.has(view, asked);
    if (isKnown && !reserved.has(key)) foresight.reserve(view, asked);
    reserved.add(key);
    return isKnown ? [] : [asked];
  });
}

function planOf({ world, foresight, view }: Guess, stage: Stage): Plan | undefined {
  const looks = flatLooks(stage.looks);
  const known = looks.flatMap((look) => world?.answer(look) ?? foresight.peek(view, look) ?? []);
  return known.length < looks.length ? undefined : stage.plan(regroup(stage.looks, known), []);
}

function isBarrier({ world }: Guess, plan: Plan): boolean {
  return world === undefined && plan.changes.some((change) => touches(change).includes('anything'));
}
