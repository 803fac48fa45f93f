// The parts of a Python regular expression, as the parser hands them to the emitter.

/** Flags of `re`, at the place where they hold (they may change inside `(?i:...)`). */
export interface RegexFlags {
  readonly ignorecase?: boolean;
  readonly multiline?: boolean;
  readonly dotall?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

/** `\d`, `\s` and `\w`; the emitter writes the complement for `\D`, `\S` and `\W`. */
export type Category = 'digit' | 'space' | 'word';

export type ClassItem =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'category'; readonly category: Category; readonly negated: boolean };

export type Anchor = 'start' | 'end' | 'before-last-newline' | 'line-start' | 'line-end' | 'word' | 'not-word';

export type RegexNode =
  | { readonly kind: 'char'; readonly code: number; readonly ignorecase: boolean }
  | { readonly kind: 'any'; readonly dotall: boolean }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly items: readonly ClassItem[];
      readonly ignorecase: boolean;
      readonly ascii: boolean;
    }
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly ascii: boolean }
  | { readonly kind: 'capture'; readonly group: number; readonly body: RegexNode }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: RegexNode }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'reference'; readonly group: number; readonly ignorecase: boolean }
  | {
      readonly kind: 'repeat';
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
      readonly body: RegexNode;
    }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'conditional'; readonly group: number; readonly yes: RegexNode; readonly no: RegexNode };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

export interface ParsedRegex {
  readonly root: RegexNode;
  /** How many capturing groups there are. */
  readonly groups: number;
  /** Named groups and their numbers. */
  readonly names: ReadonlyMap<string, number>;
}

/** What is wrong with a pattern or a replacement, and at which character of it. */
export class RegexSyntaxError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(`${message} at position ${position}`);
    this.name = 'RegexSyntaxError';
    this.position = position;
  }
}
