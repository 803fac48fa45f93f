// Copies a directory of the host on the host: what is new there keeps the modes of its source, and links stay links.

import { file } from '../../../plan/ask.ts';
import type { Change } from '../../../plan/change.ts';
import type { FilePresent, FileSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { type AttributeParams, attributeDetails, wantedAttributes } from '../attributes.ts';
import { makeDirectories } from '../directories.ts';
import { fileFields, freshFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { baseName, join, parentOf, trimSlashes } from '../paths.ts';
import { KEPT } from './place-file.ts';
import { failed, type RemoteOptions, type RemoteSeen } from './remote.ts';

/** Plans the copy of a directory: with a slash at its end its content goes into `dest`, without one the directory itself does. */
export function planRemoteTree(options: RemoteOptions, seen: RemoteSeen, source: FilePresent): Plan {
  const { src, dest, params, checksum } = options;
  if (checksum !== undefined) return failed(`'checksum' is of a file, and ${src} is a directory`);
  if (seen.target.exists && seen.target.type !== 'directory')
    return failed(`${dest} is there, and is no directory; the directory ${src} cannot be copied to it`);
  const path = trimSlashes(dest);
  if (!dest.endsWith('/') && seen.above.at(-2)?.exists === false)
    return failed(`Destination directory ${parentOf(path)} does not exist`);
  const content = src.endsWith('/');
  const root = content ? path : join(path, baseName(src));
  const there = content ? seen.target : seen.targetInside;
  const shown = content ? (there.exists ? join(dest, '') : dest) : root;
  if (!params.force && there.exists) {
    return { changes: [], result: { ...fileFields(there), dest: shown, src, msg: 'file already exists' } };
  }
  if (seen.sourceTree.denied) return failed(`${seen.sourceTree.denied[0]} may not be listed; use become`);
  const odd = seen.sourceTree.entries.find(({ type }) => type !== 'file' && type !== 'directory' && type !== 'link');
  if (odd) return failed(`${odd.path} is neither a file nor a directory (${odd.type}); it cannot be copied`);
  const details = attributeDetails(params);
  const places = seen.sourceTree.entries.map((entry) =>
    file(root + entry.path.slice(source.path.length), {
      follow: false,
      details,
      ...(entry.digest !== undefined && { content: { unless: entry.digest }, limit: KEPT, digest: 'sha1' as const }),
    }),
  );
  const top: Top = { options, seen, root, source, shown };
  return {
    changes: [],
    next: stage({
      looks: { there: file(root, { details }), places },
      plan: ({ there, places }) => planEntries(top, there, places),
    }),
  };
}

interface Top {
  readonly options: RemoteOptions;
  readonly seen: RemoteSeen;
  /** Where the content of the source goes. */
  readonly root: string;
  readonly source: FilePresent;
  readonly shown: string;
}

function planEntries(top: Top, there: FileSeen, places: readonly FileSeen[]): Plan {
  const { options, seen, root, source, shown } = top;
  const { params, src } = options;
  const above = root === trimSlashes(options.dest) ? seen.above.slice(0, -1) : seen.above;
  const made = makeDirectories(above, { ...params, mode: options.directoryMode }, seen);
  if (!made.ok) return failed(made.problem);
  const mode = params.mode === 'preserve' ? source.mode.toString(8) : params.mode;
  const rootChange = directoryChange({ ...params, mode }, seen, there, source);
  if (!rootChange.ok) return failed(rootChange.problem);
  const changes: Change[] = [...made.changes, ...rootChange.changes];
  for (const [index, entry] of seen.sourceTree.entries.entries()) {
    const place = places[index];
    if (!place) continue;
    const one = entryChanges({ ...params, mode: undefined }, seen, place, entry);
    if (!one.ok) return failed(one.problem);
    changes.push(...one.changes);
  }
  const result = { dest: shown, src, checksum: null, md5sum: null };
  return {
    changes,
    result: { ...fileFields(rootChange.after), ...result },
    next: afterwards((performed) => ({ ...fileFields(leftAt(performed, rootChange.after)), ...result })),
  };
}

type Planned =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly after: FilePresent }
  | { readonly ok: false; readonly problem: string };

function entryChanges(params: AttributeParams, seen: RemoteSeen, place: FileSeen, entry: FilePresent): Planned {
  if (entry.type === 'directory') return directoryChange(params, seen, place, entry);
  if (place.exists && place.type === 'directory') {
    return { ok: false, problem: `${place.path} is a directory; it is not replaced by a ${entry.type}` };
  }
  const isLink = entry.type === 'link';
  const same =
    place.exists &&
    place.type === entry.type &&
    (isLink ? place.target === entry.target : place.digest === entry.digest);
  const maker = place.exists ? undefined : place.maker;
  const kept: FilePresent | undefined = place.exists && place.type === entry.type ? place : undefined;
  const made = {
    ...freshFile(place.path, entry.type, maker),
    ...(entry.target !== undefined && { target: entry.target }),
  };
  // A new file has its source's mode, an old one keeps its own.
  const wanted = wantedAttributes(
    isLink || kept ? params : { ...params, mode: entry.mode.toString(8) },
    seen,
    kept ?? absent(place),
    made,
  );
  if (!wanted.ok) return wanted;
  const { attributes, after, differs } = wanted;
  const set: Change = { kind: 'attributes', path: place.path, follow: false, attributes, before: kept ?? made };
  if (same) return { ok: true, changes: differs ? [set] : [], after };
  if (isLink) {
    const link: Change = { kind: 'link', path: place.path, target: entry.target ?? '', hard: false, before: place };
    return { ok: true, changes: differs && Object.keys(attributes).length > 0 ? [link, set] : [link], after };
  }
  const copy: Change = { kind: 'copy', from: entry.path, path: place.path, attributes, before: place, source: entry };
  return { ok: true, changes: [copy], after };
}

function absent({ path }: FileSeen): FileSeen {
  return { exists: false, path };
}

function directoryChange(params: AttributeParams, seen: RemoteSeen, place: FileSeen, entry: FilePresent): Planned {
  if (!place.exists) {
    const mode = params.mode ?? entry.mode.toString(8);
    const wanted = wantedAttributes({ ...params, mode }, seen, place, freshFile(place.path, 'directory', place.maker));
    if (!wanted.ok) return wanted;
    return {
      ok: true,
      changes: [{ kind: 'directory', path: place.path, attributes: wanted.attributes, before: place }],
      after: wanted.after,
    };
  }
  if (place.type !== 'directory')
    return { ok: false, problem: `${place.path} is there, and is no directory (${place.type})` };
  const before = { ...place, path: place.resolved };
  const wanted = wantedAttributes(params, seen, before, before);
  if (!wanted.ok) return wanted;
  const changes: readonly Change[] = wanted.differs
    ? [{ kind: 'attributes', path: before.path, follow: false, attributes: wanted.attributes, before }]
    : [];
  return { ok: true, changes, after: wanted.after };
}
