// The parameters that every module of files shares (owner, group, mode, SELinux, flags), and the attributes they ask for.

import { group as askGroup, user as askUser } from '../../plan/ask.ts';
import type { Attributes } from '../../plan/change.ts';
import type {
  FileDetail,
  FilePresent,
  FileSeen,
  GroupLook,
  GroupSeen,
  RunLook,
  RunSeen,
  UserLook,
  UserSeen,
} from '../../plan/look.ts';
import { bool, mode, type ParamsOf, text } from '../params.ts';
import { wantedFlags } from './flags.ts';
import { labelProblem, policyLook, relabelled, wantedLabel } from './label.ts';
import { modeOf } from './symbolic-mode.ts';

/** Spread these into a module's `params`. */
export const attributeParams = {
  mode: mode("Permissions, such as '0644' or 'u=rw,g=r,o='.").optional(),
  owner: text('The user that owns it: a name or a number.').optional(),
  group: text('The group that owns it: a name or a number.').optional(),
  seuser: text('User part of the SELinux context.').optional(),
  serole: text('Role part of the SELinux context.').optional(),
  setype: text('Type part of the SELinux context.').optional(),
  selevel: text('Level part of the SELinux context.').optional(),
  attributes: text('Flags as chattr takes them, such as +i; without an operator they replace all others.')
    .optional()
    .alias('attr'),
  unsafe_writes: bool(
    'Where the file cannot be replaced in one step (it is mounted by itself), write into it.',
  ).default(false),
};

export type AttributeParams = ParamsOf<typeof attributeParams>;

/** What must be asked of the host beside the file: whether owner and group exist, their numbers, and what SELinux's policy says of the path. */
export function accountLooks(
  params: AttributeParams,
  path = '',
): {
  readonly owner: UserLook | undefined;
  readonly group: GroupLook | undefined;
  readonly policy: RunLook | undefined;
} {
  return {
    owner: given(params.owner) ? askUser(params.owner) : undefined,
    group: given(params.group) ? askGroup(params.group) : undefined,
    policy: path === '' ? undefined : policyLook(params, path),
  };
}

/** What a look at the file must tell beside the usual: flags only where the parameters name some, since they cost a program. */
export function attributeDetails(params: AttributeParams): readonly FileDetail[] {
  return given(params.attributes) ? ['flags'] : [];
}

/** The answers to `accountLooks`. */
export interface Accounts {
  readonly owner: UserSeen | undefined;
  readonly group: GroupSeen | undefined;
  readonly policy?: RunSeen | undefined;
}

/** The attributes that differ from what is there, and the file as it will be; or why they cannot be had. */
export type Wanted =
  | { readonly ok: true; readonly attributes: Attributes; readonly differs: boolean; readonly after: FilePresent }
  | { readonly ok: false; readonly problem: string };

/** Compares what the parameters ask for with a file that is there, or with one that is about to be made (`fresh`). */
export function wantedAttributes(
  params: AttributeParams,
  accounts: Accounts,
  seen: FileSeen,
  fresh: FilePresent,
): Wanted {
  const base = seen.exists ? seen : fresh;
  const problem = missingAccount(params, accounts) ?? wrongFlags(params, seen) ?? labelProblem(seen, accounts.policy);
  if (problem !== undefined) return { ok: false, problem };
  const mode = wantedMode(params, base);
  if (mode === 'no mode') {
    return {
      ok: false,
      problem: `mode must be in octal or symbolic form, not '${params.mode}'; write it in quotes, such as '0644' or 'u=rw,g=r,o='`,
    };
  }
  const owner = accounts.owner?.exists ? idOf(accounts.owner.uid, accounts.owner.name) : numeric(params.owner);
  const group = accounts.group?.exists ? idOf(accounts.group.gid, accounts.group.name) : numeric(params.group);
  const label = wantedLabel(params, seen, accounts.policy);
  const flags = given(params.attributes) ? wantedFlags(params.attributes, base.flags) : undefined;
  const attributes: Attributes = {
    ...(mode !== undefined && (!seen.exists || mode !== seen.mode) && { mode }),
    ...(owner && (!seen.exists || differsFrom(owner, seen.uid, seen.owner)) && { owner: owner.name }),
    ...(group && (!seen.exists || differsFrom(group, seen.gid, seen.group)) && { group: group.name }),
    ...(label && { label }),
    ...(flags && { flags: flags.change }),
  };
  const newLabel = label && relabelled(base, label);
  const after: FilePresent = {
    ...base,
    ...(mode !== undefined && { mode }),
    ...(owner && { uid: owner.id, owner: nameOf(owner) }),
    ...(group && { gid: group.id, group: nameOf(group) }),
    ...(flags && { flags: flags.after }),
    ...(newLabel !== undefined && { label: newLabel }),
  };
  return { ok: true, attributes, differs: Object.keys(attributes).length > 0, after };
}

// Playbooks write `mode: "{{ item.mode | default('') }}"` and mean what Ansible makes of it: nothing.
function given(word: string | undefined): word is string {
  return word !== undefined && word !== '';
}

// A link's own mode cannot be changed on Linux, so asking for one changes nothing.
function wantedMode(params: AttributeParams, base: FilePresent): number | undefined | 'no mode' {
  if (!given(params.mode) || params.mode === 'preserve') return undefined;
  const mode = modeOf(params.mode, base.mode, base.type === 'directory', base.umask);
  if (mode === undefined) return 'no mode';
  return base.type === 'link' ? undefined : mode;
}

interface Account {
  readonly id: number;
  readonly name: string;
}

const idOf = (id: number, name: string): Account => ({ id, name });

// An account that is only predicted has no number yet; its name decides then.
function differsFrom(wanted: Account, id: number, name: string): boolean {
  return wanted.id < 0 || id < 0 ? wanted.name !== name : wanted.id !== id;
}

function numeric(word: string | undefined): Account | undefined {
  return given(word) ? { id: Number(word), name: word } : undefined;
}

// An id without an account has no name; Ansible's results then have the number in its place.
function nameOf({ name }: Account): string {
  return /^\d+$/.test(name) ? '' : name;
}

function missingAccount(params: AttributeParams, { owner, group }: Accounts): string | undefined {
  if (owner?.exists === false && !/^\d+$/.test(params.owner ?? '')) {
    return `chown failed: failed to look up user ${params.owner}; create it first, or write its number`;
  }
  if (group?.exists === false && !/^\d+$/.test(params.group ?? '')) {
    return `chgrp failed: failed to look up group ${params.group}; create it first, or write its number`;
  }
  return undefined;
}

function wrongFlags(params: AttributeParams, seen: FileSeen): string | undefined {
  if (!given(params.attributes)) return undefined;
  if (!/^[-+=]?[a-zA-Z]*$/.test(params.attributes)) {
    return `'attributes' is '${params.attributes}', which is not a list of flags such as '+i' or '=aA'`;
  }
  if (!seen.exists || seen.flags !== undefined || seen.type === 'link') return undefined;
  return `the flags of ${seen.path} cannot be read: the host has no lsattr (install e2fsprogs), or the file system has no flags`;
}
