// The patterns that a spelling gives the lexer.

import { type Spelling, spellingKey } from './settings.ts';

/** What the inside of a tag is read as. */
export type Mode = 'block' | 'variable' | 'line';

export interface Rules {
  /** Whatever ends plain text: a named group says what, the group after it holds the sign. */
  readonly opening: RegExp;
  readonly commentEnd: RegExp;
  readonly rawEnd: RegExp;
  /** What ends a tag. */
  readonly end: Readonly<Record<Mode, RegExp>>;
}

const cache = new Map<string, Rules>();

/** The patterns of a spelling. */
export function rulesFor(spelling: Spelling): Rules {
  const key = spellingKey(spelling);
  const known = cache.get(key);
  if (known) return known;
  const rules = makeRules(spelling);
  cache.set(key, rules);
  return rules;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function makeRules(spelling: Spelling): Rules {
  const blockStart = literal(spelling.blockStart);
  const blockEnd = literal(spelling.blockEnd);
  const variableEnd = literal(spelling.variableEnd);
  const commentEnd = literal(spelling.commentEnd);
  const suffix = spelling.trimBlocks ? '\\n?' : '';
  const raw = `(?<raw>${blockStart}([-+]?)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd}))`;
  const closing = (end: string) => `(?:\\+${end}|-${end}\\s*|${end}${suffix})`;
  return {
    opening: new RegExp([raw, ...openings(spelling)].join('|'), 'gm'),
    commentEnd: new RegExp(closing(commentEnd), 'g'),
    rawEnd: new RegExp(`${blockStart}([-+]?)\\s*endraw\\s*${closing(blockEnd)}`, 'g'),
    end: {
      block: new RegExp(closing(blockEnd), 'y'),
      variable: new RegExp(`-${variableEnd}\\s*|${variableEnd}`, 'y'),
      line: /\s*(?:\n|$)/y,
    },
  };
}

// The longest delimiter wins where several could start at one place.
function openings(spelling: Spelling): string[] {
  const found = [
    { name: 'variable', start: spelling.variableStart, pattern: literal(spelling.variableStart) },
    { name: 'comment', start: spelling.commentStart, pattern: literal(spelling.commentStart) },
    { name: 'block', start: spelling.blockStart, pattern: literal(spelling.blockStart) },
  ];
  const { lineStatementPrefix: line, lineCommentPrefix: comment } = spelling;
  if (line !== null) found.push({ name: 'line', start: line, pattern: `^[ \\t\\v]*${literal(line)}` });
  if (comment !== null) {
    found.push({ name: 'lineComment', start: comment, pattern: `(?:^|(?<=\\S))[^\\S\\r\\n]*${literal(comment)}` });
  }
  found.sort((a, b) => b.start.length - a.start.length);
  return found.map(({ name, pattern }) => `(?<${name}>${pattern}([-+]?))`);
}
