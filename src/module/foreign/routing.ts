// What a collection says of moved, removed and deprecated plugins: `plugin_routing` of `meta/runtime.yml`.

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
  #text: string | undefined;
  #routes: Dict | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The route of a plugin, by its name within the collection. */
  of(kind: 'modules' | 'action' | 'module_utils', name: string): Route | undefined {
    this.#text ??= existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : '';
    // Such files have thousands of lines, nearly all of them about other plugins: parsing is for those that matter.
    if (!new RegExp(`^\\s+['"]?${escaped(name)}['"]?\\s*:`, 'm').test(this.#text)) return undefined;
    this.#routes ??= dict(dict(loadYaml(this.#text))?.get('plugin_routing')) ?? new Dict();
    const entry = dict(dict(this.#routes.get(kind))?.get(name));
    return entry && routeOf(entry);
  }
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
