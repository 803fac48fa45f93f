// Writes a parsed Python pattern as the source of a JavaScript RegExp with the `v` flag.

import { characterClass, literal, wordClass } from './emit-class.ts';
import type { ParsedRegex, RegexNode } from './syntax.ts';

/** The source of a RegExp, whether it needs the `i` flag, and where Python's groups are among its own. */
export interface EmittedRegex {
  readonly source: string;
  readonly ignorecase: boolean;
  /** JavaScript's group number of each of Python's; groups that stand for atomic parts are JavaScript's only. */
  readonly groups: readonly number[];
  /** The source for a match that is not empty, where the pattern may prefer the empty text to a longer one; its groups are one higher. */
  readonly advancing: string | undefined;
}

interface Emitter {
  /** One flag for the whole pattern; where only a part ignores case, that part is spelt out. */
  readonly ignorecase: boolean;
  /** Groups that a conditional asks about: each is followed by a group that tells whether it matched. */
  readonly asked: ReadonlySet<number>;
  readonly groups: number[];
  readonly witnesses: Map<number, number>;
  count: number;
}

/** Writes a parsed pattern as JavaScript's. */
export function emitRegex(parsed: ParsedRegex): EmittedRegex {
  const cases = new Set<boolean>();
  const asked = new Set<number>();
  survey(parsed.root, cases, asked);
  const ignorecase = cases.has(true) && !cases.has(false);
  const emitter: Emitter = { ignorecase, asked, groups: [0], witnesses: new Map(), count: 0 };
  const source = emit(parsed.root, emitter);
  return { source, ignorecase, groups: emitter.groups, advancing: advancing(parsed.root, emitter) };
}

// The first group is all that follows; a match after which that still follows took nothing.
function advancing(root: RegexNode, { ignorecase, asked }: Emitter): string | undefined {
  if (!mayPreferEmpty(root)) return undefined;
  const emitter: Emitter = { ignorecase, asked, groups: [0], witnesses: new Map(), count: 1 };
  return `(?=([\\s\\S]*))(?:${emit(root, emitter)})(?!\\1$)`;
}

function mayPreferEmpty(node: RegexNode): boolean {
  if (node.kind === 'choice' || node.kind === 'conditional') return true;
  if (node.kind === 'repeat' && node.mode === 'lazy' && node.min === 0) return true;
  if (node.kind === 'sequence') return node.items.some(mayPreferEmpty);
  return 'body' in node && mayPreferEmpty(node.body);
}

function survey(node: RegexNode, cases: Set<boolean>, asked: Set<number>): void {
  if ('ignorecase' in node && isCased(node)) cases.add(node.ignorecase);
  if (node.kind === 'conditional') {
    asked.add(node.group);
    survey(node.yes, cases, asked);
    survey(node.no, cases, asked);
  }
  if ('body' in node) survey(node.body, cases, asked);
  if (node.kind === 'choice') for (const option of node.options) survey(option, cases, asked);
  if (node.kind === 'sequence') for (const item of node.items) survey(item, cases, asked);
}

// Digits and punctuation match the same with and without the flag.
function isCased(node: RegexNode): boolean {
  if (node.kind !== 'char') return true;
  const char = String.fromCodePoint(node.code);
  return char.toLowerCase() !== char.toUpperCase();
}

function emit(node: RegexNode, emitter: Emitter): string {
  switch (node.kind) {
    case 'char':
      return literal(node.code, node.ignorecase && !emitter.ignorecase);
    case 'any':
      return node.dotall ? '[\\s\\S]' : '[^\\n]';
    case 'class':
      return characterClass(node, node.ignorecase && !emitter.ignorecase);
    case 'anchor':
      return emitAnchor(node.anchor, wordClass(node.ascii));
    case 'capture':
      return emitCapture(node.group, node.body, emitter);
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negated ? '!' : '='}${emit(node.body, emitter)})`;
    case 'atomic':
      return emitAtomic(node.body, emitter);
    case 'reference':
      return `(?:\\${emitter.groups[node.group] ?? 0})`;
    case 'repeat':
      return emitRepeat(node, emitter);
    case 'choice':
      return node.options.map((option) => emit(option, emitter)).join('|');
    case 'sequence':
      return node.items
        .map((item) => (item.kind === 'choice' ? `(?:${emit(item, emitter)})` : emit(item, emitter)))
        .join('');
    case 'conditional':
      return emitConditional(node, emitter);
  }
}

function emitAnchor(anchor: (RegexNode & { kind: 'anchor' })['anchor'], word: string): string {
  switch (anchor) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'before-last-newline':
      return '(?=\\n?$)';
    case 'line-start':
      return '(?<![^\\n])';
    case 'line-end':
      return '(?![^\\n])';
    case 'word':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'not-word':
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
  }
}

function emitCapture(group: number, body: RegexNode, emitter: Emitter): string {
  emitter.count += 1;
  emitter.groups[group] = emitter.count;
  const captured = `(${emit(body, emitter)})`;
  if (!emitter.asked.has(group)) return captured;
  // The witness captures more text than there can be left later on, so it never matches again once it has matched;
  // while it has not, a reference to it matches the empty text. That is how a conditional tells the two apart.
  // (A group that matched the empty text at the very start counts as not matched.)
  emitter.count += 1;
  emitter.witnesses.set(group, emitter.count);
  return `${captured}(?:(?<=(?=([\\s\\S]+))[\\s\\S])|^)`;
}

function emitConditional(node: RegexNode & { kind: 'conditional' }, emitter: Emitter): string {
  const witness = emitter.witnesses.get(node.group) ?? 0;
  return `(?:(?!\\${witness})(?:${emit(node.yes, emitter)})|(?=\\${witness})(?:${emit(node.no, emitter)}))`;
}

// What a lookahead has matched is never tried again; the reference then takes it.
function emitAtomic(body: RegexNode, emitter: Emitter): string {
  emitter.count += 1;
  const group = emitter.count;
  return `(?:(?=(${emit(body, emitter)}))\\${group})`;
}

function emitRepeat(node: RegexNode & { kind: 'repeat' }, emitter: Emitter): string {
  const { min, max, mode, body } = node;
  if (mode === 'possessive') return emitAtomic({ ...node, mode: 'greedy' }, emitter);
  const range = `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`;
  const short: Readonly<Record<string, string>> = { '{0,}': '*', '{1,}': '+', '{0,1}': '?' };
  const single = body.kind === 'char' || body.kind === 'class' || body.kind === 'any';
  const text = emit(body, emitter);
  const atom = single && !text.startsWith('(') ? text : `(?:${text})`;
  return `${atom}${short[range] ?? range}${mode === 'lazy' ? '?' : ''}`;
}
