// Anchors and the aliases that stand for them, within one document.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Node, Span } from '../../model/source.ts';
import { nearest } from '../diagnostics/nearest.ts';

// Aliases of aliases can stand for billions of nodes; nothing that a person writes comes near this.
const MAX_NODES = 2_000_000;

interface Anchored {
  readonly node: Node;
  /** Nodes that it stands for, aliases inside of it counted in full. */
  readonly size: number;
}

/** What aliases may stand for so far. */
export class Anchors {
  readonly #known = new Map<string, Anchored>();
  readonly #open = new Set<string>();
  #size = 0;

  /** Counts a node of the document. */
  count(): void {
    this.#size++;
  }

  /** Builds a node under an anchor's name, which it cannot use itself. */
  define(name: string, build: () => Node): Node {
    const before = this.#size;
    this.#open.add(name);
    const node = build();
    this.#open.delete(name);
    this.#known.set(name, { node, size: this.#size - before + 1 });
    return node;
  }

  /** The node that an alias stands for. */
  resolve(name: string, span: Span): Node | Diagnostic {
    if (this.#open.has(name)) return error(`the alias '*${name}' stands inside of what it stands for`, span);
    const target = this.#known.get(name);
    if (target === undefined) {
      const known = nearest(name, this.#known.keys());
      const hint = known ? `did you mean '*${known}'?` : `a text that starts with '*' must be in quotes: '*${name}'`;
      return error(`there is no anchor '&${name}' above this alias`, span, hint);
    }
    if (this.#size + target.size > MAX_NODES) return error('the aliases of this file stand for too many values', span);
    this.#size += target.size;
    return target.node;
  }
}
