// Copies one file, or text, to a path or into a directory.

import { file } from '../../../plan/ask.ts';
import type { FileLook, FileSeen } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { type Accounts, accountLooks } from '../attributes.ts';
import { makeDirectories } from '../directories.ts';
import { placingFailure } from '../failures.ts';
import { afterwards } from '../left.ts';
import { ancestors, join, parentOf, trimSlashes } from '../paths.ts';
import { type Place, placeFile, placeLooks, type TransferParams } from './place-file.ts';
import type { SourceFile } from './source.ts';

export interface SingleOptions {
  readonly dest: string;
  readonly params: TransferParams;
  /** The mode of directories that are made for a `dest` with a slash at the end. */
  readonly directoryMode: string | undefined;
  readonly source: SourceFile;
  /** Text has no name by which it could go into a directory. */
  readonly named: boolean;
  readonly src: string | undefined;
}

/** What must be seen for one file: the path, the same name in it should it be a directory, and the directories above. */
export function singleLooks({ dest, params, source, named }: SingleOptions) {
  const path = trimSlashes(dest);
  const inside = named ? placeLooks(join(path, source.name), source.sha1, params) : undefined;
  const above: readonly FileLook[] = [...ancestors(path), path].map((directory) => file(directory));
  return {
    ...placeLooks(path, source.sha1, params),
    itselfInside: inside?.itself,
    targetInside: inside?.target,
    above,
    ...accountLooks(params, path),
    // By these the looks of one file, of a tree and of what is on the host are told apart.
    links: undefined,
    sourceTree: undefined,
  };
}

interface SingleSeen extends Place, Accounts {
  readonly itselfInside: FileSeen | undefined;
  readonly targetInside: FileSeen | undefined;
  readonly above: readonly FileSeen[];
}

export function planSingle(options: SingleOptions, seen: SingleSeen): Plan {
  const { dest, params, source, named, src } = options;
  const isDirectory = seen.target.exists && seen.target.type === 'directory';
  const into = isDirectory || dest.endsWith('/');
  if (into && !named) return failed(`can not use content with a dir as dest: ${dest} is a directory`);
  const made = into
    ? makeDirectories(seen.above, { ...params, mode: options.directoryMode }, seen)
    : parentProblem(dest, seen.above);
  if (!made.ok) return failed(made.problem);
  const { itselfInside, targetInside } = seen;
  const place = into && itselfInside && targetInside ? { itself: itselfInside, target: targetInside } : seen;
  const shown = into ? join(dest, source.name) : dest;
  const placed = placeFile({ place, source, params, accounts: seen, shown, src });
  if (!placed.ok) return failed(placed.problem);
  return {
    changes: [...made.changes, ...placed.changes],
    result: placed.result([]),
    next: afterwards(placed.result),
    failure: placingFailure(source.sha1),
  };
}

const failed = (problem: string): Plan => ({ changes: [], failed: problem });

function parentProblem(dest: string, above: readonly FileSeen[]): ReturnType<typeof makeDirectories> {
  const parent = above.at(-2);
  if (!parent || parent.exists) return { ok: true, changes: [], after: undefined };
  const why = parent.denied ? 'may not be seen; use become' : 'does not exist';
  return { ok: false, problem: `Destination directory ${parentOf(trimSlashes(dest))} ${why}` };
}
