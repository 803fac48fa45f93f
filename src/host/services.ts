// What all connections of one run share, and what they need from whoever runs them.

import { homedir } from 'node:os';
import pLimit from 'p-limit';
import type { Keeper } from './held/keeper.ts';

/** A question to the person at the terminal. */
export interface Question {
  /** Whole text to show, without a trailing space. */
  readonly text: string;
  /** Whether the answer must not be shown while it is typed. */
  readonly secret: boolean;
}

/** What the host layer has to say besides its results. Never holds a secret. */
export interface HostMessage {
  readonly level: 'warning' | 'debug';
  /** The host's inventory name. */
  readonly host: string;
  readonly text: string;
}

export interface ServiceOptions {
  /** Asks the terminal; absent where there is none. `undefined` is "no answer". Questions come one at a time. */
  readonly ask?: (question: Question) => Promise<string | undefined>;
  readonly log?: (message: HostMessage) => void;
  /** How many connects are under way at once in this process (default 50). */
  readonly maxConnects?: number;
  /** The pause before the first retry of a connect that sshd dropped; it doubles with each (default 150 ms). */
  readonly retryPauseMs?: number;
  /** Keeps ssh connections beyond this process; absent where each run makes its own. */
  readonly keeper?: Keeper;
  /** Where `~` is (default: the user's home). */
  readonly home?: string;
  /** Default: this process's. `SSH_AUTH_SOCK`, `USER` and what child processes get. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What the connections of a run share. Made once by `createServices`, given to every `connect`. */
export interface HostServices {
  readonly retryPauseMs: number;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  readonly keeper: Keeper | undefined;
  /** Asks the terminal, one question at a time; `undefined` where there is none or nobody answers. */
  ask(question: Question): Promise<string | undefined>;
  log(message: HostMessage): void;
  /** Runs a connect as soon as there is room for one more. */
  limited<T>(connect: () => Promise<T>): Promise<T>;
}

/** A map for each run: what its connections share, such as parsed keys. The map goes when the run's services go. */
export function perRun<T>(): (services: HostServices) => Map<string, T> {
  const maps = new WeakMap<HostServices, Map<string, T>>();
  return (services) => {
    const known = maps.get(services);
    if (known) return known;
    const made = new Map<string, T>();
    maps.set(services, made);
    return made;
  };
}

/** The value under a key, made by the first who asks and awaited by all who ask meanwhile. */
export function madeOnce<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Makes the services of a run. */
export function createServices(options: ServiceOptions = {}): HostServices {
  const limit = pLimit(options.maxConnects ?? 50);
  // One question at a time: two on one terminal cannot be told apart.
  const oneByOne = pLimit(1);
  const { ask, log } = options;
  return {
    retryPauseMs: options.retryPauseMs ?? 150,
    home: options.home ?? homedir(),
    env: options.env ?? process.env,
    canAsk: ask !== undefined,
    keeper: options.keeper,
    // A terminal that goes away while it asks has given no answer.
    ask: async (question) => (ask ? oneByOne(() => ask(question)).catch(() => undefined) : undefined),
    log: (message) => log?.(message),
    limited: (connect) => limit(connect),
  };
}
