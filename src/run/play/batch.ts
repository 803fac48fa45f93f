// A batch of hosts on their way through a play: who is where, who is out, and what a failure does to them.

import type { Host } from '../../model/inventory.ts';
import type { Dict } from '../../model/value.ts';
import type { FailureHandling, NoHostsLeft, TaskInfo } from '../events.ts';
import type { PlayState } from './play-state.ts';
import type { Step, Walker } from './walker.ts';

/** Why the play must not go on for anybody. */
export type PlayEnd = NoHostsLeft['why'] | 'end_play' | 'end_batch';

/** The hosts of one `serial` batch. */
export class Batch {
  readonly play: PlayState;
  readonly hosts: readonly Host[];
  readonly #walkers = new Map<string, Walker>();
  readonly #unreachable = new Set<string>();
  readonly #infos = new Map<string, TaskInfo>();
  readonly #readAgain = new Set<Host>();
  #end: PlayEnd | undefined;

  constructor(play: PlayState, hosts: readonly Host[]) {
    this.play = play;
    this.hosts = hosts;
    for (const host of hosts) this.#walkers.set(host.name, play.walker(host));
  }

  /** Why the batch ended before its time. */
  get ended(): PlayEnd | undefined {
    return this.#end;
  }

  /** Hosts of the batch that failed or were lost. */
  get out(): readonly Host[] {
    return this.hosts.filter((host) => this.#unreachable.has(host.name) || this.walker(host).failed);
  }

  /** The names of some vars files of the host need facts that were not there yet. */
  readAgain(host: Host): void {
    this.#readAgain.add(host);
  }

  /** Whether the host's vars files are to be read again now that it has facts; asked once. */
  mustReadAgain(host: Host): boolean {
    return this.#readAgain.delete(host);
  }

  walker(host: Host): Walker {
    const walker = this.#walkers.get(host.name);
    if (!walker) throw new TypeError(`the host '${host.name}' is not in the batch`);
    return walker;
  }

  /** The host's next step; `undefined` where it is done or out. */
  next(host: Host): Step | undefined {
    return this.#end === undefined ? this.walker(host).peek() : undefined;
  }

  /** Hosts that still have something to do. */
  get active(): readonly Host[] {
    return this.hosts.filter((host) => this.next(host) !== undefined);
  }

  /** The identity of a step in events: the same for all hosts that come to it. */
  infoOf(step: Step): TaskInfo | undefined {
    return this.#infos.get(step.position.join('.'));
  }

  setInfo(step: Step, info: TaskInfo): void {
    this.#infos.set(step.position.join('.'), info);
  }

  /** The task a host was at failed. Tells what takes it up. */
  fail(host: Host, failed: { readonly task: Dict; readonly result: Dict }): FailureHandling {
    const walker = this.walker(host);
    const rescued = walker.rescues;
    const state = this.play.run.variables.state(host.name);
    if (rescued) {
      state.set('ansible_failed_task', failed.task);
      state.set('ansible_failed_result', failed.result);
    }
    walker.fail();
    return rescued ? 'rescued' : 'stops';
  }

  /** The host cannot be reached any more: nothing rescues that. */
  lose(host: Host): void {
    this.#unreachable.add(host.name);
    this.walker(host).end(false);
    this.play.leave(host);
  }

  /** The host ends the play without having failed (`end_host`). */
  endHost(host: Host): void {
    this.walker(host).end(false);
    this.play.remove(host);
  }

  /** The play ends for all hosts. */
  end(why: PlayEnd): void {
    this.#end ??= why;
  }

  /** `clear_host_errors`: hosts that failed, in earlier plays too, take part again from the next play on; lost ones do not. */
  clearErrors(): void {
    const { out, run } = this.play;
    for (const host of [...out]) if (run.stats.of(host).unreachable === 0) out.delete(host);
    run.emitter.emit({ kind: 'errors-cleared' });
  }
}
