// The filetree lookup: everything below a directory, with what is needed to make it again elsewhere.

import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { Dict, PyFloat, type Value } from '../../model/value.ts';
import { joinPaths } from '../text/paths.ts';
import { type LookupDefinition, lookup, textTerm } from './define.ts';
import { findFile } from './find-file.ts';

export const filetreeLookups: readonly LookupDefinition[] = [
  lookup('filetree', (terms, _options, { controller }) => {
    // The first tree that has a path wins, so that trees can be laid over one another.
    const entries = new Map<string, Dict>();
    for (const term of terms) {
      const name = textTerm(term, 'filetree');
      const slash = name.lastIndexOf('/');
      const directory = findFile(controller, 'files', name.slice(0, slash + 1));
      if (directory === undefined) continue;
      const root = joinPaths([directory, name.slice(slash + 1)]);
      for (const path of walk(root, '')) if (!entries.has(path)) entries.set(path, describe(root, path));
    }
    return [...entries.values()];
  }),
];

/** Paths relative to the root: of every directory first its directories, then its files, then what is in its directories. */
function walk(root: string, below: string): string[] {
  const entries = list(joinPaths([root, below]));
  const paths = (isDirectory: boolean) =>
    entries.filter((entry) => entry.directory === isDirectory).map((entry) => joinPaths([below, entry.name]));
  const directories = paths(true);
  return [...directories, ...paths(false), ...directories.flatMap((directory) => walk(root, directory))];
}

function list(directory: string): { readonly name: string; readonly directory: boolean }[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, directory: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function describe(root: string, path: string): Dict {
  const full = joinPaths([root, path]);
  const stats = lstatSync(full);
  const entries: [string, Value][] = [
    ['root', root],
    ['path', path],
    ...kindOf(full, stats),
    ['uid', stats.uid],
    ['gid', stats.gid],
    ['owner', nameOf('/etc/passwd', stats.uid)],
    ['group', nameOf('/etc/group', stats.gid)],
    ['mode', `0${(stats.mode & 0o7777).toString(8).padStart(3, '0')}`],
    ['size', stats.size],
    ['mtime', new PyFloat(stats.mtimeMs / 1000)],
    ['ctime', new PyFloat(stats.ctimeMs / 1000)],
  ];
  return Dict.of(entries);
}

function kindOf(full: string, stats: Stats): [string, Value][] {
  if (stats.isDirectory()) return [['state', 'directory']];
  if (stats.isSymbolicLink())
    return [
      ['state', 'link'],
      ['src', readlinkSync(full)],
    ];
  return [
    ['state', 'file'],
    ['src', full],
  ];
}

// The number itself where nobody has it.
function nameOf(database: string, id: number): Value {
  try {
    const lines = readFileSync(database, 'utf8').split('\n');
    return lines.map((line) => line.split(':')).find((fields) => fields[2] === String(id))?.[0] ?? id;
  } catch {
    return id;
  }
}
