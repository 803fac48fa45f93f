// What the parsing functions of a pattern share.

import type { Cursor } from './cursor.ts';
import type { RegexFlags, RegexNode } from './syntax.ts';

/** The state of one parse: flags of the whole pattern may turn up in its middle, group numbers run through it. */
export interface Parser {
  readonly cursor: Cursor;
  readonly names: Map<string, number>;
  /** Numbers of the groups that are open: a reference to one of them is an error in Python. */
  readonly open: Set<number>;
  groups: number;
  global: RegexFlags;
  /** Parses alternatives up to a `)`, which is how groups nest. */
  readonly choice: (parser: Parser, flags: RegexFlags) => RegexNode;
}

/** Thrown when `(?x)` or `(?i)` stands in the middle: the pattern is read again with the flags on from its start. */
export class FlagsFound extends Error {
  readonly flags: RegexFlags;
  constructor(flags: RegexFlags) {
    super('flags in the middle of a pattern');
    this.flags = flags;
  }
}

/** A reference to a group by number, which must be closed already. */
export function reference(parser: Parser, group: number, ignorecase: boolean, length: number): RegexNode {
  if (group > parser.groups || group === 0) throw parser.cursor.error(`invalid group reference ${group}`, length - 1);
  if (parser.open.has(group)) throw parser.cursor.error('cannot refer to an open group', length);
  return { kind: 'reference', group, ignorecase };
}
