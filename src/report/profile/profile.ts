// What each task of a run cost, on each host and in all: a fold over events.

import type { Activity, Ending, Outcome, RunEvent, TaskInfo, Wait } from '../../run/events.ts';

/** A time between two moments, in milliseconds since the run began. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A task on a host. */
export interface Bar extends Period {
  readonly host: string;
  readonly task: TaskInfo;
  /** `undefined` where it went on as an include, or never ended. */
  readonly outcome: Outcome | undefined;
  readonly roundTrips: number;
  /** When the host was waited for. */
  readonly waits: readonly Period[];
  /** When the host worked: the waits without the way there and back. */
  readonly remote: readonly Period[];
  readonly connecting: readonly Period[];
}

/** A task over all its hosts. */
export interface TaskCost {
  readonly task: TaskInfo;
  readonly hosts: number;
  /** From its first host's start to its last host's end. */
  readonly elapsedMs: number;
  /** Sums over hosts. */
  readonly wallMs: number;
  readonly waitedMs: number;
  /** What of that the hosts worked. */
  readonly remoteMs: number;
  readonly connectingMs: number;
  readonly roundTrips: number;
  /** What the process used while this was the task at work; where several were at the same time, each counts for an equal part. */
  readonly cpuMs: number;
}

export interface Profile {
  readonly elapsedMs: number;
  /** Of the run; loading before it is not counted. */
  readonly cpuMs: number;
  /** In the order in which they began. */
  readonly tasks: readonly TaskCost[];
  readonly bars: readonly Bar[];
  /** In the order in which they began. */
  readonly hosts: readonly string[];
}

interface Open {
  readonly task: TaskInfo;
  readonly from: number;
  readonly waits: Period[];
  readonly connecting: Period[];
  connectingSince?: number;
}

/** A bar before it is known how long the way to its host is. */
type Ended = Omit<Bar, 'remote'>;

/** Folds events into a profile. */
export class Profiler {
  readonly #cpuMs: () => number;
  readonly #bars: Ended[] = [];
  /** The shortest way to each host and back, in milliseconds. */
  readonly #trips = new Map<string, number>();
  readonly #hosts = new Set<string>();
  readonly #open = new Map<string, Open>();
  /** How many hosts are at each task. */
  readonly #busy = new Map<TaskInfo, number>();
  readonly #cpu = new Map<TaskInfo, number>();
  #begun: { readonly at: number; readonly cpuMs: number } | undefined;
  #lastCpu = 0;
  #now = 0;

  /** `cpuMs`: what the process has used of the processors so far. */
  constructor(cpuMs: () => number) {
    this.#cpuMs = cpuMs;
  }

  event(event: RunEvent): void {
    this.#begin(event.at);
    this.#now = event.at;
    switch (event.kind) {
      case 'host-task-started':
        this.#share();
        this.#hosts.add(event.host);
        // One that included something was never told to have ended.
        this.#close(event.host);
        this.#open.set(event.host, { task: event.task, from: event.at, waits: [], connecting: [] });
        this.#busy.set(event.task, (this.#busy.get(event.task) ?? 0) + 1);
        break;
      case 'host-progress':
        this.#progress(event.host, event.activity);
        break;
      case 'item-finished':
        this.#wait(event.host, event.waits);
        break;
      case 'host-task-finished':
        this.#share();
        this.#wait(event.host, event.waits);
        this.#close(event.host, event);
        break;
      case 'file-included':
        this.#share();
        for (const host of event.hosts) if (this.#open.get(host)?.task === event.task) this.#close(host);
        break;
      case 'recap':
        this.#share();
        for (const host of [...this.#open.keys()]) this.#close(host);
        break;
      default:
    }
  }

  /** What was found up to the last event. */
  profile(): Profile {
    const begun = this.#begun ?? { at: 0, cpuMs: 0 };
    const bars = this.#bars.map((bar) => ({ ...bar, remote: remoteIn(bar, this.#trips.get(bar.host) ?? 0) }));
    const byTask = groupedBy(bars, (bar) => bar.task);
    return {
      elapsedMs: this.#now - begun.at,
      cpuMs: this.#lastCpu - begun.cpuMs,
      tasks: [...byTask].map(([task, bars]) => costOf(bars, task, this.#cpu.get(task) ?? 0)),
      bars,
      hosts: [...this.#hosts],
    };
  }

  #begin(at: number): void {
    if (this.#begun) return;
    const cpuMs = this.#cpuMs();
    this.#begun = { at, cpuMs };
    this.#lastCpu = cpuMs;
  }

  // What was used since the last task began or ended was used for those that were at work.
  #share(): void {
    const cpuMs = this.#cpuMs();
    const each = (cpuMs - this.#lastCpu) / this.#busy.size;
    for (const task of this.#busy.keys()) this.#cpu.set(task, (this.#cpu.get(task) ?? 0) + each);
    this.#lastCpu = cpuMs;
  }

  #progress(host: string, { doing }: Activity): void {
    const open = this.#open.get(host);
    if (!open) return;
    if (doing === 'connecting') open.connectingSince ??= this.#now;
    else if (doing === 'running') endConnecting(open, this.#now);
  }

  #wait(host: string, waits: readonly Wait[] = []): void {
    const start = this.#begun?.at ?? 0;
    const open = this.#open.get(host);
    for (const { at, ms, tripMs } of waits) {
      open?.waits.push({ from: at - start, to: at - start + ms });
      if (tripMs !== undefined) this.#trips.set(host, Math.min(tripMs, this.#trips.get(host) ?? tripMs));
    }
  }

  #close(host: string, ending?: Ending): void {
    const open = this.#open.get(host);
    if (!open) return;
    this.#open.delete(host);
    endConnecting(open, this.#now);
    const left = (this.#busy.get(open.task) ?? 1) - 1;
    if (left > 0) this.#busy.set(open.task, left);
    else this.#busy.delete(open.task);
    const start = this.#begun?.at ?? 0;
    const whole: Period = { from: open.from - start, to: this.#now - start };
    this.#bars.push({
      ...whole,
      host,
      task: open.task,
      outcome: ending?.outcome,
      roundTrips: ending?.roundTrips ?? 0,
      waits: merged(open.waits.map((wait) => within(whole, wait))),
      connecting: open.connecting.map(({ from, to }) => ({ from: from - start, to: to - start })),
    });
  }
}

function endConnecting(open: Open, now: number): void {
  if (open.connectingSince === undefined) return;
  open.connecting.push({ from: open.connectingSince, to: now });
  delete open.connectingSince;
}

function costOf(bars: readonly Bar[], task: TaskInfo, cpuMs: number): TaskCost {
  const sum = (of: (bar: Bar) => number): number => bars.reduce((total, bar) => total + of(bar), 0);
  const first = bars.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  return {
    task,
    hosts: new Set(bars.map((bar) => bar.host)).size,
    elapsedMs: bars.reduce((last, { to }) => Math.max(last, to), 0) - first,
    wallMs: sum(lengthOf),
    waitedMs: sum(waitedOf),
    remoteMs: sum(remoteOf),
    connectingMs: sum((bar) => sumOf(bar.connecting)),
    roundTrips: sum((bar) => bar.roundTrips),
    cpuMs,
  };
}

/** Milliseconds in which a task waited for its host: what the host worked, and the way there and back. */
export function waitedOf({ waits }: Bar): number {
  return sumOf(waits);
}

/** Milliseconds of that in which the host worked. */
export function remoteOf({ remote }: Bar): number {
  return sumOf(remote);
}

/** How long some periods are together. */
export function sumOf(periods: readonly Period[]): number {
  return periods.reduce((total, period) => total + lengthOf(period), 0);
}

/** Things by something they have. */
export function groupedBy<K, V>(all: Iterable<V>, keyOf: (one: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

export function lengthOf({ from, to }: Period): number {
  return to - from;
}

// What waits that follow each other at once have lost on the way counts once: they are one.
function remoteIn({ waits }: Ended, tripMs: number): readonly Period[] {
  const way = tripMs / 2;
  return waits.flatMap(({ from, to }) => (to - from > tripMs ? [{ from: from + way, to: to - way }] : []));
}

function within(whole: Period, { from, to }: Period): Period {
  const start = Math.min(Math.max(from, whole.from), whole.to);
  return { from: start, to: Math.max(start, Math.min(to, whole.to)) };
}

// Items of a loop may wait at the same time: counted once.
function merged(periods: readonly Period[]): readonly Period[] {
  const result: Period[] = [];
  for (const period of periods.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && period.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, period.to) };
    else if (lengthOf(period) > 0) result.push(period);
  }
  return result;
}
