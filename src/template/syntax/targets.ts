// The grammar of what can be assigned to: names, tuples of them, attributes of namespaces.

import type { Expression, Target } from './ast.ts';
import { type Grammar, placeFrom } from './grammar.ts';
import { parsePrimary } from './primary.ts';
import { describe } from './tokens.ts';

export interface TargetOptions {
  /** A name that ends the target. */
  readonly endName?: string;
  /** Whether `namespace.attribute` is a target here. */
  readonly namespace?: boolean;
}

/** A target of `set`, `for` or `with`. */
export function parseTarget(grammar: Grammar, options: TargetOptions = {}): Target {
  const { stream } = grammar;
  if (options.namespace && stream.look().type === 'dot') {
    const name = stream.expect('name');
    stream.next();
    const attribute = stream.expect('name');
    return { kind: 'namespace', name: name.text, attribute: attribute.text, start: name.start, end: attribute.end };
  }
  return assignable(grammar, parseTargets(grammar, options.endName));
}

// Targets are primaries only: `a.b` or `a[0]` cannot be assigned to.
function parseTargets(grammar: Grammar, endName: string | undefined): Expression {
  const { stream } = grammar;
  const { start } = stream.current;
  const ended = () =>
    stream.is('block_end') || stream.is('rparen') || (endName !== undefined && stream.isName(endName));
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0) stream.expect('comma');
    if (ended()) break;
    items.push(parsePrimary(grammar));
    if (!stream.is('comma')) break;
    isTuple = true;
  }
  const [only] = items;
  if (!isTuple && only) return only;
  if (!isTuple) stream.fail(`Expected an expression, got '${describe(stream.current)}'`);
  return { kind: 'tuple', items, ...placeFrom(grammar, start) };
}

function assignable(grammar: Grammar, node: Expression): Target {
  if (node.kind === 'name') return node;
  if (node.kind !== 'tuple') return grammar.stream.fail(`can't assign to '${node.kind}'`, node);
  const items = node.items.map((item) => assignable(grammar, item));
  return { kind: 'targets', items, start: node.start, end: node.end };
}
