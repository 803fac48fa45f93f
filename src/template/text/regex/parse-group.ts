// Parses what stands in parentheses: groups, lookaround, flags, comments, conditionals.

import { FlagsFound, type Parser, reference } from './parser.ts';
import type { RegexFlags, RegexNode } from './syntax.ts';

/** Parses what follows a `(`, up to and including its `)`. Comments and global flags give nothing. */
export function parseGroup(parser: Parser, flags: RegexFlags): RegexNode | undefined {
  const { cursor } = parser;
  const opened = cursor.position - 1;
  if (!cursor.take('?')) return capture(parser, flags, opened, undefined);
  const kind = cursor.next();
  switch (kind) {
    case ':':
      return closed(parser, flags, opened);
    case '#':
      cursor.takeUntil(')', 'comment', opened);
      return undefined;
    case '=':
    case '!':
      return { kind: 'look', behind: false, negated: kind === '!', body: closed(parser, flags, opened) };
    case '>':
      return { kind: 'atomic', body: closed(parser, flags, opened) };
    case '<':
      return parseLookbehind(parser, flags, opened);
    case 'P':
      return parseNamed(parser, flags, opened);
    case '(':
      return parseConditional(parser, flags, opened);
    default:
      return parseFlags(parser, flags, opened, kind);
  }
}

function closed(parser: Parser, flags: RegexFlags, opened: number): RegexNode {
  const body = parser.choice(parser, flags);
  if (!parser.cursor.take(')'))
    throw parser.cursor.error('missing ), unterminated subpattern', parser.cursor.position - opened);
  // A sequence of its own, so that a quantifier after it repeats the whole group.
  return { kind: 'sequence', items: [body] };
}

function capture(parser: Parser, flags: RegexFlags, opened: number, name: string | undefined): RegexNode {
  parser.groups += 1;
  const group = parser.groups;
  if (name !== undefined) {
    const earlier = parser.names.get(name);
    if (earlier !== undefined)
      throw parser.cursor.error(
        `redefinition of group name '${name}' as group ${group}; was group ${earlier}`,
        name.length + 1,
      );
    parser.names.set(name, group);
  }
  parser.open.add(group);
  const body = closed(parser, flags, opened);
  parser.open.delete(group);
  return { kind: 'capture', group, body };
}

function parseLookbehind(parser: Parser, flags: RegexFlags, opened: number): RegexNode {
  const kind = parser.cursor.next();
  if (kind !== '=' && kind !== '!') throw parser.cursor.error(`unknown extension ?<${kind}`, kind.length + 2);
  return { kind: 'look', behind: true, negated: kind === '!', body: closed(parser, flags, opened) };
}

function parseNamed(parser: Parser, flags: RegexFlags, opened: number): RegexNode {
  const { cursor } = parser;
  if (cursor.take('<')) return capture(parser, flags, opened, groupName(parser, '>'));
  if (!cursor.take('=')) throw cursor.error(`unknown extension ?P${cursor.peek()}`, 2);
  const name = groupName(parser, ')');
  const group = parser.names.get(name);
  if (group === undefined) throw cursor.error(`unknown group name '${name}'`, name.length + 1);
  return reference(parser, group, flags.ignorecase === true, name.length + 1);
}

function groupName(parser: Parser, end: string): string {
  const name = parser.cursor.takeUntil(end, 'name');
  if (name === '') throw parser.cursor.error('missing group name', 1);
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
    throw parser.cursor.error(`bad character in group name '${name}'`, name.length + 1);
  return name;
}

function parseConditional(parser: Parser, flags: RegexFlags, opened: number): RegexNode {
  const { cursor } = parser;
  const name = cursor.takeUntil(')', 'name');
  const group = /^[0-9]+$/.test(name) ? Number(name) : parser.names.get(name);
  if (group === undefined) throw cursor.error(`unknown group name '${name}'`, name.length + 1);
  if (group === 0) throw cursor.error('bad group number', name.length + 1);
  const missing = cursor.error(`invalid group reference ${group}`, name.length + 1);
  const body = closed(parser, flags, opened);
  const choice = body.kind === 'sequence' ? body.items[0] : undefined;
  const empty: RegexNode = { kind: 'sequence', items: [] };
  if (choice?.kind === 'choice' && choice.options.length > 2)
    throw cursor.error('conditional backref with more than two branches', 3);
  if (group > parser.groups) throw missing;
  if (choice?.kind !== 'choice') return { kind: 'conditional', group, yes: choice ?? empty, no: empty };
  const [yes, no] = choice.options;
  return { kind: 'conditional', group, yes: yes ?? empty, no: no ?? empty };
}

type FlagName = keyof RegexFlags;
const letters: Readonly<Record<string, FlagName | 'none'>> = {
  i: 'ignorecase',
  m: 'multiline',
  s: 'dotall',
  x: 'verbose',
  a: 'ascii',
  // Unicode is how Python matches text anyway.
  u: 'none',
};

function parseFlags(parser: Parser, flags: RegexFlags, opened: number, first: string): RegexNode | undefined {
  const { cursor } = parser;
  const on = new Set<FlagName>();
  const off = new Set<FlagName>();
  let target = on;
  let letter = first;
  if (letter === '') throw cursor.error('unexpected end of pattern');
  while (letter !== ')' && letter !== ':') {
    if (letter === '') throw cursor.error('missing -, : or )');
    if (letter === '-' && target === on) target = off;
    else {
      const name = letters[letter];
      if (!name)
        throw cursor.error(
          first === letter ? `unknown extension ?${letter}` : 'unknown flag',
          first === letter ? 2 : 1,
        );
      else if (name !== 'none') target.add(name);
    }
    letter = cursor.next();
  }
  if (target === off && off.size === 0) throw cursor.error('missing flag', 1);
  if (letter === ':') return closed(parser, changed(flags, on, off), opened);
  if (off.size > 0) throw cursor.error('missing :', 1);
  // Older Pythons take global flags anywhere in the pattern, and playbooks have them there: they hold for all of it.
  const wanted = changed(parser.global, on, off);
  if ([...on].some((name) => !parser.global[name])) throw new FlagsFound(wanted);
  return undefined;
}

function changed(flags: RegexFlags, on: ReadonlySet<FlagName>, off: ReadonlySet<FlagName>): RegexFlags {
  const result: { -readonly [K in FlagName]?: boolean } = { ...flags };
  for (const name of on) result[name] = true;
  for (const name of off) result[name] = false;
  return result;
}
