// Explanations of syntax errors in what is written between indentations: quotes, brackets, tabs, templates without quotes.

import { error } from '../../model/diagnostic.ts';
import { openingBracket, openingQuote } from './enclosure.ts';
import { type Explanation, spanAt } from './syntax-place.ts';

/** The explanations, of which the first that fits wins. */
export const TOKEN_EXPLANATIONS: readonly Explanation[] = [
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
];

/** The quote that a closing one belongs to, where no other quote of its kind lies between them. */
function openedEarlier(text: string, closing: number, quote: string): number | undefined {
  const at = text.lastIndexOf(quote, closing - 1);
  return at < 0 ? undefined : at;
}
