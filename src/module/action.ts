// What an action is: a module that acts on the controller, on the run itself, or on the connection, not on a host's files.

import type { Channel, HostFailure } from '../host/index.ts';
import type { Dict, Value } from '../model/value.ts';
import type { Change, Performed } from '../plan/change.ts';
import type { Looks, Seen } from '../plan/look.ts';
import type { Result } from '../plan/plan.ts';
import { checkedArguments, type NamedContext } from './checked-arguments.ts';
import type { ForeignModule } from './foreign/run.ts';
import type { ControllerFiles, Example } from './module.ts';
import { coerceAll, unknownIn } from './param-types.ts';
import type { Params, ParamsOf } from './params.ts';

/** What an action did, as data; `effects` are carried out by the run. */
export interface ActionOutcome {
  readonly changed: boolean;
  readonly result?: Result;
  /** The whole result as a foreign module gave it, in place of all of the above. */
  readonly whole?: Dict;
  /** In check mode: the earlier change (in words) that was not done and may make this wrong. */
  readonly uncertain?: string;
  /** The task fails with this sentence. */
  readonly failed?: string;
  readonly skipped?: string;
  /** The result is what the task is for: reporters show it at any verbosity. */
  readonly speaks?: boolean;
  readonly warnings?: readonly string[];
  readonly effects?: readonly Effect[];
  /** What it would do or did, for `--diff`. */
  readonly diff?: { readonly before: string; readonly after: string; readonly header?: string };
}

/** What an action does to the run. */
export type Effect =
  | {
      readonly kind: 'facts';
      readonly facts: ReadonlyMap<string, Value>;
      readonly cacheable: boolean;
      readonly source: 'set_fact' | 'module';
    }
  | { readonly kind: 'variables'; readonly variables: ReadonlyMap<string, Value> }
  | {
      readonly kind: 'add-host';
      readonly name: string;
      readonly groups: readonly string[];
      readonly variables: ReadonlyMap<string, Value>;
    }
  | { readonly kind: 'group-by'; readonly group: string; readonly parents: readonly string[] }
  | {
      readonly kind: 'stats';
      readonly data: ReadonlyMap<string, Value>;
      readonly perHost: boolean;
      readonly aggregate: boolean;
    };

/** A fresh connection's identity, beside what the inventory says of the host. */
export interface LoginAttempt {
  readonly user: string;
  /** By which door: nothing but public keys, or nothing but passwords. */
  readonly by: 'key' | 'password';
  /** Only this key file. */
  readonly keyFile?: string;
  readonly password?: string;
  /** Other address or port than the inventory's. */
  readonly port?: number;
  readonly address?: string;
  /** Seconds. */
  readonly timeout: number;
  /** Whether to go on to root by sudo; with `sudoPassword` where it asks for one. */
  readonly sudo: boolean;
  readonly sudoPassword?: string;
}

/** How a login ended. `refused` is the server's own no; `unreachable` means the question was never answered. */
export type LoginResult =
  | {
      readonly outcome: 'accepted';
      readonly sudo: 'ok' | 'refused' | 'not-asked';
      readonly detail: string;
      readonly method: string;
    }
  | { readonly outcome: 'refused'; readonly detail: string; readonly offered: readonly string[] }
  | { readonly outcome: 'unreachable'; readonly detail: string };

/** The connection to the host of the task went away; the engine reports the host as unreachable where an action lets it pass. */
export class ConnectionLost extends Error {
  readonly failure: HostFailure;
  readonly inFlight: readonly string[];
  constructor(failure: HostFailure, inFlight: readonly string[] = []) {
    super('the connection was lost');
    this.name = 'ConnectionLost';
    this.failure = failure;
    this.inFlight = inFlight;
  }
}

/** The host of the task, for the few actions that must talk to it. */
export interface Remote {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The host that `delegate_to` names, where the task has one: all of this is that host then. */
  readonly delegatedTo: string | undefined;
  /** Rejects with `ConnectionLost` where the connection goes away. */
  look<const L extends Looks>(looks: L): Promise<Seen<L>>;
  /** Performs changes, or predicts them in check mode. */
  perform(changes: readonly Change[]): Promise<readonly Performed[]>;
  /** Closes every connection to the host, so that the next use connects anew. */
  disconnect(): Promise<void>;
  /** Tries to connect and run a command; `undefined` on success, else why not. Never asks anybody. */
  tryConnect(timeoutSeconds: number): Promise<string | undefined>;
  /** A program beside the lane, as the task's identity: sh text, with streams of its own. Rejects with `ConnectionLost`. */
  start(script: string): Promise<Channel>;
  /** Runs a foreign module there, as the task's identity. Throws `ModuleError` for what its user can mend. */
  foreign(module: ForeignModule, args: ReadonlyMap<string, Value>): Promise<ActionOutcome>;
  /** A login on a connection of its own, with nothing of the task's identity but the host key check. */
  login(attempt: LoginAttempt): Promise<LoginResult>;
}

/** Tasks in the background, for `async_status`. */
export interface JobContext {
  /** Where hosts keep what is known of them; `~` is the home of the task's identity. */
  readonly directory: string;
  /** What check mode says that a job would come to; `undefined` for one that was really started. */
  predicted(id: string): Result | undefined;
  /** Milliseconds since this run has started it; `undefined` where it did not, or where it has ended. */
  age(id: string): number | undefined;
  /** A job is known to have ended. */
  ended(id: string): void;
}

export interface ActionContext {
  readonly check: boolean;
  readonly diff: boolean;
  /** Seconds of `async`, for an action that stays in front; 0 where the task has none. */
  readonly async: number;
  readonly verbosity: number;
  /** Whether templates keep the types of expressions (`jinja2_native`). */
  readonly native: boolean;
  /** Inventory name of the host. */
  readonly host: string;
  readonly given: ReadonlySet<string>;
  readonly remote: Remote;
  readonly files: ControllerFiles;
  /** The value of an expression (without braces). Throws `TemplateError`. */
  evaluate(expression: string): Value;
  /** The value of a string that may hold templates. Throws `TemplateError`. */
  render(text: string): Value;
  /** Whether a condition holds, as `when:` judges it. Throws `TemplateError`. */
  holds(condition: Value): boolean;
  variable(name: string): Value | undefined;
  /** Asks the person at the terminal; `undefined` where there is none. */
  ask(prompt: string, options: { readonly echo: boolean }): Promise<string | undefined>;
  readonly jobs: JobContext;
  /** Waits; ends early with the run. */
  sleep(seconds: number): Promise<void>;
  readonly signal: AbortSignal;
}

export interface ActionDefinition<P extends Params> {
  readonly summary: string;
  readonly description?: string;
  readonly collection?: string;
  readonly params: P;
  readonly freeForm?: keyof P & string;
  /** Takes parameters of any name (`set_fact`), as `rest`. */
  readonly anyParams?: true;
  readonly returns?: Readonly<Record<string, string>>;
  readonly examples?: readonly Example[];
  /** What it does in check mode, as a sentence for the manual. */
  readonly check?: string;
  /** What results say where a required parameter is missing, in place of `missing required arguments: ...`. */
  readonly missing?: string;
  readonly refuse?: (params: ParamsOf<P>) => string | undefined;
  /** Runs once for all hosts of the play (`add_host`), on the first. */
  readonly oncePerPlay?: true;
  /** Needs no connection to the host, so that it works on an unreachable one. */
  readonly needsHost: boolean;
  /** Whether it is not put in the background where the task has `async`: it has a use of its own for that. */
  readonly staysInFront?: (params: ParamsOf<P>) => boolean;
  readonly run: (
    params: ParamsOf<P>,
    context: ActionContext,
    rest: ReadonlyMap<string, Value>,
  ) => Promise<ActionOutcome> | ActionOutcome;
}

export type BoundAction =
  | { readonly ok: true; run(context: ActionContext): Promise<ActionOutcome> }
  | { readonly ok: false; readonly problems: readonly string[] };

/** An action as the engine uses it. */
export interface Action {
  readonly kind: 'action';
  readonly summary: string;
  readonly description: string;
  readonly collection: string;
  readonly params: Params;
  readonly freeForm: string | undefined;
  readonly anyParams: boolean;
  readonly oncePerPlay: boolean;
  readonly needsHost: boolean;
  readonly returns: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
  readonly check?: string;
  /** Why arguments that are known as a whole make no sense together; `undefined` where they do. */
  readonly refuses?: (args: ReadonlyMap<string, Value>) => string | undefined;
  /** Whether a task with `async` and these arguments is not put in the background. */
  staysInFront(args: ReadonlyMap<string, Value>): boolean;
  bind(args: ReadonlyMap<string, Value>, context: NamedContext): BoundAction;
}

/** Declares an action: the default export of a file in `modules/`. */
export function defineAction<const P extends Params>(definition: ActionDefinition<P>): Action {
  return {
    kind: 'action',
    summary: definition.summary,
    description: definition.description ?? '',
    collection: definition.collection ?? 'ansible.builtin',
    params: definition.params,
    freeForm: definition.freeForm,
    anyParams: definition.anyParams ?? false,
    oncePerPlay: definition.oncePerPlay ?? false,
    needsHost: definition.needsHost,
    returns: definition.returns ?? {},
    examples: definition.examples ?? [],
    ...(definition.check !== undefined && { check: definition.check }),
    refuses: (args) => refuses(definition, args),
    staysInFront: (args) => {
      const all = coerceAll(definition.params, args, { expandPath: (path) => path });
      return all.ok && definition.staysInFront?.(all.value) === true;
    },
    bind: (args, context) => bind(definition, args, context),
  };
}

function refuses<P extends Params>(
  { params, refuse }: ActionDefinition<P>,
  args: ReadonlyMap<string, Value>,
): string | undefined {
  const all = refuse && coerceAll(params, args, { expandPath: (path) => path });
  return all?.ok ? refuse?.(all.value) : undefined;
}

function bind<P extends Params>(
  definition: ActionDefinition<P>,
  args: ReadonlyMap<string, Value>,
  context: NamedContext,
): BoundAction {
  const rest = new Map(unknownIn(definition.params, args).map((name) => [name, args.get(name) ?? null]));
  const known = definition.anyParams ? new Map([...args].filter(([name]) => !rest.has(name))) : args;
  const all = checkedArguments(definition, known, context);
  if (!all.ok) return all;
  const refusal = definition.refuse?.(all.value);
  if (refusal !== undefined) return { ok: false, problems: [refusal] };
  const params = all.value;
  return { ok: true, run: async (actionContext) => definition.run(params, actionContext, rest) };
}
