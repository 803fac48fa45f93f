// Counts what became of tasks on each host: the recap.

import { Dict, type Plain, toPlain, type Value } from '../model/value.ts';
import type { Result } from '../plan/plan.ts';
import type { HostStats, Recap } from './events.ts';
import { mergeStats } from './merge-stats.ts';

export type Count = keyof HostStats;

const none: HostStats = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };

/** The counts of a run, and what `set_stats` gathered. */
export class Stats {
  readonly #hosts = new Map<string, HostStats>();
  readonly #run = new Dict();
  readonly #perHost = new Map<string, Dict>();
  readonly #roundTrips = new Map<string, number>();

  count(host: string, ...counts: readonly Count[]): void {
    const next = { ...(this.#hosts.get(host) ?? none) };
    for (const count of counts) next[count]++;
    this.#hosts.set(host, next);
  }

  /** Undoes one count: a failure that turns out to be ignored. */
  of(host: string): HostStats {
    return this.#hosts.get(host) ?? none;
  }

  addRoundTrips(host: string, roundTrips: number): void {
    this.#roundTrips.set(host, (this.#roundTrips.get(host) ?? 0) + roundTrips);
  }

  /** `set_stats`. Without a host, of the run. */
  set(data: ReadonlyMap<string, Value>, options: { readonly host?: string; readonly aggregate: boolean }): void {
    const stats = this.#statsOf(options.host);
    for (const [name, value] of data) {
      const before = stats.get(name);
      stats.set(name, options.aggregate && before !== undefined ? mergeStats(before, value) : value);
    }
  }

  recap(): Recap {
    const names = [...this.#hosts.keys()].sort();
    return {
      kind: 'recap',
      hosts: new Map(names.map((name) => [name, this.of(name)])),
      stats: plainDict(this.#run),
      hostStats: new Map([...this.#perHost].map(([host, stats]) => [host, plainDict(stats)])),
      roundTrips: this.#roundTrips,
    };
  }

  #statsOf(host: string | undefined): Dict {
    if (host === undefined) return this.#run;
    const stats = this.#perHost.get(host) ?? new Dict();
    this.#perHost.set(host, stats);
    return stats;
  }
}

function plainDict(dict: Dict): Result {
  const entries: [string, Plain][] = [];
  for (const [key, value] of dict.entries()) entries.push([String(key), toPlain(value)]);
  return Object.fromEntries(entries);
}
