// Plans for modules that make a file's text be something: one write, or only its attributes, or nothing.

import type { Change, WriteFile } from '../../plan/change.ts';
import { digest } from '../../plan/digest.ts';
import type { FilePresent, FileSeen } from '../../plan/look.ts';
import { type Accounts, type AttributeParams, wantedAttributes } from './attributes.ts';
import { freshFile } from './fields.ts';

export interface ContentOptions {
  /** With its bytes, or with its SHA-1. */
  readonly seen: FileSeen;
  /** The bytes wanted; `undefined` leaves what is there. */
  readonly content: WriteFile['content'] | undefined;
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
      /** The file as it will be; what it really is then is only known when the changes are performed. */
      readonly after: FilePresent;
    }
  | { readonly ok: false; readonly problem: string };

/** The changes that give a file these bytes and attributes. What was seen through a link is written where the link leads. */
export function planContent(options: ContentOptions): ContentPlan {
  const { content, params, accounts } = options;
  const seen = atItsOwnPlace(options.seen);
  if (content !== undefined && !seen.exists && seen.denied) {
    return { ok: false, problem: `${seen.path} cannot be seen: a directory above it may not be searched; use become` };
  }
  const maker = seen.exists ? undefined : seen.maker;
  const wanted = wantedAttributes(params, accounts, regular(seen), freshFile(seen.path, 'file', maker));
  if (!wanted.ok) return wanted;
  const { attributes, after, differs } = wanted;
  if (content === undefined || hasBytes(seen, content)) {
    const changes: readonly Change[] = differs
      ? [{ kind: 'attributes', path: seen.path, follow: false, attributes, before: seen }]
      : [];
    return { ok: true, changes, contentChanged: false, attributesChanged: differs, after };
  }
  return {
    ok: true,
    changes: [writeChange(options, seen, content, attributes)],
    contentChanged: true,
    attributesChanged: seen.exists && differs,
    after: { ...after, ...bytesOf(content) },
  };
}

function atItsOwnPlace(seen: FileSeen): FileSeen {
  if (!seen.exists || seen.type === 'link' || seen.resolved === seen.path) return seen;
  const { target: _target, ...rest } = seen;
  return { ...rest, path: seen.resolved };
}

// What takes the place of a link is a new file.
function regular(seen: FileSeen): FileSeen {
  return seen.exists && seen.type === 'link' ? { exists: false, path: seen.path } : seen;
}

function hasBytes(seen: FileSeen, content: WriteFile['content']): boolean {
  if (!seen.exists || seen.type !== 'file') return false;
  if (!Buffer.isBuffer(content)) return seen.digest === content.sha1;
  return seen.content ? seen.content.equals(content) : seen.digest === digest(content, 'sha1');
}

function bytesOf(content: WriteFile['content']): Pick<FilePresent, 'size' | 'content'> {
  return Buffer.isBuffer(content) ? { size: content.length, content } : { size: content.size };
}

function writeChange(
  { validate, backup, secret, params }: ContentOptions,
  before: FileSeen,
  content: WriteFile['content'],
  attributes: WriteFile['attributes'],
): Change {
  return {
    kind: 'write',
    path: before.path,
    content,
    attributes,
    before,
    ...(validate !== undefined && { validate }),
    ...(backup && { backup }),
    ...(secret && { secret }),
    ...(params.unsafe_writes && { inPlace: true }),
  };
}

/** Why a file's text cannot be edited: it was not read. */
export function unreadable(seen: FileSeen): string | undefined {
  if (!seen.exists || seen.type === 'directory' || seen.content !== undefined) return undefined;
  if (seen.type !== 'file') return `${seen.path} is no regular file (${seen.type})`;
  if (seen.unreadable) return `${seen.path} may not be read; use become`;
  if (seen.tooLarge) return `${seen.path} is too large to be edited (${seen.size} bytes)`;
  return undefined;
}
