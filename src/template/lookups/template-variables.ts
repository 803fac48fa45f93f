// The variables that only template files see: where they come from, and the line that says who manages the result.

import { statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Value } from '../../model/value.ts';

export interface TemplateFileFacts {
  /** Absolute path. */
  readonly path: string;
  /** What the user called it; its path where nothing is said. */
  readonly name?: string;
  /** `ansible_managed` of the configuration. */
  readonly managed: string;
}

/** `ansible_managed`, `template_path` and the like. */
export function templateVariables({ path, name = path, managed }: TemplateFileFacts): ReadonlyMap<string, Value> {
  const { uid, mtimeMs: modified } = statSync(path);
  const owner = ownerOf(uid);
  return new Map<string, Value>([
    ['ansible_managed', managedText(managed, { path, modified, owner })],
    ['template_host', hostname()],
    ['template_path', name],
    ['template_fullpath', path],
    ['template_destpath', null],
    ['template_uid', owner],
    ['template_mtime', isoTime(modified)],
    ['template_run_date', isoTime(Date.now())],
  ]);
}

function ownerOf(uid: number): string {
  const own = userInfo();
  if (uid === own.uid) return own.username;
  return uid === 0 ? 'root' : String(uid);
}

// `{file}`, `{host}` and `{uid}` stand for themselves, and strftime's letters for the template's time.
function managedText(
  text: string,
  facts: { readonly path: string; readonly modified: number; readonly owner: string },
): string {
  const named = text.replaceAll('{file}', facts.path).replaceAll('{host}', hostname()).replaceAll('{uid}', facts.owner);
  const date = new Date(facts.modified);
  const parts: Readonly<Record<string, string>> = {
    Y: String(date.getFullYear()),
    m: two(date.getMonth() + 1),
    d: two(date.getDate()),
    H: two(date.getHours()),
    M: two(date.getMinutes()),
    S: two(date.getSeconds()),
    '%': '%',
  };
  return named.replace(/%([YmdHMS%])/g, (all, letter: string) => parts[letter] ?? all);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

// As Python prints a local datetime.
function isoTime(ms: number): string {
  const date = new Date(ms);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
