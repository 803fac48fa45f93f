// A YAML syntax error told in the playbook author's terms: where the mistake was made, and what to write instead.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import { openingBracket, openingQuote } from './enclosure.ts';
import type { SyntaxProblem } from './scan.ts';

/** What is known about the place where the parser gave up. */
interface Place {
  readonly file: SourceFile;
  readonly reason: string;
  readonly offset: number;
  /** The line, and the offset where it starts. */
  readonly line: string;
  readonly start: number;
  /** The nearest line above that says something, and where it starts. */
  readonly above: { readonly line: string; readonly start: number } | undefined;
}

type Explanation = (place: Place) => Diagnostic | undefined;

/** A diagnostic for a text that is not YAML. The parser notices most mistakes later than where they were made; the first explanation that fits wins. */
export function explainSyntax(file: SourceFile, problem: SyntaxProblem): Diagnostic {
  const start = lineStart(file.text, problem.offset);
  const place: Place = { file, ...problem, line: lineAt(file.text, start), start, above: lineAbove(file.text, start) };
  for (const explanation of EXPLANATIONS) {
    const diagnostic = explanation(place);
    if (diagnostic) return diagnostic;
  }
  return error(`this is not YAML: ${problem.reason}`, spanAt(place, problem.offset, problem.offset + 1));
}

// A key, quoted or not, with its colon, behind any number of list dashes.
const KEY = /^(\s*(?:- +)*)((?:"[^"]*"|'[^']*'|[^\s'"#[{&*!|>%@`:][^:#]*)):(?=\s|$)/;

const EXPLANATIONS: readonly Explanation[] = [
  function tabs({ reason, line, start, ...place }) {
    const tab = line.search(/\S/) > line.search(/\t/) ? line.indexOf('\t') : -1;
    if (tab < 0)
      return reason.includes('tab character')
        ? error('a tab stands where YAML wants spaces', spanAt(place, place.offset, place.offset + 1))
        : undefined;
    const end = tab + (/^\t+/.exec(line.slice(tab))?.[0].length ?? 1);
    return error('a tab cannot indent YAML', spanAt(place, start + tab, start + end), 'indent with spaces');
  },

  function unclosedQuotes({ reason, offset, ...place }) {
    const quote = reason.includes('double quoted') ? '"' : reason.includes('single quoted') ? "'" : undefined;
    if (!quote || !/unexpected end|deficient/.test(reason)) return undefined;
    const opening =
      openingQuote(place.file.text.slice(0, reason.includes('stream') ? undefined : offset), quote) ?? offset;
    return error('this quote is never closed', spanAt(place, opening, opening + 1), `end the text with ${quote}`);
  },

  function unclosedBracket({ reason, offset, ...place }) {
    if (!reason.includes('within a flow collection')) return undefined;
    const opening = openingBracket(place.file.text, offset);
    if (opening === undefined) return undefined;
    const bracket = place.file.text[opening];
    return error(
      `this '${bracket}' is never closed`,
      spanAt(place, opening, opening + 1),
      `close it with '${bracket === '[' ? ']' : '}'}'`,
    );
  },

  function unquotedTemplate({ line, start, offset, ...place }) {
    const match = /^(?:\s*(?:- +)*(?:[^\s:#]+: +)?)(\{[{%].*)$/.exec(line);
    const value = match?.[1]?.trimEnd();
    if (value === undefined || offset < start + line.indexOf(value)) return undefined;
    const at = start + line.indexOf(value);
    const quoted = value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
    return error(
      `a value that starts with ${value.slice(0, 2)} must be in quotes`,
      spanAt(place, at, at + value.length),
      `write ${quoted}`,
    );
  },

  function unknownEscape({ reason, offset, ...place }) {
    if (!/escape sequence|hexadecimal/.test(reason)) return undefined;
    const at = place.file.text.lastIndexOf('\\', offset);
    const written = place.file.text.slice(at, offset + 1);
    return error(
      `'${written}' means nothing in double quotes`,
      spanAt(place, at, offset + 1),
      `write '\\${written}', or put the text in single quotes`,
    );
  },

  function missingComma({ reason, offset, ...place }) {
    if (!reason.startsWith('missed comma')) return undefined;
    return error(
      'a comma is missing before this',
      spanAt(place, offset, offset + 1),
      'items between brackets are parted by commas',
    );
  },

  function afterQuotes({ line, start, offset, ...place }) {
    const before = line.slice(0, offset - start).trimEnd();
    const quote = /["']$/.exec(before)?.[0];
    if (!quote || line[offset - start] === ':') return undefined;
    const opened = openedEarlier(place.file.text, start + before.length - 1, quote);
    const span = spanAt(place, offset, start + line.trimEnd().length);
    if (opened !== undefined && opened < start) {
      const related = [{ message: 'the quotes that end here began there', span: spanAt(place, opened, opened + 1) }];
      return {
        ...error('text follows after a closing quote', span, `is a ${quote} missing on an earlier line?`),
        related,
      };
    }
    const hint =
      quote === "'"
        ? "put the whole value in quotes; inside of '...' a quote is written twice: ''"
        : 'put the whole value in quotes of the other kind';
    return error('text follows after a closing quote', span, hint);
  },

  function colonInValue({ line, start, offset, ...place }) {
    const key = KEY.exec(line);
    if (!key || line[offset - start] !== ':' || offset - start < key[0].length) return undefined;
    const value = line.slice(key[0].length).trim();
    const quoted = value.includes("'") ? `"${value.replaceAll(/[\\"]/g, '\\$&')}"` : `'${value}'`;
    const word = key[0].slice((key[1] ?? '').length);
    return error(
      "': ' inside a value that has no quotes",
      spanAt(place, offset, offset + 1),
      `write ${word} ${quoted}`,
    );
  },

  function missingSpace({ above, line, start, ...place }) {
    for (const candidate of [above, { line, start }]) {
      const match = candidate && /^(\s*(?:- +)*)([\w.-]+):(?=[^\s:/\\])/.exec(candidate.line);
      if (!match || !candidate) continue;
      const at = candidate.start + match[0].length;
      const rest = candidate.line.slice(match[0].length).trimEnd();
      return error(`a space is missing after '${match[2]}:'`, spanAt(place, at - 1, at), `write ${match[2]}: ${rest}`);
    }
    return undefined;
  },

  function listOnTheLineOfItsKey({ line, start, offset, ...place }) {
    const key = KEY.exec(line);
    if (!key || line[offset - start] !== '-' || !/^-\s/.test(line.slice(offset - start))) return undefined;
    return error(
      'a list cannot begin on the line of its key',
      spanAt(place, offset, offset + 1),
      'begin it on the next line',
    );
  },

  function reservedStart({ line, start, offset, ...place }) {
    const char = line[offset - start] ?? '';
    if (!/[@`%,\]}]/.test(char)) return undefined;
    return error(
      `a value without quotes cannot begin with '${char}'`,
      spanAt(place, offset, offset + 1),
      'put the value in quotes',
    );
  },

  function textNotIndented({ reason, above, line, start, ...place }) {
    if (!reason.startsWith("expected ':'") || !above || !/[|>][-+0-9]*\s*$/.test(above.line)) return undefined;
    const at = start + line.search(/\S|$/);
    return error(
      'the text of the block above must be indented more than its key',
      spanAt(place, at, start + line.trimEnd().length),
    );
  },

  function notAnEntry({ reason, above, line, start, ...place }) {
    if (!/expected ':'|multiline key/.test(reason)) return undefined;
    // A key that goes on over lines: the parser notices at the end of the last one.
    const multiline = reason.includes('multiline') && above !== undefined && !KEY.test(above.line);
    const blamed = multiline ? above : { line, start };
    const at = blamed.start + blamed.line.search(/\S|$/);
    const span = spanAt(place, at, blamed.start + blamed.line.trimEnd().length);
    return error("expected 'key: value' here", span, 'a mapping has a colon and a space after each key');
  },

  function tooDeep({ above, line, start, ...place }) {
    const indent = line.search(/\S/);
    const key = above && KEY.exec(above.line);
    if (!above || !key || indent <= (key[1] ?? '').length) return undefined;
    const span = spanAt(place, start + indent, start + line.trimEnd().length);
    const related = [
      {
        message: 'this line already has a value',
        span: spanAt(place, above.start + (key[1] ?? '').length, above.start + key[0].length),
      },
    ];
    return {
      ...error(
        'this line is indented deeper than the line it should go with',
        span,
        `begin it in column ${(key[1] ?? '').length + 1}`,
      ),
      related,
    };
  },

  function outOfLine({ reason, line, start, ...place }) {
    if (!/bad indentation|document separator/.test(reason)) return undefined;
    const indent = line.search(/\S|$/);
    const span = spanAt(place, start + indent, start + Math.max(line.trimEnd().length, indent + 1));
    const inList = /^\s*- /m.test(place.file.text) && !/^- /.test(line.slice(indent));
    const hint = inList
      ? `indent it as far as the lines it belongs to, or begin a new list item with '- '`
      : 'indent it exactly as far as the lines it belongs to';
    return error('the indentation of this line fits nothing above it', span, hint);
  },
];

function spanAt({ file }: { readonly file: SourceFile }, start: number, end: number) {
  return { file, start, end };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}

function lineAbove(text: string, start: number): Place['above'] {
  for (let end = start - 1; end >= 0; end = lineStart(text, end) - 1) {
    const from = lineStart(text, end);
    const line = text.slice(from, end);
    if (/^\s*[^\s#]/.test(line)) return { line, start: from };
  }
  return undefined;
}

/** The quote that a closing one belongs to, where no other quote of its kind lies between them. */
function openedEarlier(text: string, closing: number, quote: string): number | undefined {
  const at = text.lastIndexOf(quote, closing - 1);
  return at < 0 ? undefined : at;
}
