// What a run knows of its machines and hosts ahead of their tasks.

import type { ConnectionSpec } from '../../host/index.ts';
import { Foresight } from '../../plan/foresight.ts';
import { type Coming, Guesses } from './guesses.ts';
import { rehearse } from './rehearsal.ts';

/** One for a run. */
export class Lookahead {
  readonly #machines = new Map<string, Foresight>();
  readonly #hosts = new Map<string, Guesses>();
  #rehearsed = false;

  /** What is known of the machine that a connection leads to. */
  machine(spec: ConnectionSpec): Foresight {
    const key = machineOf(spec);
    const foresight = this.#machines.get(key) ?? new Foresight();
    this.#machines.set(key, foresight);
    return foresight;
  }

  /** What is guessed of a host's next tasks. */
  host(name: string): Guesses {
    const guesses = this.#hosts.get(name) ?? new Guesses(() => this.#hosts.size);
    this.#hosts.set(name, guesses);
    return guesses;
  }

  /** The first host is being connected to: time to prepare what comes. `over` says when it is there. */
  rehearse(coming: Iterable<Coming>, over: () => boolean): void {
    if (this.#rehearsed) return;
    this.#rehearsed = true;
    void rehearse(coming, over);
  }

  /** Time has passed in which anything may have happened. */
  forgetAll(): void {
    for (const machine of this.#machines.values()) machine.forget();
  }

  /** Something was done on one machine that may have reached any other. */
  forgetOthers(than: Foresight): void {
    for (const machine of this.#machines.values()) if (machine !== than) machine.forget();
  }
}

/** Whether commands over this connection run on the controller. */
export function isController(spec: ConnectionSpec): boolean {
  return machineOf(spec) === HERE;
}

const HERE = 'here';

// Containers and directories of the controller share its files or may do so. Another port of a loopback address is forwarded elsewhere.
function machineOf({ kind, address, port = 22 }: ConnectionSpec): string {
  const isLoopback = port === 22 && /^(localhost|127\.|::1$)/.test(address);
  return (kind === 'ssh' || kind === 'openssh') && !isLoopback ? `${address} ${port}` : HERE;
}
