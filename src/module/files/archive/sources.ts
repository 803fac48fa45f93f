// What the paths of an archive mean on a host: globs with the files that match them, and the directory that all of it is named from.

import { tree } from '../../../plan/ask.ts';
import type { FilePresent, FileSeen, TreeLook, TreeSeen } from '../../../plan/look.ts';
import { globRegex } from '../../../template/text/glob.ts';
import { parentOf, trimSlashes } from '../paths.ts';

/** Whether Ansible takes a path for a glob: one that has only brackets is a name. */
export const isGlob = (path: string): boolean => /[*?]/.test(path);

/** What must be looked at to know the files that match a glob. */
export function globLook(pattern: string): TreeLook {
  const { base, parts } = partsOf(pattern);
  // find -L looks through links to directories, as every part but the last is to be.
  return tree(base, { depth: parts.length, follow: true });
}

/** The paths that match, sorted; names that begin with a dot only where the pattern says so. */
export function globbed(pattern: string, seen: TreeSeen): readonly string[] {
  const { base, parts } = partsOf(pattern);
  const regexes = parts.map(globRegex);
  const prefix = base === '/' ? '/' : `${base}/`;
  const matches = ({ path }: FilePresent): boolean => {
    const names = path.slice(prefix.length).split('/');
    return (
      names.length === parts.length &&
      names.every(
        (name, at) => regexes[at]?.test(name) && (!name.startsWith('.') || parts[at]?.startsWith('.') === true),
      )
    );
  };
  return seen.entries
    .filter(matches)
    .map(({ path }) => path)
    .sort();
}

// The directory above the first part with a wildcard, and the parts from there on.
function partsOf(pattern: string): { readonly base: string; readonly parts: readonly string[] } {
  const all = trimSlashes(pattern).split('/');
  const first = all.findIndex((part) => /[*?[]/.test(part));
  return {
    base: all.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    parts: all.slice(first).filter((part) => part !== ''),
  };
}

/** The directory, with a slash at its end, from which members are named: what the directories of all paths have in common. */
export function archiveRoot(paths: readonly string[]): string {
  const directories = paths.map((path) => (path.includes('/') ? parentOf(path.replace(/(?<=[^/])\/+$/, '/')) : ''));
  const [first = [], ...others] = directories.map((directory) => directory.split('/').filter((part) => part !== ''));
  const common = first.filter((_part, at) =>
    others.every((other) => first.slice(0, at + 1).every((one, index) => one === other[index])),
  );
  const start = paths[0]?.startsWith('/') ? '/' : '';
  return common.length === 0 ? start : `${start}${common.join('/')}/`;
}

/** A path of the task that is there. */
export interface Source {
  readonly path: string;
  readonly itself: FilePresent;
  /** The same looked at through links. */
  readonly target: FileSeen;
  /** What is below it, where it is a directory (or leads to one). */
  readonly below: TreeSeen | undefined;
}

/** The paths that are there, and those that are not. */
export function sourcesOf(
  paths: readonly string[],
  {
    files,
    targets,
    trees,
  }: {
    readonly files: readonly FileSeen[];
    readonly targets: readonly FileSeen[];
    readonly trees: readonly TreeSeen[];
  },
): { readonly sources: readonly Source[]; readonly missing: readonly string[] } {
  const sources: Source[] = [];
  const missing: string[] = [];
  for (const [index, path] of paths.entries()) {
    const itself = files[index];
    const target = targets[index];
    const seen = trees[index];
    if (itself?.exists && target) sources.push({ path, itself, target, below: seen?.exists ? seen : undefined });
    else missing.push(path);
  }
  return { sources, missing };
}
