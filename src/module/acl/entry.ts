// Entries of access control lists, as parameters name them and as setfacl takes them.

export interface EntryParams {
  readonly state: 'query' | 'present' | 'absent';
  /** The older way to write it, in one text. */
  readonly entry: string | undefined;
  readonly etype: string | undefined;
  readonly entity: string;
  readonly permissions: string | undefined;
  readonly default: boolean;
  readonly recursive: boolean;
  readonly recalculate_mask: 'default' | 'mask' | 'no_mask';
}

export interface Entry {
  /** `user:alice:rw`, or without permissions what is to be removed. */
  readonly text: string;
  /** It is what new files in the directory get. */
  readonly isDefault: boolean;
}

/** Why the parameters make no sense together; `undefined` where they do. */
export function refuseEntry(params: EntryParams): string | undefined {
  const { state, entry, etype, entity, permissions, recursive } = params;
  if (entry !== undefined) {
    if (entity !== '' || etype !== undefined || permissions !== undefined)
      return "'entry' MUST NOT be set when 'entity', 'etype' or 'permissions' are set.";
    return refuseText(entry, state);
  }
  if (state === 'query') {
    if (recursive) return "'recursive' MUST NOT be set when 'state=query'.";
    return params.recalculate_mask === 'default'
      ? undefined
      : "'recalculate_mask' MUST NOT be set to 'mask' or 'no_mask' when 'state=query'.";
  }
  if (etype === undefined) return `'etype' MUST be set when 'state=${state}'.`;
  if (state === 'present' && (permissions === undefined || permissions === ''))
    return "'permissions' is required with state=present: any of r, w, x and X, or '-' for none";
  return undefined;
}

function refuseText(entry: string, state: EntryParams['state']): string | undefined {
  const sections = entry.split(':').length;
  if (state === 'present' && sections !== 3 && sections !== 4)
    return "'entry' MUST have 3 or 4 sections divided by ':' when 'state=present'.";
  if (state === 'absent' && sections !== 2 && sections !== 3)
    return "'entry' MUST have 2 or 3 sections divided by ':' when 'state=absent'.";
  return state === 'query' ? "'entry' MUST NOT be set when 'state=query'." : undefined;
}

/** The entry that is meant. */
export function entryOf({ state, entry, etype = '', entity, permissions, default: isDefault }: EntryParams): Entry {
  if (entry === undefined) {
    const words = [etype, entity, ...(state === 'present' ? [permissions ?? ''] : [])];
    return { text: words.join(':'), isDefault };
  }
  const words = entry.split(':');
  const marked = words[0] === 'd' || words[0] === 'default';
  return { text: (marked ? words.slice(1) : words).join(':'), isDefault: isDefault || marked };
}
