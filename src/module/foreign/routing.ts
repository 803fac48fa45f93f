// What a collection says of moved, removed and deprecated plugins, and of groups of modules: its `meta/runtime.yml`.

import { existsSync, readFileSync } from 'node:fs';
import { Dict, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import { loadYaml } from '../../template/text/yaml/load.ts';

/** What is said of one plugin. */
export interface Route {
  /** Where it went: `namespace.collection.name`, or for module utilities a dotted Python name. */
  readonly redirect?: string;
  /** It is gone, and why. */
  readonly tombstone?: string;
  /** It will go: a sentence for the user. */
  readonly deprecation?: { readonly text: string; readonly version?: string; readonly date?: string };
}

/** The routes in one file, which is read when something is asked for that it could name. */
export class Routing {
  readonly #path: string;
  readonly #sections = new Map<string, string>();
  #text: string | undefined;
  #groups: Dict | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The route of a plugin, by its name within the collection. */
  of(kind: 'modules' | 'action' | 'module_utils', name: string): Route | undefined {
    const section = this.#sections.get(kind) ?? entryText(entryText(this.#read(), 'plugin_routing') ?? '', kind) ?? '';
    this.#sections.set(kind, section);
    const text = entryText(section, name);
    const entry = text === undefined ? undefined : dict(loadYaml(text));
    return entry && routeOf(entry);
  }

  /** What an action group lists, by its name within the collection: modules, and groups that it takes in. */
  group(name: string): readonly Value[] | undefined {
    this.#groups ??= dict(loadYaml(entryText(this.#read(), 'action_groups') ?? '')) ?? new Dict();
    const items = this.#groups.get(name);
    return Array.isArray(items) ? items : undefined;
  }

  #read(): string {
    this.#text ??= existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : '';
    return this.#text;
  }
}

// What stands below a key of a block mapping. Such files have thousands of lines, nearly all of them about other plugins: to parse
// them whole would take longer than the rest of loading a playbook.
function entryText(mapping: string, key: string): string | undefined {
  const indent = /^( *)[^\s#-]/m.exec(mapping)?.[1] ?? '';
  const start = new RegExp(`^${indent}['"]?${escaped(key)}['"]?[ \\t]*:(.*)\\n?`, 'm').exec(mapping);
  if (!start) return undefined;
  const below = mapping.slice(start.index + start[0].length);
  // Items of a list may stand as far left as its key.
  const end = new RegExp(`^ {0,${indent.length}}[^\\s#-]`, 'm').exec(below);
  const block = end ? below.slice(0, end.index) : below;
  // Behind the key: a mapping in braces, or nothing that counts.
  const inline = start[1]?.replace(/\s#.*$/, '').trim() ?? '';
  return inline === '' ? block : `${inline}\n${block}`;
}

function routeOf(entry: Dict): Route {
  const redirect = entry.get('redirect');
  const tombstone = dict(entry.get('tombstone'));
  const deprecation = dict(entry.get('deprecation'));
  return {
    ...(typeof redirect === 'string' && { redirect }),
    ...(tombstone && { tombstone: words(tombstone) }),
    ...(deprecation && { deprecation: deprecationOf(deprecation) }),
  };
}

function deprecationOf(entry: Dict): NonNullable<Route['deprecation']> {
  const version = entry.get('removal_version');
  const date = entry.get('removal_date');
  return {
    text: words(entry),
    ...(version !== undefined && version !== null && { version: str(version) }),
    ...(date !== undefined && date !== null && { date: str(date) }),
  };
}

function words(entry: Dict): string {
  const text = entry.get('warning_text');
  return typeof text === 'string' ? text.trim().replace(/\s+/g, ' ') : '';
}

function dict(value: Value | undefined): Dict | undefined {
  return value instanceof Dict ? value : undefined;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
