// What the parts of the grammar ask of each other.

import type { Expression, Place } from './ast.ts';
import type { TokenStream } from './stream.ts';

export interface TupleOptions {
  /** Whether `a if b` is an expression here; not where an `if` of its own may follow. */
  readonly conditions?: boolean;
  /** A name that ends the tuple. */
  readonly endName?: string;
  /** Whether it stands in parentheses, where nothing at all is a tuple too. */
  readonly parentheses?: boolean;
}

/** The parser, as the parts of the grammar see it. */
export interface Grammar {
  readonly stream: TokenStream;
  /** An expression; without `conditions` an `if` ends it. */
  expression(conditions?: boolean): Expression;
  /** An expression, or several with commas between them, which are a tuple. */
  tuple(options?: TupleOptions): Expression;
}

/** From an offset to the end of the token that was read last. */
export function placeFrom({ stream }: Grammar, start: number): Place {
  return { start, end: stream.previous.end };
}
