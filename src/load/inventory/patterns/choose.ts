// Chooses the hosts of plays: what their patterns mean, as far as `--limit` allows.

import type { Checked } from '../../../model/diagnostic.ts';
import type { Host, Inventory } from '../../../model/inventory.ts';
import { matchHosts, type PatternOptions } from './match.ts';

/** Chooses hosts for plays. The inventory is looked at each time: hosts may be added while plays run. */
export class HostChooser {
  readonly #inventory: Inventory;
  readonly #limit: readonly string[];
  readonly #mismatch: NonNullable<PatternOptions['mismatch']>;

  /** `limit`: patterns of `--limit`; empty for none. */
  constructor(
    inventory: Inventory,
    limit: readonly string[],
    mismatch: NonNullable<PatternOptions['mismatch']> = 'warning',
  ) {
    this.#inventory = inventory;
    this.#limit = limit;
    this.#mismatch = mismatch;
  }

  /** What `--limit` itself means, with warnings of what it does not match; to be asked once, before anything runs. */
  limited(): Checked<readonly Host[]> {
    return matchHosts(this.#limit, this.#inventory, { mismatch: this.#mismatch });
  }

  /** The hosts of patterns, in the order of the inventory. */
  choose(patterns: readonly string[], options: Pick<PatternOptions, 'span'> = {}): Checked<readonly Host[]> {
    const matched = matchHosts(patterns, this.#inventory, { mismatch: this.#mismatch, ...options });
    if (!matched.ok || this.#limit.length === 0) return matched;
    const limit = matchHosts(this.#limit, this.#inventory, { mismatch: 'ignore' });
    if (!limit.ok) return limit;
    const allowed = new Set(limit.value);
    return { ...matched, value: matched.value.filter((host) => allowed.has(host)) };
  }
}
