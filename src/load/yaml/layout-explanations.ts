// Explanations of syntax errors in how lines are laid out: keys, colons, indentation, list items.

import { error } from '../../model/diagnostic.ts';
import { type Explanation, spanAt } from './syntax-place.ts';

// A key, quoted or not, with its colon, behind any number of list dashes.
const KEY = /^(\s*(?:- +)*)((?:"[^"]*"|'[^']*'|[^\s'"#[{&*!|>%@`:][^:#]*)):(?=\s|$)/;

/** The explanations, of which the first that fits wins. */
export const LAYOUT_EXPLANATIONS: readonly Explanation[] = [
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
    if (!key || offset - start < key[0].length || !/^-\s/.test(line.slice(offset - start))) return undefined;
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
