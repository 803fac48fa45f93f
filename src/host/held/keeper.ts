// How a run keeps its connections for later ones: asks the holder for them first, and tells it of those it had to make itself.

import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionSpec } from '../spec.ts';
import type { Transport } from '../transport.ts';
import { askHolder, openHeld } from './held-transport.ts';
import type { Request } from './wire.ts';

export interface KeeperOptions {
  /** How long a connection stays open after its last use. */
  readonly seconds: number;
  /** The path of the holder's socket. */
  readonly socket: string;
  /** Starts the holder, which outlives this process. */
  readonly startHolder: () => void;
}

/** From the start of a holder to its answer, at the most. */
const START_MS = 3000;
const ASK_AGAIN_MS = 50;

/** The connections that outlive a run. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #telling = new Set<Promise<unknown>>();
  #holder: Promise<void> | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** The connection, if an earlier run left it. */
  open(spec: ConnectionSpec): Promise<Transport | undefined> {
    return openHeld(this.#options.socket, spec);
  }

  /** Has a connection like this one made and kept. It is the holder's own: that it fails there is no matter of this run. */
  keep(spec: ConnectionSpec): void {
    const { seconds } = this.#options;
    const telling = this.#tell({ op: 'hold', spec, seconds }).finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  /** Ends the connection, so that the next one is a new login. */
  async drop(spec: ConnectionSpec): Promise<void> {
    const asked = await askHolder(this.#options.socket, { op: 'end', spec });
    asked?.socket.destroy();
  }

  /** When the holder knows everything that it is to keep. */
  async settled(): Promise<void> {
    await Promise.all(this.#telling);
  }

  async #tell(request: Request): Promise<void> {
    const until = Date.now() + START_MS;
    do {
      const asked = await askHolder(this.#options.socket, request);
      asked?.socket.destroy();
      if (asked) return;
      this.#holder ??= (async () => this.#options.startHolder())();
      await sleep(ASK_AGAIN_MS);
    } while (Date.now() < until);
  }
}
