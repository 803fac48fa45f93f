// Plans for modules that make a file's text be something: one write, or only its attributes, or nothing.

import type { Change } from '../../plan/change.ts';
import type { FilePresent, FileSeen } from '../../plan/look.ts';
import { type Accounts, type AttributeParams, freshFile, wantedAttributes } from './attributes.ts';

export interface ContentOptions {
  readonly seen: FileSeen;
  /** The bytes wanted; `undefined` leaves what is there. */
  readonly content: Buffer | undefined;
  readonly params: AttributeParams;
  readonly accounts: Accounts;
  readonly validate?: string | undefined;
  readonly backup?: boolean;
  readonly secret?: boolean;
}

export type ContentPlan =
  | {
      readonly ok: true;
      readonly changes: readonly Change[];
      readonly contentChanged: boolean;
      readonly attributesChanged: boolean;
      readonly after: FilePresent;
    }
  | { readonly ok: false; readonly problem: string };

/** The changes that give a file these bytes and attributes. */
export function planContent(options: ContentOptions): ContentPlan {
  const { seen, content, params, accounts } = options;
  const path = seen.exists ? seen.resolved : seen.path;
  const wanted = wantedAttributes(params, accounts, seen, freshFile(path, 'file'));
  if (!wanted.ok) return wanted;
  const { attributes, after } = wanted;
  if (content === undefined || (seen.exists && seen.content?.equals(content))) {
    const changes: readonly Change[] = wanted.differs
      ? [{ kind: 'attributes', path, follow: true, attributes, before: seen }]
      : [];
    return { ok: true, changes, contentChanged: false, attributesChanged: wanted.differs, after };
  }
  return {
    ok: true,
    changes: writeChanges(options, path, content, attributes),
    contentChanged: true,
    attributesChanged: seen.exists && wanted.differs,
    after: { ...after, size: content.length },
  };
}

// Owner, group and mode travel with the write; labels and flags are set on the finished file.
function writeChanges(
  { seen, validate, backup, secret, params }: ContentOptions,
  path: string,
  content: Buffer,
  { mode, owner, group, label, flags }: Extract<Change, { readonly kind: 'attributes' }>['attributes'],
): readonly Change[] {
  const write: Change = {
    kind: 'write',
    path,
    content,
    attributes: {
      ...(mode !== undefined && { mode }),
      ...(owner !== undefined && { owner }),
      ...(group !== undefined && { group }),
    },
    before: seen.exists ? { ...seen, path } : seen,
    ...(validate !== undefined && { validate }),
    ...(backup && { backup }),
    ...(secret && { secret }),
    ...(params.unsafe_writes && { inPlace: true }),
  };
  if (label === undefined && flags === undefined) return [write];
  const rest = { ...(label && { label }), ...(flags !== undefined && { flags }) };
  return [write, { kind: 'attributes', path, follow: false, attributes: rest, before: seen }];
}
