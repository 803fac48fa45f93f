// The files of a role's folders: `main.yml` or the file that `tasks_from` and its like name, and folders of variables.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MapNode, Span } from '../../model/source.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { described, isNull } from '../playbook/nodes.ts';
import type { Report, Session } from '../playbook/session.ts';
import { checkTemplates } from '../playbook/templates.ts';

const ENDINGS = ['.yml', '.yaml', '.json', ''];

/** A file that a role is asked for: the folder, the name without its ending, and who asks. */
export interface Wanted {
  readonly role: string;
  readonly folder: 'tasks' | 'handlers' | 'vars' | 'defaults';
  readonly name: string;
  readonly span: Span;
}

/** The path of a role's file, if it has one. That a file named by `tasks_from` is not there is reported; a role without `main` has nothing to do. */
export function roleFile(session: Session, rolePath: string, wanted: Wanted): string | undefined {
  const path = existingFile(join(rolePath, wanted.folder), wanted.name);
  if (path !== undefined && statSync(path).isFile()) return path;
  reportMissing(session, join(rolePath, wanted.folder), wanted);
  return undefined;
}

/** What a folder has under a name without its ending. */
export function existingFile(folder: string, name: string): string | undefined {
  return ENDINGS.map((ending) => join(folder, name + ending)).find((path) => existsSync(path));
}

function reportMissing(session: Session, folder: string, { role, name, folder: what, span }: Wanted): void {
  if (name === 'main' || !existsSync(folder)) return;
  const near = nearest(
    name,
    readdirSync(folder).map((file) => file.replace(/\.\w+$/, '')),
  );
  session.error(
    `role '${role}' has no '${what}/${name}'`,
    span,
    near === undefined ? undefined : `did you mean '${near}'?`,
  );
}

/** The mappings of a role's `vars` or `defaults`: one file, or every file of a folder of that name, in order. */
export function roleVariables(session: Session, rolePath: string, wanted: Wanted): readonly MapNode[] {
  const folder = join(rolePath, wanted.folder);
  const path = existingFile(folder, wanted.name);
  if (path === undefined) {
    reportMissing(session, folder, wanted);
    return [];
  }
  const files = statSync(path).isDirectory() ? filesBelow(path) : [path];
  return files.flatMap((file) => variablesOf(session, file, wanted) ?? []);
}

function variablesOf(session: Session, path: string, { role, folder }: Wanted): MapNode | undefined {
  const document = session.document(path);
  if (document === undefined || isNull(document)) return undefined;
  if (document.kind === 'map') {
    session.once(document, (report) => checkVariables(session, document, report));
    return document;
  }
  const file = join(
    folder,
    basename(dirname(path)) === folder ? basename(path) : join(basename(dirname(path)), basename(path)),
  );
  session.error(`${file} of role '${role}' must be a mapping of variables, not ${described(document)}`, document.span);
  return undefined;
}

// A variable that nobody uses is never rendered, so a mistake in it need not be one.
function checkVariables(session: Session, variables: MapNode, report: Report): void {
  checkTemplates(session.options.templates, variables, (problem) => report({ ...problem, severity: 'warning' }));
}

// Sorted by name, folders in their place; hidden files, backups and what is no YAML are none of it.
function filesBelow(directory: string): readonly string[] {
  const names = readdirSync(directory).filter((name) => !name.startsWith('.') && !name.endsWith('~'));
  return names.sort().flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.(ya?ml|json)$/.test(name) || !name.includes('.') ? [path] : [];
  });
}
