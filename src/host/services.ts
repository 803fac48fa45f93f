// What all connections of one run share, and what they need from whoever runs them.

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
  /** Where `~` is (default: the user's home). */
  readonly home?: string;
  /** Default: this process's. `SSH_AUTH_SOCK`, `USER` and what child processes get. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What the connections of a run share. Made once by `createServices`, given to every `connect`. */
export interface HostServices {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the terminal, one question at a time; `undefined` where there is none or nobody answers. */
  ask(question: Question): Promise<string | undefined>;
  readonly canAsk: boolean;
  log(message: HostMessage): void;
  /** Runs a connect when there is room for one more. */
  limited<T>(connect: () => Promise<T>): Promise<T>;
  /** A value that is made once for the whole run: a parsed key, a connection to a jump host. `make` runs at the first call only. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}
