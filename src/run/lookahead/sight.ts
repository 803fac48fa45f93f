// One execution's way to ask and to change its host: what is known ahead need not travel, and the looks of the next tasks travel along.

import type { BatchOutcome, Lane } from '../../host/index.ts';
import type { Change } from '../../plan/change.ts';
import { type Asked, askHost, type Exchange } from '../../plan/exchange.ts';
import type { Foresight, View } from '../../plan/foresight.ts';
import type { Look } from '../../plan/look.ts';
import type { Answer } from '../../plan/plan.ts';
import { type Ahead, TaskLane } from '../host/task-lane.ts';
import type { Coming, Guesses, Wanted } from './guesses.ts';

type Run = Pick<Exchange, 'run'>;

export interface SightOptions {
  readonly foresight: Foresight;
  readonly guesses: Guesses;
  readonly lane: Lane;
  readonly view: View;
  /** Whether looks of later tasks may share the fragments of this one's: not where its time is limited. */
  readonly shares: boolean;
  readonly coming: () => Iterable<Coming>;
  /** Something was changed that nobody knows of, possibly on other hosts. */
  readonly onReach: (changes: readonly Change[]) => void;
}

/** What one execution sees. */
export class Sight implements Ahead {
  readonly #options: SightOptions;

  constructor(options: SightOptions) {
    this.#options = options;
  }

  /** Answers looks; where the host has to be asked, what the next tasks want is asked along with it. `exchange` counts and times. */
  async ask(looks: readonly Look[], exchange: Run): Promise<Asked> {
    const { foresight, guesses, view, coming } = this.#options;
    await guesses.settled;
    const known = await Promise.all(looks.map((look) => foresight.take(view, look)));
    const missing = looks.filter((_, index) => known[index] === undefined);
    if (missing.length === 0) {
      guesses.served();
      return { kind: 'answered', answers: known.flatMap((answer) => answer ?? []) };
    }
    const asked = await guesses.think(coming(), (wanted) => this.#askWith(missing, wanted, exchange));
    if (asked.kind === 'lost') return asked;
    const fresh = asked.answers[Symbol.iterator]();
    return {
      kind: 'answered',
      answers: known.map((answer) => answer ?? fresh.next().value ?? { problem: 'the host gave no answer' }),
    };
  }

  /** Performs changes; what is known and may be touched is forgotten, and the looks of the next tasks are sent behind them. */
  async change(changes: readonly Change[], send: () => Promise<BatchOutcome>): Promise<BatchOutcome> {
    const { foresight, guesses, lane, onReach } = this.#options;
    await guesses.settled;
    const done = foresight.changing(lane, changes);
    onReach(changes);
    try {
      const outcome = send();
      this.#sendBehind();
      return await outcome;
    } finally {
      done();
      onReach(changes);
    }
  }

  #askWith(missing: readonly Look[], wanted: readonly Wanted[], exchange: Run): Promise<Asked> {
    const { view, shares } = this.#options;
    const along = shares ? wanted.find((one) => isSame(one.view, view)) : undefined;
    const looks = along ? [...along.looks.values()] : [];
    const asked = askHost(exchange, [...missing, ...looks.map(({ look }) => look)]);
    for (const [index, { look, uses }] of looks.entries()) {
      this.#options.foresight.expect(view, look, uses, asked.then(answerAt(missing.length + index)));
    }
    for (const one of wanted) if (one !== along) this.#send(one);
    return asked;
  }

  // The lane works in order: what is sent now sees what the changes before it did. Other lanes would not.
  #sendBehind(): void {
    const { guesses, coming, lane } = this.#options;
    void guesses.think(coming(), (wanted) => {
      for (const one of wanted) if (one.lane === lane) this.#send(one);
    });
  }

  #send({ lane, view, foresight, environment, looks }: Wanted): void {
    const all = [...looks.values()];
    const exchange = new TaskLane(lane, { environment, timeout: 0 });
    const asked = askHost(
      exchange,
      all.map(({ look }) => look),
    );
    for (const [index, { look, uses }] of all.entries()) {
      foresight.expect(view, look, uses, asked.then(answerAt(index)));
    }
  }
}

// One that could not be given says nothing: the task asks again, and tells what comes of it.
function answerAt(index: number): (asked: Asked) => Answer | undefined {
  return (asked) => {
    const answer = asked.kind === 'answered' ? asked.answers[index] : undefined;
    return answer && 'kind' in answer ? answer : undefined;
  };
}

function isSame(a: View, b: View): boolean {
  return a.lane === b.lane && a.environment === b.environment;
}
