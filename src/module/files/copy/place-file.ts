// Puts one file in its place: which path is meant, and what must change there.

import { file } from '../../../plan/ask.ts';
import type { Change, Performed } from '../../../plan/change.ts';
import type { FileLook, FilePresent, FileSeen } from '../../../plan/look.ts';
import type { Result } from '../../../plan/plan.ts';
import { type Accounts, type AttributeParams, attributeDetails } from '../attributes.ts';
import { planContent } from '../content.ts';
import { fileFields } from '../fields.ts';
import { leftAt } from '../left.ts';
import type { SourceFile } from './source.ts';

/** Bytes of what is there now that travel along, for the diff and so that it can be put back. */
export const KEPT = 1024 * 1024;

/** The parameters that copy and template have in common. */
export interface TransferParams extends AttributeParams {
  readonly follow: boolean;
  readonly force: boolean;
  readonly backup: boolean;
  readonly validate: string | undefined;
}

/** Looks at the path where a file shall be: the path itself, and what a link there leads to. */
export function placeLooks(
  path: string,
  sha1: string,
  params: AttributeParams,
): { readonly itself: FileLook; readonly target: FileLook } {
  const details = attributeDetails(params);
  return {
    itself: file(path, { follow: false, details }),
    target: file(path, { content: { unless: sha1 }, limit: KEPT, digest: 'sha1', details }),
  };
}

export interface Place {
  readonly itself: FileSeen;
  readonly target: FileSeen;
}

export type PlacedFile =
  | {
      readonly ok: true;
      /** It was there already, and force is off. */
      readonly skipped: boolean;
      readonly changes: readonly Change[];
      /** The result's fields, from what the changes left. */
      readonly result: (performed: readonly Performed[]) => Result;
    }
  | { readonly ok: false; readonly problem: string };

export interface PlaceOptions {
  readonly place: Place;
  readonly source: SourceFile;
  readonly params: TransferParams;
  readonly accounts: Accounts;
  /** The path as results show it. */
  readonly shown: string;
  /** What the result calls the source. */
  readonly src?: string | undefined;
}

/** The changes that put a file in its place. */
export function placeFile(options: PlaceOptions): PlacedFile {
  const { place, source, params, accounts, shown, src } = options;
  const { itself, target } = place;
  const link = itself.exists && itself.type === 'link';
  if (!params.force && itself.exists) {
    const result = { dest: shown, ...(src !== undefined && { src }) };
    return { ok: true, skipped: true, changes: [], result: () => result };
  }
  // A link is replaced by the file; with follow the file goes where the link leads, if that exists.
  const seen = link && !(params.follow && target.exists) ? itself : target;
  if (seen.exists && seen.type === 'directory')
    return { ok: false, problem: `${shown} is a directory; it is not replaced by a file` };
  const planned = planContent({
    seen,
    content: source.content,
    params: { ...params, mode: params.mode === 'preserve' ? source.mode.toString(8) : params.mode },
    accounts,
    validate: params.validate,
    backup: params.backup,
  });
  if (!planned.ok) return planned;
  const { changes, contentChanged, after } = planned;
  const dest = link && seen !== itself ? after.path : shown;
  return {
    ok: true,
    skipped: false,
    changes,
    result: (performed) => resultOf(leftAt(performed, after), { source, contentChanged, dest, src }),
  };
}

function resultOf(
  left: FilePresent,
  how: {
    readonly source: SourceFile;
    readonly contentChanged: boolean;
    readonly dest: string;
    readonly src: string | undefined;
  },
): Result {
  const { source, contentChanged, dest, src } = how;
  return {
    ...fileFields(left),
    dest,
    checksum: source.sha1,
    ...(contentChanged
      ? { ...(src !== undefined && { src }), ...(source.md5 !== undefined && { md5sum: source.md5 }) }
      : { path: dest }),
  };
}
