// Where templates find their variables.

import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';

/** A variable's content: a node is text that may hold templates, rendered when it is needed; a value is data and never a template. */
export type Binding =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'value'; readonly value: Value };

/** The variables that an expression sees. */
export interface Scope {
  lookup(name: string): Binding | undefined;
  names(): Iterable<string>;
}

/** A scope of given values. */
export function valueScope(values: ReadonlyMap<string, Value>): Scope {
  return {
    lookup: (name) => {
      const value = values.get(name);
      return value === undefined ? undefined : { kind: 'value', value };
    },
    names: () => values.keys(),
  };
}

/** A scope of nodes. */
export function nodeScope(nodes: ReadonlyMap<string, Node>): Scope {
  return {
    lookup: (name) => {
      const node = nodes.get(name);
      return node && { kind: 'node', node };
    },
    names: () => nodes.keys(),
  };
}

/** Scopes on top of each other: the first that knows a name has it. */
export function layered(...scopes: readonly Scope[]): Scope {
  return {
    lookup: (name) => {
      for (const scope of scopes) {
        const binding = scope.lookup(name);
        if (binding) return binding;
      }
      return undefined;
    },
    names: () => new Set(scopes.flatMap((scope) => [...scope.names()])),
  };
}
