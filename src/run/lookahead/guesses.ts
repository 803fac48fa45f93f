// What is guessed of one host's next tasks: kept until they come, so that each is rendered ahead only once.

import type { Foresight } from '../../plan/foresight.ts';
import { keyOf, type Look } from '../../plan/look.ts';
import type { HostTask } from '../context.ts';
import { type Guess, guess, isGuessable, type Outlook, outlookOf } from './guess.ts';
import { itemsAhead, NO_LOOP } from './items-ahead.ts';

/** A task that a host is to come to. */
export interface Coming {
  /** As `HostTask.key`. */
  readonly key: string;
  /** With an evaluator that only guesses. */
  readonly work: () => HostTask;
  /** Which item of the task's loop it is; without it the loop, if any, is still to be evaluated. */
  readonly item?: number;
}

/** Looks to be sent together, for one lane. */
export interface Wanted extends Pick<Guess, 'lane' | 'view' | 'foresight' | 'environment'> {
  /** How many executions are going to use each. */
  readonly looks: Map<string, { readonly look: Look; uses: number }>;
}

/** How many tasks are guessed at first, at least and at most. */
const WINDOW = { first: 24, least: 8, most: 64 };
/** How many are guessed of all hosts together, and at least of each: with many hosts answers grow old before their tasks have come, and take room until then. */
const TOGETHER = 6400;
const LEAST_OF_MANY = 4;
const LOOKS_AT_MOST = 300;

/** One host's. */
export class Guesses {
  readonly #known = new Map<string, Known>();
  readonly #hosts: () => number;
  #window = WINDOW.first;
  #wasted = 0;
  #thinking: Promise<unknown> = Promise.resolve();

  /** `hosts`: how many there are guesses of. */
  constructor(hosts: () => number = () => 1) {
    this.#hosts = hosts;
  }

  /** When nobody is guessing for the host any more. */
  get settled(): Promise<unknown> {
    return this.#thinking;
  }

  /** A task or an item of it has come: what was guessed is of no use any more. */
  arrived(key: string, item = NO_LOOP): void {
    this.#known.get(key)?.items.delete(item);
  }

  /** A task is over. */
  over(key: string): void {
    this.#known.delete(key);
  }

  /** A task had its answers ready. */
  served(): void {
    this.#window = Math.min(WINDOW.most, this.#window + 2);
  }

  /** Gathers the looks of the next tasks that nobody has asked yet, and sends them before anybody else can ask. Gathering never fails. */
  think<T>(coming: Iterable<Coming>, send: (wanted: readonly Wanted[]) => T): Promise<T> {
    const thinking = this.#thinking
      .then(() => this.#gather(coming))
      .catch(() => [])
      .then((wanted) => ({ sent: send(wanted) }));
    // What was sent is not waited for.
    this.#thinking = thinking;
    return thinking.then(({ sent }) => sent);
  }

  async #gather(coming: Iterable<Coming>): Promise<readonly Wanted[]> {
    const all = new Map<string, Wanted>();
    const most = Math.min(this.#window, Math.max(LEAST_OF_MANY, Math.floor(TOGETHER / this.#hosts())));
    let tasks = 0;
    for (const task of coming) {
      if (task.item === undefined && ++tasks > most) break;
      for (const guessed of await this.#guessesOf(task)) {
        this.#adapt(guessed.foresight);
        const { looks, barrier } = quietOutlook(guessed);
        collect(all, guessed, looks);
        if (barrier) return [...all.values()];
      }
      if (sizeOf(all) > LOOKS_AT_MOST) break;
    }
    return [...all.values()];
  }

  async #guessesOf(task: Coming): Promise<readonly Guess[]> {
    const known = this.#known.get(task.key) ?? { items: new Map<number, Guess>(), complete: false };
    this.#known.set(task.key, known);
    if (task.item !== undefined) return guessItem(known, task.item, task.work);
    if (known.complete) return [...known.items.values()];
    const items = await itemsAhead(task.work());
    const guesses: Guess[] = [];
    for (const [item, work] of items) guesses.push(...(await guessItem(known, item, () => work)));
    known.complete = guesses.length > 0 && guesses.length === items.length;
    return guesses;
  }

  // Answers that changes made worthless were looked up for nothing: fewer tasks ahead.
  #adapt({ wasted }: Foresight): void {
    if (wasted > this.#wasted) this.#window = Math.max(WINDOW.least, Math.ceil(this.#window / 2));
    this.#wasted = wasted;
  }
}

// What was guessed of a task, by the items of its loop.
interface Known {
  readonly items: Map<number, Guess>;
  complete: boolean;
}

async function guessItem(known: Known, item: number, work: () => HostTask): Promise<readonly Guess[]> {
  const guessed = known.items.get(item) ?? (await quietly(work()));
  if (guessed) known.items.set(item, guessed);
  return guessed ? [guessed] : [];
}

// Whatever goes wrong with a guess will be told, if it still goes wrong, when the task has come.
async function quietly(work: HostTask): Promise<Guess | undefined> {
  if (!isGuessable(work)) return undefined;
  try {
    return await guess(work);
  } catch {
    return undefined;
  }
}

function collect(
  all: Map<string, Wanted>,
  { view, lane, foresight, environment }: Guess,
  looks: readonly Look[],
): void {
  const place = foresight.nameOf(view);
  for (const look of looks) {
    const wanted = all.get(place) ?? { lane, view, foresight, environment, looks: new Map() };
    all.set(place, wanted);
    const key = keyOf(look);
    const known = wanted.looks.get(key);
    if (known) known.uses++;
    else wanted.looks.set(key, { look, uses: 1 });
  }
}

// A plan may stumble over what only a wrong guess can show it.
function quietOutlook(guessed: Guess): Outlook {
  try {
    return outlookOf(guessed);
  } catch {
    return { looks: [], barrier: false };
  }
}

function sizeOf(all: ReadonlyMap<string, Wanted>): number {
  return [...all.values()].reduce((sum, { looks }) => sum + looks.size, 0);
}
