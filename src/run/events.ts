// Events: everything a run tells the world, as one closed union; reporters, the journal and the exit code are folds over it.

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';
import type { Change, Performed } from '../plan/change.ts';
import type { Result } from '../plan/plan.ts';

/** What happened, and when (milliseconds since the epoch). Secrets are starred and `no_log` results censored before they get here. */
export type RunEvent = Happening & { readonly at: number };

/** Where events go. Called in order, synchronously; a reporter that is slow must buffer by itself. */
export type EventSink = (event: RunEvent) => void;

export type Happening =
  | RunStarted
  | PlaybookStarted
  | PlayStarted
  | NoHostsMatched
  | BatchStarted
  | TaskStarted
  | HostTaskStarted
  | HostProgress
  | HostRetry
  | HostPolled
  | ItemFinished
  | HostTaskFinished
  | FileIncluded
  | MetaDone
  | HandlerNotified
  | ErrorsCleared
  | NoHostsLeft
  | StatsSet
  | Warned
  | PromptOpened
  | PromptClosed
  | Interrupted
  | RunFailed
  | Recap
  | RunEnded;

/** A play as events name it. The same object in every event of the play. */
export interface PlayInfo {
  /** Counts plays from 1. */
  readonly id: number;
  /** `name:` rendered, or its hosts pattern as Ansible falls back to. */
  readonly name: string;
  readonly span?: Span;
}

/** A task of a play as events name it: one per `TASK [...]` line. The same object in every event of the task. */
export interface TaskInfo {
  /** Counts tasks of the run from 1, in the order they started. */
  readonly id: number;
  readonly play: PlayInfo;
  /** As Ansible prints it: `role : name`, or the action where it has no name. */
  readonly name: string;
  /** What a role's task is named there, without the role; absent where it has no name. */
  readonly ownName?: string;
  readonly role?: string;
  /** FQCN of the module or action (`ansible.builtin.copy`). */
  readonly action: string;
  /** Where it is written; absent for what the engine adds (gathering facts). */
  readonly span?: Span;
  readonly handler: boolean;
  /** Arguments as written stay unknown to reporters where they may be secret. */
  readonly noLog: boolean;
  /** Whether it runs in check mode, where that differs from the run's own. */
  readonly check: boolean;
  readonly tags: readonly string[];
}

export interface RunStarted {
  readonly kind: 'run-started';
  readonly playbooks: readonly string[];
  readonly check: boolean;
  readonly diff: boolean;
  readonly forks: number;
}

export interface PlaybookStarted {
  readonly kind: 'playbook-started';
  readonly path: string;
}

export interface PlayStarted {
  readonly kind: 'play-started';
  readonly play: PlayInfo;
  /** Hosts of the whole play, in the order they are taken, before `serial` cuts them into batches. */
  readonly hosts: readonly string[];
  readonly check: boolean;
}

/** `skipping: no hosts matched`. */
export interface NoHostsMatched {
  readonly kind: 'no-hosts-matched';
  readonly play: PlayInfo;
}

/** The play starts on the next of its `serial` batches; Ansible prints the play's line again for each. */
export interface BatchStarted {
  readonly kind: 'batch-started';
  readonly play: PlayInfo;
  readonly hosts: readonly string[];
  /** Counts from 1. */
  readonly batch: number;
  readonly batches: number;
}

export interface TaskStarted {
  readonly kind: 'task-started';
  readonly task: TaskInfo;
  /** Hosts that are about to run it (before `when`). */
  readonly hosts: readonly string[];
}

/** One host starts on a task. */
export interface HostTaskStarted {
  readonly kind: 'host-task-started';
  readonly task: TaskInfo;
  readonly host: string;
}

/** What a host is busy with inside a task: connecting, item 3 of 10. */
export interface HostProgress {
  readonly kind: 'host-progress';
  readonly task: TaskInfo;
  readonly host: string;
  readonly activity: Activity;
}

export type Activity =
  | { readonly doing: 'connecting'; readonly to: string }
  /** The task itself, after connecting. */
  | { readonly doing: 'running' }
  | { readonly doing: 'item'; readonly number: number; readonly of: number; readonly label: string }
  | { readonly doing: 'waiting'; readonly seconds: number };

/** `FAILED - RETRYING`: an `until` loop goes round again. */
export interface HostRetry {
  readonly kind: 'host-retry';
  readonly task: TaskInfo;
  readonly host: string;
  readonly delegatedTo?: string;
  /** The attempt that was just made, counted from 1. */
  readonly attempt: number;
  readonly retries: number;
  readonly retriesLeft: number;
  /** Seconds until the next attempt. */
  readonly delay: number;
  readonly result: Result;
}

/** `ASYNC POLL`: a background job was asked whether it is done. `ASYNC OK`, `ASYNC FAILED`: it is, or its time is over. */
export interface HostPolled {
  readonly kind: 'host-polled';
  readonly task: TaskInfo;
  readonly host: string;
  readonly job: string;
  readonly finished: boolean;
  readonly failed?: boolean;
}

/** How a task (or an item) ended on a host. A failure that is ignored stays `failed`; `handling` tells. */
export type Outcome = 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable';

/** What a failure leads to: the host is out, the failure is ignored, or a `rescue` takes over. */
export type FailureHandling = 'stops' | 'ignored' | 'rescued';

/** What every end of a task or item tells. */
export interface Ending {
  readonly task: TaskInfo;
  readonly host: string;
  /** The host it ran on, where `delegate_to` says another. */
  readonly delegatedTo?: string;
  /** `ansible_host` of that host, where it is not its name. */
  readonly delegatedAddress?: string;
  readonly outcome: Outcome;
  /** Ansible's result without its internal fields; `{ censored, changed }` under `no_log`. */
  readonly result: Result;
  /** In diff mode, what changed; empty under `no_log`. */
  readonly diffs: readonly DiffEntry[];
  /** What was done, or in check mode would be, for the journal; secrets are marked in it. Empty under `no_log`. */
  readonly changes: readonly Change[];
  readonly performed: readonly Performed[];
  /** What is wrong in the task itself, with its places; absent under `no_log`. */
  readonly problems?: readonly Diagnostic[];
  /** Why check mode cannot tell what apply would do. */
  readonly uncertain?: string;
  readonly durationMs: number;
  /** Exchanges with the host. */
  readonly roundTrips: number;
  /** When the task waited for its host, in order; of a loop only its items tell. */
  readonly waits?: readonly Wait[];
  /** The result is what the task is for (`debug`, `assert`): it is shown at any verbosity. */
  readonly speaks?: boolean;
}

/** A time in which nothing could be done but wait for a host to answer. */
export interface Wait {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ms: number;
  /** How long the way to the host and back is, as far as it is known by then; what took longer was the host's own work. */
  readonly tripMs?: number;
}

/** One item of a loop ended. */
export interface ItemFinished extends Ending {
  readonly kind: 'item-finished';
  /** `loop_control.label` rendered, or the item, as Ansible prints it in `(item=...)`. */
  readonly label: string;
}

/** A task ended on a host. For a loop this follows its items and sums them up (Ansible prints it only where it failed or was skipped as a whole). */
export interface HostTaskFinished extends Ending {
  readonly kind: 'host-task-finished';
  readonly loop: boolean;
  /** Where `outcome` is failed or unreachable. */
  readonly handling?: FailureHandling;
  /** `until` tasks: how many attempts were made. */
  readonly attempts?: number;
}

/** A difference to show: text before and after, or text that is a diff already. */
export type DiffEntry =
  | {
      readonly before: string;
      readonly after: string;
      readonly beforeHeader?: string;
      readonly afterHeader?: string;
    }
  | { readonly prepared: string };

/** `included: FILE for HOSTS`: an include was read, once for all hosts that meant the same file. */
export interface FileIncluded {
  readonly kind: 'file-included';
  readonly task: TaskInfo;
  /** Absolute path of a task file, or the name of a role. */
  readonly file: string;
  readonly role: boolean;
  readonly hosts: readonly string[];
  /** The item, where the include loops. */
  readonly label?: string;
}

/** A `meta:` task did its work (or says why not); Ansible shows this with -vv. */
export interface MetaDone {
  readonly kind: 'meta-done';
  readonly task: TaskInfo;
  readonly host?: string;
  readonly message: string;
}

export interface HandlerNotified {
  readonly kind: 'handler-notified';
  readonly handler: string;
  readonly host: string;
}

/** `clear_host_errors`: hosts that failed take part again from the next play on. */
export interface ErrorsCleared {
  readonly kind: 'errors-cleared';
}

/** `NO MORE HOSTS LEFT`: every host of the batch failed or was lost, so the play ends. */
export interface NoHostsLeft {
  readonly kind: 'no-hosts-left';
  readonly play: PlayInfo;
  /** Why, where a rule of the play ended it. */
  readonly why?: 'any_errors_fatal' | 'max_fail_percentage';
}

/** `set_stats` was called. The recap has the sums. */
export interface StatsSet {
  readonly kind: 'stats-set';
  readonly host?: string;
  readonly data: Result;
}

/** A warning or a deprecation. Each distinct one is told once in a run. */
export interface Warned {
  readonly kind: 'warned';
  readonly deprecation: boolean;
  readonly diagnostic: Diagnostic;
  readonly host?: string;
}

/** A question is about to be asked on the terminal: whoever draws there makes room. */
export interface PromptOpened {
  readonly kind: 'prompt-opened';
  readonly prompt: string;
}

export interface PromptClosed {
  readonly kind: 'prompt-closed';
}

/** The user stopped the run. */
export interface Interrupted {
  readonly kind: 'interrupted';
  /** What hosts were doing at that moment; how it ended there is not known. */
  readonly inFlight: readonly { readonly host: string; readonly task: TaskInfo; readonly activity?: Activity }[];
}

/** The run cannot go on: a mistake that only shows while running (a file that an include names, a hosts pattern that does not render). */
export interface RunFailed {
  readonly kind: 'run-failed';
  readonly problems: readonly Diagnostic[];
}

/** The counts of one host, as Ansible's recap line has them. */
export interface HostStats {
  readonly ok: number;
  readonly changed: number;
  readonly unreachable: number;
  readonly failed: number;
  readonly skipped: number;
  readonly rescued: number;
  readonly ignored: number;
}

export interface Recap {
  readonly kind: 'recap';
  /** Sorted by name, as Ansible prints them. Hosts that did nothing are absent. */
  readonly hosts: ReadonlyMap<string, HostStats>;
  /** `set_stats`: of the run, and per host. */
  readonly stats: Result;
  readonly hostStats: ReadonlyMap<string, Result>;
  /** Exchanges with each host, connecting not counted. */
  readonly roundTrips: ReadonlyMap<string, number>;
}

export interface RunEnded {
  readonly kind: 'run-ended';
  readonly durationMs: number;
  readonly interrupted: boolean;
}
