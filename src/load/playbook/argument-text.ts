// Arguments written as text: `k=v` pairs, and what is left over as free-form text.

import { joinWords, splitArguments, type Word } from './split-arguments.ts';

export interface TextOption {
  readonly name: string;
  readonly value: string;
  /** Offsets in the text: of the name, and of the value with its quotes. */
  readonly nameStart: number;
  readonly valueStart: number;
  readonly end: number;
}

export type ArgumentText =
  | {
      readonly ok: true;
      readonly options: readonly TextOption[];
      /** The words that are no options, as one text; and where the first of them stands. */
      readonly freeForm?: { readonly text: string; readonly start: number; readonly end: number };
    }
  | { readonly ok: false; readonly start: number; readonly open: string };

/** Options of a free-form command; everything else with a `=` belongs to the command. */
const COMMAND_OPTIONS: ReadonlySet<string> = new Set([
  ...['creates', 'removes', 'chdir', 'executable', 'warn', 'stdin', 'stdin_add_newline', 'strip_empty_ends'],
]);

/** Takes argument text apart. `command`: the text is a command line, of which only a few options are known. */
export function parseArgumentText(text: string, { command }: { readonly command: boolean }): ArgumentText {
  const split = splitArguments(text);
  if (!split.ok) return split;
  const options: TextOption[] = [];
  const rest: Word[] = [];
  for (const word of split.words) {
    const option = optionOf(word);
    if (option === undefined) rest.push(withoutEquals(word));
    else if (command && !COMMAND_OPTIONS.has(option.name)) rest.push(word);
    else options.push({ ...option, name: option.name.trim() });
  }
  const [first, last] = [rest[0], rest.at(-1)];
  if (!first || !last) return { ok: true, options };
  return { ok: true, options, freeForm: { text: joinWords(rest), start: first.start, end: last.end } };
}

function optionOf(word: Word): TextOption | undefined {
  const text = unescaped(word.text);
  const equals = text.search(/(?<=[^\\])=/);
  if (equals < 0) return undefined;
  const name = text.slice(0, equals);
  const valueStart = word.start + word.text.indexOf('=', name.length) + 1;
  return { name, value: unquoted(text.slice(equals + 1).trim()), nameStart: word.start, valueStart, end: word.end };
}

// A word whose every `=` is written `\\=` is text with equals signs; escapes count in it as in an option.
function withoutEquals(word: Word): Word {
  return word.text.includes('=') ? { ...word, text: unescaped(word.text).replaceAll('\\=', '=') } : word;
}

function unquoted(value: string): string {
  const quote = value[0];
  const whole = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote) && value.at(-2) !== '\\';
  return whole ? value.slice(1, -1) : value;
}

const ESCAPE = /\\(?:U([\da-fA-F]{8})|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-7]{1,3})|([\\'"abfnrtv]))/g;
const SIMPLE: Readonly<Record<string, string>> = {
  ...{ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" },
};

// Python's escapes count in every value, quoted or not; a backslash before anything else stays.
function unescaped(text: string): string {
  return text.replace(ESCAPE, (all, long, short, byte, octal, simple) => {
    if (simple !== undefined) return SIMPLE[simple] ?? all;
    const code = octal === undefined ? Number.parseInt(long ?? short ?? byte, 16) : Number.parseInt(octal, 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
