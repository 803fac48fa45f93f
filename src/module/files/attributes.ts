// The parameters that every module of files shares (owner, group, mode, SELinux), and the attributes they ask for.

import { group as askGroup, user as askUser } from '../../plan/ask.ts';
import type { Attributes } from '../../plan/change.ts';
import type { FilePresent, FileSeen, GroupLook, GroupSeen, UserLook, UserSeen } from '../../plan/look.ts';
import { bool, mode, type ParamsOf, text } from '../params.ts';
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
  attributes: text('Flags as chattr takes them, such as +i.').optional().alias('attr'),
  unsafe_writes: bool('Write into the existing file where it cannot be replaced in one step.').default(false),
};

export type AttributeParams = ParamsOf<typeof attributeParams>;

/** What must be asked of the host beside the file: whether owner and group exist, and their numbers. */
export function accountLooks(params: AttributeParams): {
  readonly owner: UserLook | undefined;
  readonly group: GroupLook | undefined;
} {
  return {
    owner: params.owner === undefined ? undefined : askUser(params.owner),
    group: params.group === undefined ? undefined : askGroup(params.group),
  };
}

export interface Accounts {
  readonly owner: UserSeen | undefined;
  readonly group: GroupSeen | undefined;
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
  const problem = missingAccount(params, accounts);
  if (problem !== undefined) return { ok: false, problem };
  const asked =
    params.mode === undefined || params.mode === 'preserve'
      ? undefined
      : modeOf(params.mode, base.mode, base.type === 'directory');
  if (asked === undefined && params.mode !== undefined && params.mode !== 'preserve') {
    return { ok: false, problem: `'mode' is '${params.mode}', which is neither octal nor symbolic` };
  }
  const owner =
    accounts.owner?.exists === true ? { id: accounts.owner.uid, name: accounts.owner.name } : numeric(params.owner);
  const group =
    accounts.group?.exists === true ? { id: accounts.group.gid, name: accounts.group.name } : numeric(params.group);
  const label = labelOf(params, seen);
  const attributes: Attributes = {
    ...(asked !== undefined && (!seen.exists || asked !== seen.mode) && { mode: asked }),
    ...(owner && (!seen.exists || differsFrom(owner, seen.uid, seen.owner)) && { owner: owner.name }),
    ...(group && (!seen.exists || differsFrom(group, seen.gid, seen.group)) && { group: group.name }),
    ...(label && { label }),
    ...(params.attributes !== undefined && { flags: params.attributes }),
  };
  const after: FilePresent = {
    ...base,
    ...(asked !== undefined && { mode: asked }),
    ...(owner && { uid: owner.id, owner: owner.name }),
    ...(group && { gid: group.id, group: group.name }),
  };
  return { ok: true, attributes, differs: Object.keys(attributes).length > 0, after };
}

// An account that is only predicted has no number yet; its name decides then.
function differsFrom(wanted: { readonly id: number; readonly name: string }, id: number, name: string): boolean {
  return wanted.id < 0 || id < 0 ? wanted.name !== name : wanted.id !== id;
}

function numeric(word: string | undefined): { readonly id: number; readonly name: string } | undefined {
  return word === undefined ? undefined : { id: Number(word), name: word };
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

// On a host without SELinux a file has no label, and asking for one changes nothing, as in Ansible.
function labelOf(params: AttributeParams, seen: FileSeen): Attributes['label'] {
  if (!seen.exists || seen.label === undefined) return undefined;
  const [user = '', role = '', type = '', ...level] = seen.label.split(':');
  const part = (asked: string | undefined, now: string): string | undefined => (asked === now ? undefined : asked);
  const wanted = {
    user: part(params.seuser, user),
    role: part(params.serole, role),
    type: part(params.setype, type),
    level: part(params.selevel, level.join(':')),
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** A file that is about to be made, as root with the usual umask leaves it. */
export function freshFile(path: string, type: FilePresent['type']): FilePresent {
  const mode = type === 'directory' ? 0o755 : 0o644;
  const times = { atime: 0, mtime: 0, ctime: 0 };
  const place = { inode: 0, device: 0, links: 1, resolved: path };
  return { exists: true, path, type, mode, uid: 0, gid: 0, owner: 'root', group: 'root', size: 0, ...times, ...place };
}

/** Ansible's fields for a file: mode as text, owner, group, uid, gid, size, state. */
export function fileFields(file: FilePresent): Readonly<Record<string, string | number>> {
  const state = { file: file.links > 1 ? 'hard' : 'file', directory: 'directory', link: 'link' };
  return {
    uid: file.uid,
    gid: file.gid,
    owner: file.owner === '' ? String(file.uid) : file.owner,
    group: file.group === '' ? String(file.gid) : file.group,
    mode: file.mode.toString(8).padStart(4, '0'),
    size: file.size,
    state: file.type === 'directory' || file.type === 'link' ? state[file.type] : state.file,
    ...(file.label !== undefined && { secontext: file.label }),
  };
}
