// Edits options of an INI file line by line, so that comments and all that is not asked about stay as they are.

export interface IniEdit {
  /** Empty: what is before the first header. */
  readonly section: string;
  readonly option: string | undefined;
  /** `undefined` is an option without a value. */
  readonly values: readonly (string | undefined)[];
  readonly state: 'present' | 'absent';
  /** The values are all that the option has; else others stay beside them. */
  readonly exclusive: boolean;
  /** `key=value` instead of `key = value`. */
  readonly tight: boolean;
  /** A line that says the same with other spaces stays. */
  readonly keepSpaces: boolean;
  /** A commented line of the option makes room for it. */
  readonly reviveComments: boolean;
}

export interface IniEdited {
  readonly text: string;
  /** What was done, in Ansible's words. */
  readonly msg: string;
}

interface Lines {
  readonly lines: readonly string[];
  readonly msg: string;
}

const UNCHANGED = 'OK';

/** The text with the option (or the whole section) as wanted. The result has LF line ends and no byte order mark, where anything differs. */
export function editIni(old: string, edit: IniEdit): IniEdited {
  const text = old.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const lines = linesOf(text);
  const { lines: edited, msg } = edit.option === undefined ? editSection(lines, edit) : editOption(lines, edit);
  if (msg === UNCHANGED) return { text: old, msg };
  return { text: edited.join(''), msg };
}

// An empty file counts as one empty line.
function linesOf(text: string): readonly string[] {
  if (text === '') return ['\n'];
  return (text.endsWith('\n') ? text : `${text}\n`).match(/[^\n]*\n/g) ?? [];
}

/** Where the options of a section are: from behind its header up to the next one. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const isHeader = (line: string): boolean => line.startsWith('[');

// Of two headers in a row with the same name, the second is the section's.
function spanOf(lines: readonly string[], section: string): Span | undefined {
  const header = `[${section}]`;
  let start = section === '' ? 0 : undefined;
  for (const [index, line] of lines.entries()) {
    if (section !== '' && line.startsWith(header)) start = index + 1;
    else if (start !== undefined && isHeader(line)) return { start, end: index };
  }
  return start === undefined ? undefined : { start, end: lines.length };
}

function editSection(lines: readonly string[], { section, state }: IniEdit): Lines {
  const span = spanOf(lines, section);
  if (state === 'present') {
    return span ? { lines, msg: UNCHANGED } : { lines: [...lines, `[${section}]\n`], msg: 'only section added' };
  }
  let rest = lines;
  for (let one = span; one; one = spanOf(rest, section)) rest = rest.toSpliced(one.start - 1, one.end - one.start + 1);
  return span ? { lines: rest, msg: 'section removed' } : { lines, msg: UNCHANGED };
}

function editOption(lines: readonly string[], edit: IniEdit): Lines {
  const span = spanOf(lines, edit.section);
  if (!span) return edit.state === 'present' ? withNewSection(lines, edit) : { lines, msg: UNCHANGED };
  const body = lines.slice(span.start, span.end);
  const edited = edit.state === 'present' ? present(body, edit) : absent(body, edit);
  return { lines: [...lines.slice(0, span.start), ...edited.lines, ...lines.slice(span.end)], msg: edited.msg };
}

function withNewSection(lines: readonly string[], edit: IniEdit): Lines {
  const fresh = distinct(edit.values).map((value) => lineOf(edit, value));
  return { lines: [...lines, `[${edit.section}]\n`, ...fresh], msg: 'section and option added' };
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

function lineOf({ option = '', tight }: IniEdit, value: string | undefined): string {
  if (value === undefined) return `${option}\n`;
  return tight ? `${option}=${value}\n` : `${option} = ${value}\n`;
}

// A line of the option: its value, and whether it is commented out.
interface OptionLine {
  readonly commented: boolean;
  readonly value: string | undefined;
}

function optionLine(line: string, option: string): OptionLine | undefined {
  const match = /^[ \t]*([#;]?)[ \t]*(.*)\n$/s.exec(line);
  // The option may have spaces around it, as it was written.
  const text = option.startsWith(' ') ? line.slice(0, -1) : (match?.[2] ?? '');
  if (!match || !text.startsWith(option)) return undefined;
  const rest = /^[ \t]*(?:(=)[ \t]*(.*))?$/s.exec(text.slice(option.length));
  if (!rest) return undefined;
  return { commented: match[1] !== '', value: rest[1] === undefined ? undefined : rest[2] };
}

// Lines that have a wanted value are kept first; then others of the option take the values that are left, or go.
function present(body: readonly string[], edit: IniEdit): Lines {
  const wanted = new Set(edit.values);
  const found = body.map((line) => optionLine(line, edit.option ?? ''));
  const kept = found.map((one) => one !== undefined && !one.commented && wanted.delete(one.value));
  const left = [...wanted];
  let msg = UNCHANGED;
  const lines = body.flatMap((line, index): readonly string[] => {
    const one = found[index];
    if (!one) return [line];
    if (!kept[index] && (!edit.exclusive || (one.commented && !edit.reviveComments))) return [line];
    const next = replacement(line, { one, kept: kept[index] === true, left, edit });
    if (next !== line) msg = 'option changed';
    return next === undefined ? [] : [next];
  });
  if (left.length === 0) return { lines, msg };
  const at = lines.findLastIndex((line) => !/^[ \t]*(?:[#;].*)?\n$/.test(line)) + 1;
  return { lines: lines.toSpliced(at, 0, ...left.map((value) => lineOf(edit, value))), msg: 'option added' };
}

interface Replaceable {
  readonly one: OptionLine;
  readonly kept: boolean;
  /** Values without a line so far; the first is taken. */
  readonly left: (string | undefined)[];
  readonly edit: IniEdit;
}

// `undefined`: the line goes.
function replacement(line: string, { one, kept, left, edit }: Replaceable): string | undefined {
  if (kept) return edit.keepSpaces ? line : lineOf(edit, one.value);
  return left.length === 0 ? undefined : lineOf(edit, left.shift());
}

function absent(body: readonly string[], { option = '', values, exclusive }: IniEdit): Lines {
  const lines = body.filter((line) => {
    const one = optionLine(line, option);
    if (!one || one.commented) return true;
    return !exclusive && !values.includes(one.value);
  });
  return { lines, msg: lines.length === body.length ? UNCHANGED : 'option changed' };
}
