// INI files as Python's configparser reads them, with its interpolation.

import { TemplateError } from '../callable.ts';

/** Sections by name; in each the options in their order. A value is `null` for an option without one. */
export interface IniConfig {
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  readonly defaults: ReadonlyMap<string, string | null>;
}

export interface IniOptions {
  readonly allowNoValue: boolean;
  /** Whether `User` and `user` are two options. */
  readonly caseSensitive: boolean;
}

type Section = Map<string, string | null>;

/** Reads a text; throws `TemplateError` with the line for what is no INI. */
export function parseIni(text: string, options: IniOptions): IniConfig {
  const sections = new Map<string, Section>();
  const defaults: Section = new Map();
  const reader: Reader = { section: undefined, sectionName: '', key: undefined, indent: 0, lines: [] };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const place = `line ${index + 1}: ${JSON.stringify(line)}`;
    if (isComment(line)) continue;
    const indent = line.search(/\S/);
    if (indent < 0) {
      // An empty line inside of a value that goes on belongs to it.
      if (reader.lines.length > 0) reader.lines.push('');
      continue;
    }
    if (reader.key !== undefined && indent > reader.indent) {
      reader.lines.push(line.trim());
      continue;
    }
    finish(reader);
    reader.indent = indent;
    const header = /^\s*\[(.+)\]/.exec(line)?.[1];
    if (header !== undefined) openSection(reader, header, sections, defaults, place);
    else readOption(reader, line, options, place);
  }
  finish(reader);
  return { sections, defaults };
}

interface Reader {
  section: Section | undefined;
  sectionName: string;
  /** The option whose value may go on in the next line. */
  key: string | undefined;
  indent: number;
  lines: string[];
}

function isComment(line: string): boolean {
  return /^\s*[#;]/.test(line);
}

function finish(reader: Reader): void {
  if (reader.key !== undefined && reader.lines.length > 0)
    reader.section?.set(reader.key, reader.lines.join('\n').trimEnd());
  reader.key = undefined;
  reader.lines = [];
}

function openSection(
  reader: Reader,
  name: string,
  sections: Map<string, Section>,
  defaults: Section,
  place: string,
): void {
  if (name === 'DEFAULT') reader.section = defaults;
  else {
    if (sections.has(name)) throw new TemplateError(`section '${name}' already exists (${place})`);
    reader.section = new Map();
    sections.set(name, reader.section);
  }
  reader.sectionName = name;
}

function readOption(reader: Reader, line: string, options: IniOptions, place: string): void {
  const { section, sectionName } = reader;
  if (!section) throw new TemplateError(`File contains no section headers (${place})`);
  const [, written, value] = /^\s*(.*?)\s*(?:[=:]\s*(.*))$/.exec(line) ?? [];
  if (written === undefined && !options.allowNoValue)
    throw new TemplateError(`Source contains parsing errors (${place})`);
  const name = written ?? line.trim();
  const key = options.caseSensitive ? name : name.toLowerCase();
  if (section.has(key))
    throw new TemplateError(`option '${key}' in section '${sectionName}' already exists (${place})`);
  section.set(key, null);
  reader.key = key;
  reader.lines = value === undefined ? [] : [value.trim()];
}

/** The options of a section over the defaults, interpolated; `undefined` where there is no such section. */
export function sectionOf(config: IniConfig, name: string): ReadonlyMap<string, string | null> | undefined {
  const own = name === 'DEFAULT' ? config.defaults : config.sections.get(name);
  return own && new Map([...config.defaults, ...own]);
}

// Deeper than this, a value refers to itself.
const deepest = 10;

/** A value with `%(other)s` replaced by other options of its section. */
export function interpolate(value: string, section: ReadonlyMap<string, string | null>, depth = 1): string {
  if (!value.includes('%')) return value;
  if (depth > deepest) throw new TemplateError(`recursion limit exceeded in value substitution: ${value}`);
  return value.replace(/%(%|\(([^)]+)\)s)?/g, (_match, what: string | undefined, name: string | undefined) => {
    if (what === '%') return '%';
    if (name === undefined) throw new TemplateError(`'%' must be followed by '%' or '(', in ${JSON.stringify(value)}`);
    const other = section.get(name.toLowerCase()) ?? section.get(name);
    if (other === undefined || other === null)
      throw new TemplateError(`bad value substitution: there is no option '${name}', in ${JSON.stringify(value)}`);
    return interpolate(other, section, depth + 1);
  });
}
