// Copies what is already on the host (remote_src): finds out whether a file or a directory is meant, and copies the file.

import { file, tree } from '../../../plan/ask.ts';
import type { Change, CopyPath, Performed } from '../../../plan/change.ts';
import type { FilePresent, FileSeen, TreeSeen } from '../../../plan/look.ts';
import { type Plan, type Result, stage } from '../../../plan/plan.ts';
import { type Accounts, accountLooks, attributeDetails, wantedAttributes } from '../attributes.ts';
import { makeDirectories } from '../directories.ts';
import { placingFailure } from '../failures.ts';
import { fileFields, freshFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { ancestors, baseName, join, parentOf, trimSlashes } from '../paths.ts';
import { KEPT, type Place, type TransferParams } from './place-file.ts';
import { planRemoteTree } from './remote-tree.ts';

export interface RemoteOptions {
  readonly src: string;
  readonly dest: string;
  readonly params: TransferParams;
  readonly directoryMode: string | undefined;
  /** SHA-1 that the source must have. */
  readonly checksum: string | undefined;
  /** A diff was asked for, so that the bytes of source and destination must travel. */
  readonly diff: boolean;
}

export function remoteLooks({ src, dest, params }: RemoteOptions) {
  const path = trimSlashes(dest);
  const inside = join(path, baseName(src));
  const details = attributeDetails(params);
  return {
    source: file(trimSlashes(src), { digest: 'sha1' }),
    sourceTree: tree(trimSlashes(src), { digest: 'sha1' }),
    itself: file(path, { follow: false, details }),
    target: file(path, { digest: 'sha1', details }),
    itselfInside: file(inside, { follow: false, details }),
    targetInside: file(inside, { digest: 'sha1', details }),
    above: [...ancestors(path), path].map((directory) => file(directory)),
    ...accountLooks(params, path),
    links: undefined,
  };
}

export interface RemoteSeen extends Place, Accounts {
  readonly source: FileSeen;
  readonly sourceTree: TreeSeen;
  readonly itselfInside: FileSeen;
  readonly targetInside: FileSeen;
  readonly above: readonly FileSeen[];
}

export function planRemote(options: RemoteOptions, seen: RemoteSeen): Plan {
  const { src, dest, checksum } = options;
  const { source } = seen;
  if (!source.exists)
    return failed(
      `Source ${src} not found${source.denied ? ': a directory above it may not be searched; use become' : ''}`,
    );
  if (source.type === 'directory') return planRemoteTree(options, seen, source);
  if (source.type !== 'file') return failed(`Source ${src} is neither a file nor a directory (${source.type})`);
  if (source.digest === undefined) return failed(`Source ${src} not readable; use become`);
  if (checksum !== undefined && checksum !== source.digest) {
    return failed(`${src} has the checksum ${source.digest} and not '${checksum}'`, {
      checksum: source.digest,
      expected_checksum: checksum,
    });
  }
  const into = dest.endsWith('/') || (seen.target.exists && seen.target.type === 'directory');
  const made = into ? makeDirectories(seen.above, { ...options.params, mode: options.directoryMode }, seen) : undefined;
  if (made?.ok === false) return failed(made.problem);
  if (!into && seen.above.at(-2)?.exists === false) {
    return failed(`Destination directory ${parentOf(trimSlashes(dest))} does not exist`);
  }
  const place = into
    ? { itself: seen.itselfInside, target: seen.targetInside }
    : { itself: seen.itself, target: seen.target };
  const shown = into ? join(dest, baseName(src)) : dest;
  return placeCopy({ options, place, source, accounts: seen, shown, before: made?.changes ?? [] });
}

export const failed = (problem: string, result: Result = {}): Plan => ({ changes: [], failed: problem, result });

interface CopyOptions {
  readonly options: RemoteOptions;
  readonly place: Place;
  readonly source: FilePresent;
  readonly accounts: Accounts;
  readonly shown: string;
  readonly before: readonly Change[];
}

function placeCopy(how: CopyOptions): Plan {
  const { options, place, source, shown } = how;
  const { itself, target } = place;
  const { params, src } = options;
  const base = { dest: shown, src };
  if (!params.force && itself.exists) {
    return {
      changes: [],
      result: { ...fileFields(target.exists ? target : itself), ...base, msg: 'file already exists' },
    };
  }
  const link = itself.exists && itself.type === 'link';
  const seen = atItsOwnPlace(link && !(params.follow && target.exists) ? itself : target);
  if (seen.exists && seen.type === 'directory') return failed(`${shown} is a directory; it is not replaced by a file`);
  const same = seen.exists && seen.type === 'file' && seen.digest === source.digest;
  const wantsBytes = !same && ((seen.exists && seen.type === 'file') || options.diff);
  if (!wantsBytes) return settle(how, seen, source);
  // The old bytes make it possible to take the copy back; they travel only now that they are to be replaced.
  return {
    changes: [],
    next: stage({
      looks: {
        old: file(seen.path, { follow: false, content: 'all', limit: KEPT, details: attributeDetails(params) }),
        fresh: file(source.path, { content: options.diff ? 'all' : 'none', limit: KEPT }),
      },
      plan: ({ old, fresh }) =>
        settle(how, old, { ...source, ...(fresh.exists && fresh.content && { content: fresh.content }) }),
    }),
  };
}

function atItsOwnPlace(seen: FileSeen): FileSeen {
  return seen.exists && seen.type !== 'link' ? { ...seen, path: seen.resolved } : seen;
}

function settle(
  { options, accounts, shown, before, source: found }: CopyOptions,
  seen: FileSeen,
  source: FilePresent,
): Plan {
  const { params, src } = options;
  const mode = params.mode === 'preserve' ? source.mode.toString(8) : params.mode;
  const replaced: FileSeen = seen.exists && seen.type === 'link' ? { exists: false, path: seen.path } : seen;
  const fresh = freshFile(seen.path, 'file', seen.exists ? undefined : seen.maker);
  const wanted = wantedAttributes({ ...params, mode }, accounts, replaced, fresh);
  if (!wanted.ok) return failed(wanted.problem);
  const same = seen.exists && seen.type === 'file' && seen.digest !== undefined && seen.digest === found.digest;
  const { attributes } = wanted;
  const copy: CopyPath = {
    kind: 'copy',
    from: source.path,
    path: seen.path,
    attributes,
    before: seen,
    source,
    ...(params.validate !== undefined && { validate: params.validate }),
    ...(params.backup && { backup: true }),
    ...(params.unsafe_writes && { inPlace: true }),
  };
  const set: Change = { kind: 'attributes', path: seen.path, follow: false, attributes, before: seen };
  const after = same ? wanted.after : { ...wanted.after, size: source.size };
  const dest = seen.exists && seen.type === 'file' && seen.path !== trimSlashes(shown) ? seen.path : shown;
  const result = (performed: readonly Performed[]): Result => ({
    ...fileFields(leftAt(performed, after)),
    dest,
    src,
    checksum: found.digest,
  });
  return {
    changes: [...before, ...(same ? (wanted.differs ? [set] : []) : [copy])],
    result: result([]),
    next: afterwards(result),
    failure: placingFailure(),
  };
}
