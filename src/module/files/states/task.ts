// What every state of the file module works with: the parameters, what was seen, and how attributes are compared and set.

import type { Change } from '../../../plan/change.ts';
import type { FilePresent, FileSeen, TreeSeen } from '../../../plan/look.ts';
import type { Plan, Result } from '../../../plan/plan.ts';
import { bool, choice, type ParamsOf, path, text } from '../../params.ts';
import { type Accounts, attributeParams, wantedAttributes } from '../attributes.ts';
import { fileFields } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { differingTimes, type Times } from '../times.ts';

export const STATES = ['absent', 'directory', 'file', 'hard', 'link', 'touch'] as const;

export const fileParams = {
  path: path('The path that is managed.').alias('dest', 'name'),
  state: choice(
    STATES,
    'What shall be there. Without it: what is there already, else a directory where recurse is set, else a file, which is never made.',
  ).optional(),
  src: path('What the link leads to (state=link, hard). A relative one is relative to the link.').optional(),
  recurse: bool('Set the attributes on everything in the directory too (state=directory).').default(false),
  force: bool('Make links to what does not exist, and in the place of a file or an empty directory.').default(false),
  follow: bool('Look through a link at the path: manage what it leads to.').default(true),
  access_time: text("'preserve', 'now', or a time in access_time_format, in the time zone of the host.").optional(),
  access_time_format: text("How access_time is written, as Python's strptime takes it.").default('%Y%m%d%H%M.%S'),
  modification_time: text("'preserve', 'now', or a time in modification_time_format.").optional(),
  modification_time_format: text("How modification_time is written, as Python's strptime takes it.").default(
    '%Y%m%d%H%M.%S',
  ),
  ...attributeParams,
};

export type FileParams = ParamsOf<typeof fileParams>;

/** One run of the file module. */
export interface FileTask {
  readonly params: FileParams;
  /** As the user wrote it. */
  readonly shown: string;
  /** Without slashes at the end. */
  readonly path: string;
  /** What is at the path, and what it leads to. */
  readonly itself: FileSeen;
  readonly target: FileSeen;
  /** The directories above it, the topmost first. */
  readonly parents: readonly FileSeen[];
  /** What `src` leads to, and what is there itself. */
  readonly source: FileSeen | undefined;
  readonly sourceItself: FileSeen | undefined;
  readonly accounts: Accounts;
  readonly tree: TreeSeen | undefined;
  /** The times to set where the state leaves times that were not given alone, and where it takes them for now. */
  readonly times: { readonly kept: Times; readonly now: Times };
}

export const failed = (problem: string, result: Result = {}): Plan => ({ changes: [], failed: problem, result });

/** The path's own fields, as every failure and every unchanged result has them. */
export function fieldsOf(seen: FileSeen): Result {
  return seen.exists ? fileFields(seen) : {};
}

/** The changes to a file's attributes and times that `params` ask for, and the file afterwards. */
export type Dressed =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly after: FilePresent }
  | { readonly ok: false; readonly problem: string };

export function dress(
  { params, accounts }: Pick<FileTask, 'params' | 'accounts'>,
  file: FilePresent,
  times: Times,
  within?: string,
): Dressed {
  const wanted = wantedAttributes(params, accounts, file, file);
  if (!wanted.ok) return wanted;
  const differing = differingTimes(times, file);
  const attributes = { ...wanted.attributes, ...differing };
  if (Object.keys(attributes).length === 0) return { ok: true, changes: [], after: wanted.after };
  const change: Change = {
    kind: 'attributes',
    path: file.path,
    follow: false,
    attributes,
    before: file,
    ...(within !== undefined && { within }),
  };
  return { ok: true, changes: [change], after: wanted.after };
}

/** A file that was seen through a link, under its own name: so that changes of it do not depend on the link. */
export function underOwnName(file: FilePresent): FilePresent {
  if (file.resolved === file.path) return file;
  const { target: _target, ...rest } = file;
  return { ...rest, path: file.resolved };
}

/** A plan whose result has the fields of the file that is there in the end. */
export function planned(
  changes: readonly Change[],
  after: FilePresent,
  result: Result,
  more: Partial<Plan> = {},
): Plan {
  return {
    ...more,
    changes,
    result: { ...fileFields(after), ...result },
    next: afterwards((performed) => ({ ...fileFields(leftAt(performed, after)), ...result })),
  };
}
