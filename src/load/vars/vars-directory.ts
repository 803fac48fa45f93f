// Reads `group_vars/` and `host_vars/`: NAME, NAME.yml, NAME.yaml or NAME.json, or all files in a directory of that name.

import { type Dirent, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import { compareText, type Variable, type VarsDirectory } from '../../model/inventory.ts';
import type { ReadSource } from '../vault/read-vaulted.ts';
import { readVarsFile } from './vars-file.ts';

export interface VarsDirectoryOptions {
  readonly read: ReadSource;
  /** YAML_FILENAME_EXTENSIONS, with their dots. */
  readonly extensions?: readonly string[];
}

type Kind = 'group_vars' | 'host_vars';

/** Opens a directory that may have `group_vars/` and `host_vars/`. Nothing is read before it is asked for, and everything only once. */
export function openVarsDirectory(path: string, options: VarsDirectoryOptions): VarsDirectory {
  const { read, extensions = ['.yml', '.yaml', '.json'] } = options;
  const folders = new Map<Kind, ReadonlySet<string>>();
  const known = new Map<string, Checked<readonly Variable[]>>();

  // Most names have no file: one look into the directory spares four questions for each of thousands of hosts.
  const namesIn = (kind: Kind): ReadonlySet<string> => {
    const names = folders.get(kind) ?? new Set(entriesOf(join(path, kind)).map((entry) => entry.name));
    folders.set(kind, names);
    return names;
  };
  const load = (kind: Kind, name: string): Checked<readonly Variable[]> => {
    const id = `${kind}/${name}`;
    const found = known.get(id) ?? readAll(findVarsFiles(join(path, kind), name, namesIn(kind), extensions), read);
    known.set(id, found);
    return found;
  };
  return { path, group: (name) => load('group_vars', name), host: (name) => load('host_vars', name) };
}

/** The files of a name: the first that exists of NAME and NAME with each extension. */
function findVarsFiles(
  folder: string,
  name: string,
  names: ReadonlySet<string>,
  extensions: readonly string[],
): readonly string[] {
  // A name with a slash would lead out of the directory, or into that of another name.
  if (name.includes('/')) return [];
  for (const extension of ['', ...extensions]) {
    if (!names.has(name + extension)) continue;
    const path = join(folder, name + extension);
    const kind = kindOf(path);
    if (kind === 'directory') return filesBelow(path, extensions);
    if (kind === 'file') return [path];
  }
  return [];
}

/** All files below a directory in order of their names; hidden ones, backups and unknown extensions are left out. */
function filesBelow(directory: string, extensions: readonly string[]): readonly string[] {
  const names = entriesOf(directory).map((entry) => entry.name);
  return names.sort(compareText).flatMap((name) => {
    const extension = extname(name);
    if (name.startsWith('.') || name.endsWith('~')) return [];
    if (extension !== '' && !extensions.includes(extension)) return [];
    const path = join(directory, name);
    const kind = kindOf(path);
    if (kind === 'file') return [path];
    // As Ansible has it, a directory with an extension (`conf.d`, `a.yml`) is none of variables.
    return kind === 'directory' && extension === '' ? filesBelow(path, extensions) : [];
  });
}

function readAll(paths: readonly string[], read: ReadSource): Checked<readonly Variable[]> {
  const variables: Variable[] = [];
  const problems: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const path of paths) {
    const file = readVarsFile(path, read);
    if (!file.ok) problems.push(...file.problems);
    else {
      variables.push(...file.value);
      warnings.push(...(file.warnings ?? []));
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: variables, ...(warnings.length > 0 && { warnings }) };
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What is at a path, links followed; nothing where a link leads nowhere. */
function kindOf(path: string): 'file' | 'directory' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return 'directory';
  return stat?.isFile() ? 'file' : undefined;
}
