// Finds files on the controller where Ansible looks for them.

import { existsSync, readFileSync } from 'node:fs';
import { type CallContext, type Controller, TemplateError } from '../callable.ts';
import { decodeText } from '../text/bytes.ts';
import { expandUser } from '../text/paths.ts';

/** The kinds of directories that files are looked for in. */
export type FileKind = 'files' | 'templates' | 'vars' | 'tasks';

/** The paths where a file may be, nearest first: below `files` (or `templates` ...) of each place, then in the place itself. */
export function candidates(controller: Controller, kind: FileKind, name: string): readonly string[] {
  const path = expandUser(name, controller.environment);
  if (path.startsWith('/')) return [path];
  const places = [...controller.searchPath(kind), controller.playbookDir];
  // Not joined by node:path, which would take `..` out of the names that people see.
  return [...new Set(places)].flatMap((place) => [`${place}/${kind}/${path}`, `${place}/${path}`]);
}

/** The first path that exists. */
export function findFile(controller: Controller, kind: FileKind, name: string): string | undefined {
  return candidates(controller, kind, name).find((path) => existsSync(path));
}

/** A path relative to the playbook, made absolute. */
export function fromPlaybook(controller: Controller, name: string): string {
  const path = expandUser(name, controller.environment);
  return path.startsWith('/') ? path : `${controller.playbookDir}/${path}`;
}

/** The bytes of a file, decrypted where it is vaulted. */
export function readBytes(path: string, { controller }: CallContext): Buffer {
  const bytes = readOrFail(path);
  const vaulted = bytes.subarray(0, 14).toString('latin1') === '$ANSIBLE_VAULT';
  return vaulted ? controller.decrypt(bytes.toString('utf8')) : bytes;
}

/** The text of a file, decrypted where it is vaulted. */
export function readText(path: string, context: CallContext): string {
  return decodeText(readBytes(path, context));
}

function readOrFail(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TemplateError(`cannot read '${path}': ${error instanceof Error ? error.message : String(error)}`);
  }
}
