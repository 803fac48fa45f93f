// The configuration of a run: what the environment and `ansible.cfg` say of each setting, and where.

import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import { PyFloat, type Value } from '../../model/value.ts';
import { readSource } from '../yaml/read-source.ts';
import { type ConfigSearch, findConfig } from './find-config.ts';
import { type IniEntry, readIniFile } from './ini-file.ts';
import { expandHome, type PathSurroundings } from './resolve-path.ts';
import type { Setting, SettingValue } from './setting.ts';
import { allSettings } from './settings/index.ts';
import { unknownEntries } from './unknown-entries.ts';

/** Who set a setting. */
export type SettingOrigin =
  | { readonly kind: 'default' }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly span: Span };

/** Text that somebody wrote for a setting. */
interface WrittenSetting {
  /** The variable, or `section.key`. */
  readonly name: string;
  readonly text: string;
  readonly base: string;
  readonly origin: SettingOrigin;
}

/** Answers what a setting is: `config.get(settings.DEFAULT_FORKS)`. */
export class Config {
  /** The absolute path of the `ansible.cfg` that was read. */
  readonly path: string | undefined;
  readonly #entries: ReadonlyMap<string, IniEntry>;
  readonly #cwd: string;
  readonly #environment: ConfigSearch['environment'];

  constructor(search: ConfigSearch, path?: string, entries: readonly IniEntry[] = []) {
    this.path = path;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#cwd = search.cwd;
    this.#environment = search.environment;
  }

  /** The value of a setting. What cannot be read was reported when the configuration was loaded, and counts as not written. */
  get<T extends SettingValue>(setting: Setting<T>): T {
    const written = this.#written(setting);
    const read = written && setting.read(written.text, this.#surroundings(written.base));
    return read?.ok ? read.value : setting.fallback(this.#surroundings(this.#cwd));
  }

  /** Who set it. */
  origin(setting: Setting): SettingOrigin {
    return this.#written(setting)?.origin ?? { kind: 'default' };
  }

  /** What `lookup('config', NAME)` gives; `NAME` is `TYPE/PLUGIN/OPTION` for an option of a plugin. */
  lookup(name: string): Value | undefined {
    const setting = allSettings.get(name);
    return setting && toValue(this.get(setting), setting.type);
  }

  /** What is wrong with the values that are written, each told once: several settings may be read from one place. */
  problems(): readonly Diagnostic[] {
    const found = new Map<string, Diagnostic>();
    for (const setting of allSettings.values()) {
      for (const problem of this.#problemsOf(setting)) found.set(`${problem.span?.start} ${problem.message}`, problem);
    }
    return [...found.values()];
  }

  #problemsOf(setting: Setting): readonly Diagnostic[] {
    const written = this.#written(setting);
    if (!written || setting.unused !== undefined) return [];
    const read = setting.read(written.text, this.#surroundings(written.base));
    return [...(read.ok ? [] : [wrongValue(written, read.expected)]), ...this.#deprecations(setting)];
  }

  #deprecations(setting: Setting): readonly Diagnostic[] {
    const isWritten = (name: string): boolean => this.#entries.has(name) || this.#environment[name] !== undefined;
    return Object.entries(setting.deprecated)
      .filter(([name]) => isWritten(name))
      .map(([name, instead]) => deprecated(name, instead, this.#entries.get(name)?.keySpan));
  }

  #written(setting: Setting): WrittenSetting | undefined {
    for (const name of setting.env.toReversed()) {
      const text = this.#environment[name];
      // An empty variable is one that somebody wanted to be rid of; only text can be empty on purpose.
      if (text !== undefined && (text !== '' || setting.type === 'string')) {
        return { name, text, base: this.#cwd, origin: { kind: 'environment', name } };
      }
    }
    for (const name of setting.ini.toReversed()) {
      const entry = this.#entries.get(name);
      if (entry)
        return {
          name: entry.name,
          text: entry.text,
          base: dirname(this.path ?? ''),
          origin: { kind: 'file', span: entry.valueSpan },
        };
    }
    return undefined;
  }

  #surroundings(base: string): PathSurroundings {
    return { base, cwd: this.#cwd, home: this.#home(), environment: this.#environment };
  }

  // ANSIBLE_HOME is itself a setting, and the other paths need it: it is read without itself.
  #home(): string {
    const written = this.#environment.ANSIBLE_HOME || this.#entries.get('defaults.home')?.text;
    const fallback = join(this.#environment.HOME ?? homedir(), '.ansible');
    return written ? resolve(this.#cwd, expandHome(written, this.#environment)) : fallback;
  }
}

/** A configuration that was loaded, what is wrong with it, and what is only worth a word at -v. */
export interface LoadedConfig {
  readonly config: Config;
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
}

/** Finds and reads the configuration. */
export function loadConfig(search: ConfigSearch): LoadedConfig {
  const { path, problems } = findConfig(search);
  if (path === undefined) return checked(new Config(search), problems, []);
  const source = readSource(path);
  if (!source.ok) return checked(new Config(search), [...problems, ...source.problems], []);
  const file = readIniFile(source.value);
  return checked(new Config(search, path, file.entries), [...problems, ...file.problems], file.entries);
}

function checked(config: Config, problems: readonly Diagnostic[], entries: readonly IniEntry[]): LoadedConfig {
  const unknown = unknownEntries(entries);
  return { config, problems: [...problems, ...config.problems(), ...unknown.problems], notes: unknown.notes };
}

function toValue(value: SettingValue, type: string): Value {
  if (typeof value === 'number' && type === 'float') return new PyFloat(value);
  return typeof value === 'object' && value !== null ? [...value] : value;
}

function wrongValue({ name, text, origin }: WrittenSetting, expected: string): Diagnostic {
  const span = origin.kind === 'file' ? origin.span : undefined;
  return error(`'${text}' is no value for '${spellingOf(name)}'`, span, `expected ${expected}`);
}

function deprecated(name: string, instead: string, span: Span | undefined): Diagnostic {
  return {
    severity: 'warning',
    message: `'${spellingOf(name)}' is an old spelling`,
    ...(span && { span }),
    ...(instead !== '' && { hint: `write ${instead}` }),
  };
}

function spellingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
