// YAML text to js-yaml's event stream, accepting the loose indentation inside brackets and quotes that PyYAML accepts.

import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { endOfBrackets, endOfQuotes } from './enclosure.ts';

/** The events of a text, with offsets into `text`, which is the file with some lines indented more. */
export interface Scan {
  readonly events: readonly Event[];
  readonly text: string;
  /** From an offset in `text` to the offset in the file. */
  readonly original: (offset: number) => number;
}

/** Where a text stops being YAML, as an offset in the file, and the parser's reason. */
export interface SyntaxProblem {
  readonly reason: string;
  readonly offset: number;
}

// YAML 1.2 wants lines inside `[...]`, `{...}` and quotes to be indented deeper than what they belong to. YAML 1.1 as PyYAML
// reads it does not care, and 1 in 80 published playbooks relies on that (a closing bracket below its key). White space at the
// start of such a line means nothing, so adding some there makes the text acceptable and keeps its meaning.
const LENIENT = 'deficient indentation';
const ADDED_INDENT = 80;
// Each repair parses again, so a file of nothing but such lines must end somewhere.
const MAX_REPAIRS = 500;

/** Parses a text to events, or says where its syntax breaks. */
export function scan(source: string): Scan | SyntaxProblem {
  let added: ReadonlyMap<number, number> = new Map();
  for (let round = 0; ; round++) {
    const { text, original, position } = indented(source, added);
    const outcome = tryParse(text);
    if (Array.isArray(outcome)) return { events: outcome, text, original };
    const offset = original(outcome.offset);
    if (outcome.reason !== LENIENT || round === MAX_REPAIRS) return { reason: outcome.reason, offset };
    const line = source.lastIndexOf('\n', offset - 1) + 1;
    const { reason, end } = enclosureAt(source, line, text.slice(0, position(line)).trimEnd());
    if (end === undefined) return { reason, offset };
    added = withLines(source, added, line, end);
  }
}

function tryParse(text: string): Event[] | SyntaxProblem {
  try {
    return parseEvents(text, {});
  } catch (failure) {
    if (!(failure instanceof YAMLException)) throw failure;
    return { reason: failure.reason, offset: failure.mark?.position ?? 0 };
  }
}

// What a line is inside of is told by the parser: it complains about what is open when the text ends just before.
function enclosureAt(source: string, line: number, before: string) {
  const outcome = tryParse(before);
  const reason = Array.isArray(outcome) ? LENIENT : outcome.reason;
  if (reason.includes('double quoted')) return { reason, end: endOfQuotes(source, line, '"') };
  if (reason.includes('single quoted')) return { reason, end: endOfQuotes(source, line, "'") };
  return { reason, end: endOfBrackets(source, line) };
}

function withLines(source: string, added: ReadonlyMap<number, number>, first: number, end: number) {
  const more = new Map(added);
  for (let line = first; line < end; line = source.indexOf('\n', line) + 1) {
    more.set(line, (more.get(line) ?? 0) + ADDED_INDENT);
    if (!source.includes('\n', line)) break;
  }
  return new Map([...more].sort(([a], [b]) => a - b));
}

/** The source with white space added at the start of some lines, and the ways between both texts' offsets. */
function indented(source: string, added: ReadonlyMap<number, number>) {
  let text = '';
  let from = 0;
  for (const [line, width] of added) {
    text += source.slice(from, line) + ' '.repeat(width);
    from = line;
  }
  const shifts = [...added];
  const original = (offset: number): number => {
    let shift = 0;
    for (const [line, width] of shifts) {
      if (line + shift >= offset) break;
      shift += Math.min(width, offset - line - shift);
    }
    return offset - shift;
  };
  const position = (offset: number): number =>
    shifts.reduce((sum, [line, width]) => (line < offset ? sum + width : sum), offset);
  return { text: text + source.slice(from), original, position };
}
