// Copies a directory of the controller: everything in it is looked at in one exchange, and put in place in another.

import { file } from '../../../plan/ask.ts';
import type { Change, Performed } from '../../../plan/change.ts';
import type { FileLook, FileSeen } from '../../../plan/look.ts';
import type { Plan, Result } from '../../../plan/plan.ts';
import {
  type Accounts,
  type AttributeParams,
  accountLooks,
  attributeDetails,
  wantedAttributes,
} from '../attributes.ts';
import { makeDirectories } from '../directories.ts';
import { placingFailure } from '../failures.ts';
import { freshFile, stateOfFile } from '../fields.ts';
import { afterwards } from '../left.ts';
import { ancestors, join, trimSlashes } from '../paths.ts';
import { placeFile, placeLooks, type TransferParams } from './place-file.ts';
import type { SourceTree } from './source.ts';

export interface TreeOptions {
  readonly dest: string;
  readonly params: TransferParams;
  readonly directoryMode: string | undefined;
  readonly source: SourceTree;
  readonly src: string;
}

/** The directories that files and links go into, and those that the source has, below the destination. */
function directoriesOf({ directories, files, links }: SourceTree): readonly string[] {
  const needed = new Set(directories);
  for (const { name } of [...files, ...links]) for (const above of ancestors(`/${name}`)) needed.add(above.slice(1));
  return [...needed].sort();
}

export function treeLooks({ dest, params, source }: TreeOptions) {
  const path = trimSlashes(dest);
  const details = attributeDetails(params);
  const places = source.files.map(({ name, sha1 }) => placeLooks(join(path, name), sha1, params));
  const directories: readonly FileLook[] = directoriesOf(source).map((name) => file(join(path, name), { details }));
  return {
    above: [...ancestors(path), path].map((directory): FileLook => file(directory)),
    directories,
    itselves: places.map(({ itself }) => itself),
    targets: places.map(({ target }) => target),
    links: source.links.map(({ name }): FileLook => file(join(path, name), { follow: false })),
    ...accountLooks(params, path),
    sourceTree: undefined,
  };
}

export interface TreeSeen extends Accounts {
  readonly above: readonly FileSeen[];
  readonly directories: readonly FileSeen[];
  readonly itselves: readonly FileSeen[];
  readonly targets: readonly FileSeen[];
  readonly links: readonly FileSeen[];
}

export function planTree(options: TreeOptions, seen: TreeSeen): Plan {
  const { dest, source, src } = options;
  const path = trimSlashes(dest);
  if (source.files.length + source.links.length + source.directories.length === 0) {
    return { changes: [], result: { dest: join(dest, ''), src } };
  }
  const made = planDirectories(options, seen);
  if (!made.ok) return failed(made.problem);
  const changes: Change[] = [...made.changes];
  const results: ((performed: readonly Performed[]) => Result)[] = [];
  for (const [index, one] of source.files.entries()) {
    const [itself, target] = [seen.itselves[index], seen.targets[index]];
    if (!itself || !target) continue;
    const { params } = options;
    const placed = placeFile({
      place: { itself, target },
      source: one,
      params,
      accounts: seen,
      shown: join(path, one.name),
      src,
    });
    if (!placed.ok) return failed(placed.problem);
    changes.push(...placed.changes);
    if (!placed.skipped) results.push(placed.result);
  }
  const linked = planLinks(options, seen);
  if (!linked.ok) return failed(linked.problem);
  changes.push(...linked.changes);
  // Of a directory with one file Ansible tells everything about that file.
  const only = source.files.length === 1 && source.links.length === 0 ? results[0] : undefined;
  const result = (performed: readonly Performed[]): Result => ({ dest: join(dest, ''), src, ...only?.(performed) });
  return { changes, result: result([]), next: afterwards(result), failure: placingFailure() };
}

const failed = (problem: string): Plan => ({ changes: [], failed: problem });

type Planned =
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly problem: string };

// Directories that the source has get the attributes even where they are there already; those that are only on the way do not.
function planDirectories({ params, directoryMode, source, dest }: TreeOptions, seen: TreeSeen): Planned {
  const attributes: AttributeParams = { ...params, mode: directoryMode };
  const made = makeDirectories([...seen.above, ...seen.directories], attributes, seen);
  if (!made.ok) return made;
  const own = new Set(source.directories.map((name) => join(trimSlashes(dest), name)));
  const changes: Change[] = [...made.changes];
  for (const directory of seen.directories) {
    if (!directory.exists || !own.has(directory.path)) continue;
    const before = { ...directory, path: directory.resolved };
    const wanted = wantedAttributes(attributes, seen, before, before);
    if (!wanted.ok) return wanted;
    if (wanted.differs)
      changes.push({ kind: 'attributes', path: before.path, follow: false, attributes: wanted.attributes, before });
  }
  return { ok: true, changes };
}

function planLinks({ params, source, dest }: TreeOptions, seen: TreeSeen): Planned {
  const changes: Change[] = [];
  for (const [index, { name, target }] of source.links.entries()) {
    const path = join(trimSlashes(dest), name);
    const before = seen.links[index] ?? { exists: false, path };
    if (before.exists && before.type === 'directory')
      return { ok: false, problem: `${path} is a directory; it is not replaced by a link` };
    const same = before.exists && stateOfFile(before) === 'link' && before.target === target;
    if (!same) changes.push({ kind: 'link', path, target, hard: false, before });
    const now = same ? before : { ...freshFile(path, 'link', before.exists ? undefined : before.maker), target };
    const wanted = wantedAttributes({ ...params, mode: undefined }, seen, now, now);
    if (!wanted.ok) return wanted;
    if (wanted.differs)
      changes.push({ kind: 'attributes', path, follow: false, attributes: wanted.attributes, before: now });
  }
  return { ok: true, changes };
}
