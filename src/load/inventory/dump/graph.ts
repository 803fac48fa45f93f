// The inventory as a tree for people to read.

import type { Checked, Diagnostic } from '../../../model/diagnostic.ts';
import { compareText, type Group, type Inventory } from '../../../model/inventory.ts';
import type { Dict } from '../../../model/value.ts';
import { str } from '../../../template/index.ts';
import { type DumpOptions, type MarkedText, shownGroupVariables, shownHostVariables } from './shown-variables.ts';

export interface GraphOptions extends DumpOptions {
  /** Whether variables are shown below what has them. */
  readonly vars?: boolean;
}

// Secrets stay secret even on one's own screen.
const marks: MarkedText = { unsafe: (text) => text, vault: () => '(encrypted)' };

/** What `ansible-inventory --graph [GROUP]` prints. */
export function inventoryAsGraph(inventory: Inventory, top: Group, options: GraphOptions = {}): Checked<string> {
  const graph = new Graph(inventory, options);
  graph.group(top, 0);
  return graph.result();
}

class Graph {
  readonly #inventory: Inventory;
  readonly #options: GraphOptions;
  readonly #lines: string[] = [];
  readonly #problems: Diagnostic[] = [];

  constructor(inventory: Inventory, options: GraphOptions) {
    this.#inventory = inventory;
    this.#options = options;
  }

  group(group: Group, depth: number): void {
    this.#line(`@${group.name}:`, depth);
    for (const child of group.children) this.group(child, depth + 1);
    // Every host is in a group below `all`.
    for (const host of group === this.#inventory.all ? [] : group.hosts) {
      this.#line(host.name, depth + 1);
      if (this.#options.vars)
        this.#variables(shownHostVariables(host, this.#inventory, this.#options, marks), depth + 2);
    }
    if (this.#options.vars)
      this.#variables(shownGroupVariables(group, this.#inventory, this.#options, marks), depth + 1);
  }

  result(): Checked<string> {
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems };
    return { ok: true, value: this.#lines.join('\n') };
  }

  #variables(variables: Checked<Dict>, depth: number): void {
    if (!variables.ok) {
      this.#problems.push(...variables.problems);
      return;
    }
    const entries = [...variables.value.entries()].map(([name, value]) => [str(name), str(value)] as const);
    for (const [name, value] of entries.sort(([a], [b]) => compareText(a, b)))
      this.#line(`{${name} = ${value}}`, depth);
  }

  #line(text: string, depth: number): void {
    this.#lines.push(depth === 0 ? text : `${'  |'.repeat(depth)}--${text}`);
  }
}
