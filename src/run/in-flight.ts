// What every host is doing at the moment, for the report of an interruption.

import type { Activity, TaskInfo } from './events.ts';

interface Doing {
  readonly host: string;
  readonly task: TaskInfo;
  readonly activity?: Activity;
}

/** The tasks under way, by host. */
export class InFlight {
  readonly #doing = new Map<string, Doing>();

  start(host: string, task: TaskInfo): void {
    this.#doing.set(host, { host, task });
  }

  note(host: string, activity: Activity): void {
    const doing = this.#doing.get(host);
    if (doing) this.#doing.set(host, { ...doing, activity });
  }

  end(host: string): void {
    this.#doing.delete(host);
  }

  list(): readonly Doing[] {
    return [...this.#doing.values()];
  }
}
