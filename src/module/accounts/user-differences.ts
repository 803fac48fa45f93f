// What of an account differs from what the parameters ask for, with the flags of usermod there and back.

import type { Account } from './account-change.ts';
import { expiryDate, expiryDay } from './expiry.ts';
import { groupsOf, type UserParams } from './user-params.ts';

export interface Difference {
  readonly name: string;
  readonly differs: boolean;
  readonly before: string;
  readonly after: string;
  readonly flags: readonly string[];
  readonly back: readonly string[];
}

/** A field that may differ. */
export function difference(
  name: string,
  differs: boolean,
  before: string | number,
  after: string | number | undefined,
  flags: readonly string[],
  back: readonly string[],
): Difference {
  return { name, differs, before: String(before), after: String(after ?? ''), flags, back };
}

/** When the account expires. */
export function expiry({ expires }: UserParams, { shadow }: Account): Difference {
  const wanted = expires === undefined ? undefined : expiryDay(expires);
  const differs = wanted !== undefined && shadow !== undefined && wanted !== shadow.expire;
  const flags = ['-e', expires === undefined ? '' : expiryDate(expires)];
  const back = ['-e', shadow === undefined || shadow.expire < 0 ? '' : expiryDate(shadow.expire * 86_400)];
  return difference('expires', differs, shadow?.expire ?? '', wanted, flags, back);
}

/** The further groups: flags of usermod, and all groups afterwards. `undefined` where they are as wanted. */
export function groupChange(
  params: UserParams,
  user: Account,
): { readonly flags: readonly string[]; readonly all: readonly string[] } | undefined {
  if (params.groups === undefined) return undefined;
  const wanted = groupsOf(params).filter((name) => name !== user.primaryGroup);
  const missing = wanted.filter((name) => !user.groups.includes(name));
  if (params.append) {
    return missing.length === 0
      ? undefined
      : { flags: ['-a', '-G', missing.join(',')], all: [...user.groups, ...missing].sort() };
  }
  const surplus = user.groups.filter((name) => !wanted.includes(name));
  return missing.length + surplus.length === 0
    ? undefined
    : { flags: ['-G', wanted.join(',')], all: [...wanted].sort() };
}
