// File flags as chattr takes them and lsattr shows them: what must change, and what will be there.

/** The operand for chattr and the letters afterwards, or `undefined` where nothing changes. `now` is unknown for a file yet to be made. */
export function wantedFlags(
  asked: string,
  now: string | undefined,
): { readonly change: string; readonly after: string } | undefined {
  const [, operator = '', letters = ''] = /^([-+=]?)(.*)$/.exec(asked) ?? [];
  const after = new Set(operator === '+' || operator === '-' ? now : letters);
  for (const letter of letters) {
    if (operator === '-') after.delete(letter);
    else after.add(letter);
  }
  const current = new Set(now);
  if (now !== undefined && after.size === current.size && [...after].every((letter) => current.has(letter)))
    return undefined;
  return { change: `${operator === '' ? '=' : operator}${letters}`, after: [...after].join('') };
}
