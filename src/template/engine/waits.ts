// Asynchronous answers inside synchronous expressions: the evaluation stops, waits, and runs again with the answer at hand.

/** Thrown through an evaluation that has to wait; not an error, so nothing but the entry point may catch it. */
export class Suspension extends Error {
  readonly promise: Promise<void>;
  constructor(promise: Promise<void>) {
    super('this expression has to wait for something and was evaluated where it cannot');
    this.name = 'Suspension';
    this.promise = promise;
  }
}

type Answer = { readonly value: unknown } | { readonly error: unknown };

/** The answers that came so far, by the key of the request. */
export class Waits {
  readonly #answers = new Map<string, Answer>();
  readonly #asked = new Map<string, number>();

  /** The answer of a request, or a suspension until it is there. */
  take<T>(key: string, start: () => Promise<T>): T;
  take(request: string, start: () => Promise<unknown>): unknown {
    // The same request twice in one evaluation is two requests: a command may answer differently each time.
    const count = this.#asked.get(request) ?? 0;
    this.#asked.set(request, count + 1);
    const key = `${request} #${count}`;
    const answer = this.#answers.get(key);
    if (!answer) {
      // The evaluation begins again, and counts again.
      this.#asked.clear();
      throw new Suspension(
        start().then(
          (value) => void this.#answers.set(key, { value }),
          (error: unknown) => void this.#answers.set(key, { error }),
        ),
      );
    }
    if ('error' in answer) throw answer.error;
    return answer.value;
  }
}

/** Thrown where an evaluation has to wait but cannot. No template may go on after it as if something had failed. */
export class CannotWait extends Error {
  constructor(key: string) {
    super(`'${key}' has to be waited for, which is not possible here`);
    this.name = 'CannotWait';
  }
}

/** Waits that never happen: for evaluations that must not be asynchronous. */
export class NoWaits extends Waits {
  override take<T>(key: string): T {
    throw new CannotWait(key);
  }
}

/** Evaluates, waiting for whatever the evaluation asks for. */
export async function untilSettled<T>(evaluate: (waits: Waits) => T): Promise<T> {
  const waits = new Waits();
  for (;;) {
    try {
      return evaluate(waits);
    } catch (error) {
      if (!(error instanceof Suspension)) throw error;
      await error.promise;
    }
  }
}
