// What a setting is: where it can be written, how its text is read, and what holds where nobody wrote it.

import { type PathSurroundings, resolvePath } from './resolve-path.ts';

/** Every type a setting can have. */
export type SettingValue = boolean | number | string | null | readonly string[];

/** A setting, as data. */
export interface Setting<T extends SettingValue = SettingValue> {
  /** Ansible's name of the type. */
  readonly type: string;
  /** `section.key` in `ansible.cfg`. Of several that are written the last one in this list holds. */
  readonly ini: readonly string[];
  /** Environment variables, which override the file. Of several that are set the last one in this list holds. */
  readonly env: readonly string[];
  /** Spellings among `ini` and `env` that still work, and what to write instead. */
  readonly deprecated: Readonly<Record<string, string>>;
  /** What it is for, in one sentence. */
  readonly doc: string;
  /** Why tsplay has no use for it; absent where it has. */
  readonly unused?: string;
  /** Where nobody wrote it. */
  readonly fallback: (surroundings: PathSurroundings) => T;
  /** Reads its text. */
  readonly read: (text: string, surroundings: PathSurroundings) => ReadSetting<T>;
}

/** A value, or what was expected. */
export type ReadSetting<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string };

/** What the table says of a setting, beside its type: what it is for, or why it is for nothing here. */
export type SettingRow<D> = Places & { readonly default: D } & ({ readonly doc: string } | { readonly unused: string });

interface Places {
  readonly ini?: readonly string[];
  readonly env?: readonly string[];
  readonly deprecated?: Readonly<Record<string, string>>;
}

/** Yes or no. */
export function yesNo(row: SettingRow<boolean>): Setting<boolean>;
export function yesNo(row: SettingRow<boolean | null>): Setting<boolean | null>;
export function yesNo(row: SettingRow<boolean | null>): Setting<boolean | null> {
  return make('boolean', row, row.default, (text) => {
    const word = text.trim().toLowerCase();
    if (TRUE_WORDS.includes(word)) return found(true);
    // An empty value means no, as it does to Ansible.
    return FALSE_WORDS.includes(word) ? found(false) : { ok: false, expected: 'yes or no' };
  });
}

const TRUE_WORDS: readonly string[] = ['yes', 'true', 'on', '1', 'y', 't', '1.0'];
const FALSE_WORDS: readonly string[] = ['no', 'false', 'off', '0', 'n', 'f', '0.0', ''];

/** A whole number. */
export function integer(row: SettingRow<number>): Setting<number>;
export function integer(row: SettingRow<number | null>): Setting<number | null>;
export function integer(row: SettingRow<number | null>): Setting<number | null> {
  return make('integer', row, row.default, (text) =>
    /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(text)
      ? found(Number(text.replaceAll('_', '')))
      : { ok: false, expected: 'a whole number' },
  );
}

/** A number that may have a fraction. */
export function decimal(row: SettingRow<number>): Setting<number> {
  return make('float', row, row.default, (text) => {
    const value = Number(text);
    return text.trim() === '' || Number.isNaN(value) ? { ok: false, expected: 'a number' } : found(value);
  });
}

/** Text; quotes around it are not part of it. */
export function text(row: SettingRow<string>): Setting<string>;
export function text(row: SettingRow<string | null>): Setting<string | null>;
export function text(row: SettingRow<string | null>): Setting<string | null> {
  return make('string', row, row.default, (written) => found(unquote(written)));
}

/** One of a few words. */
export function choice<C extends string>(choices: readonly C[], row: SettingRow<NoInfer<C>>): Setting<C> {
  return make('string', row, row.default, (written) => {
    const value = choices.find((candidate) => candidate === unquote(written));
    return value === undefined ? { ok: false, expected: `one of ${choices.join(', ')}` } : found(value);
  });
}

/** Some of a few words, separated by commas. */
export function choices<C extends string>(
  known: readonly C[],
  row: SettingRow<readonly NoInfer<C>[]>,
): Setting<readonly C[]> {
  return make('list', row, row.default, (written) => {
    const words = unquote(written)
      .split(',')
      .map((item) => unquote(item.trim()));
    const chosen = words.map((word) => known.find((candidate) => candidate === word));
    return chosen.every((word) => word !== undefined)
      ? found(chosen)
      : { ok: false, expected: `some of ${known.join(', ')}` };
  });
}

/** Words separated by commas. */
export function list(row: SettingRow<readonly string[]>): Setting<readonly string[]>;
export function list(row: SettingRow<readonly string[] | null>): Setting<readonly string[] | null>;
export function list(row: SettingRow<readonly string[] | null>): Setting<readonly string[] | null> {
  return make('list', row, row.default, (written) =>
    found(
      unquote(written)
        .split(',')
        .map((item) => unquote(item.trim())),
    ),
  );
}

/** A path. Nothing behind the `=` means none. */
export function path(row: SettingRow<string | null>): Setting<string | null> {
  const resolve = (written: string, surroundings: PathSurroundings): string | null =>
    written === '' ? null : resolvePath(written, surroundings);
  return {
    ...make('path', row, null, (written, surroundings) => found(resolve(unquote(written), surroundings))),
    fallback: (surroundings) => (row.default === null ? null : resolve(row.default, surroundings)),
  };
}

/** Paths separated by colons. */
export function pathSpec(row: SettingRow<string>): Setting<readonly string[]> {
  return paths('pathspec', ':', row);
}

/** Paths separated by commas. */
export function pathList(row: SettingRow<string>): Setting<readonly string[]> {
  return paths('pathlist', ',', row);
}

function paths(type: string, separator: string, row: SettingRow<string>): Setting<readonly string[]> {
  const resolve = (written: string, surroundings: PathSurroundings): readonly string[] =>
    written.split(separator).map((item) => resolvePath(item.trim(), surroundings));
  return {
    ...make<readonly string[]>(type, row, [], (written, surroundings) => found(resolve(written, surroundings))),
    fallback: (surroundings) => resolve(row.default, surroundings),
  };
}

function make<T extends SettingValue>(
  type: string,
  row: SettingRow<unknown>,
  fallback: T,
  read: Setting<T>['read'],
): Setting<T> {
  return {
    type,
    ini: row.ini ?? [],
    env: row.env ?? [],
    deprecated: row.deprecated ?? {},
    ...('doc' in row ? { doc: row.doc } : { doc: `Without effect: ${row.unused}`, unused: row.unused }),
    fallback: () => fallback,
    read,
  };
}

function found<T>(value: T): ReadSetting<T> {
  return { ok: true, value };
}

function unquote(written: string): string {
  const quote = written.charAt(0);
  const quoted = written.length > 1 && (quote === '"' || quote === "'") && written.endsWith(quote);
  return quoted ? written.slice(1, -1) : written;
}
