// Makes a directory with all those above it that are missing, each with the same attributes.

import type { MakeDirectory } from '../../plan/change.ts';
import type { FilePresent, FileSeen } from '../../plan/look.ts';
import { type Accounts, type AttributeParams, wantedAttributes } from './attributes.ts';
import { freshFile } from './fields.ts';

export type MadeDirectories =
  /** `after` is the last one as it will be. */
  | { readonly ok: true; readonly changes: readonly MakeDirectory[]; readonly after: FilePresent | undefined }
  | { readonly ok: false; readonly problem: string };

/** The changes that make what is missing of a chain of directories, the topmost first. */
export function makeDirectories(
  chain: readonly FileSeen[],
  params: AttributeParams,
  accounts: Accounts,
): MadeDirectories {
  const changes: MakeDirectory[] = [];
  let after: FilePresent | undefined;
  for (const seen of chain) {
    if (seen.exists) {
      if (seen.type !== 'directory')
        return { ok: false, problem: `${seen.path} is there, and is no directory (${seen.type})` };
      after = seen;
      continue;
    }
    if (seen.denied)
      return {
        ok: false,
        problem: `${seen.path} cannot be seen: a directory above it may not be searched; use become`,
      };
    const wanted = wantedAttributes(params, accounts, seen, freshFile(seen.path, 'directory', seen.maker));
    if (!wanted.ok) return wanted;
    changes.push({ kind: 'directory', path: seen.path, attributes: wanted.attributes, before: seen });
    after = wanted.after;
  }
  return { ok: true, changes, after };
}
