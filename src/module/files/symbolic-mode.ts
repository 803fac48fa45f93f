// File modes as chmod writes them: octal, or symbolic clauses applied to the mode that is there.

/** The mode (0 to 0o7777) that `text` means for a file that has `current`; `undefined` where it is no mode. */
export function modeOf(text: string, current: number, directory: boolean, umask = 0o022): number | undefined {
  if (/^0?o?[0-7]{1,4}$/.test(text) || /^0[0-7]{4,5}$/.test(text))
    return Number.parseInt(text.replace('o', ''), 8) & 0o7777;
  let result = current;
  for (const clause of text.split(',')) {
    const next = applyClause(clause.trim(), result, directory, umask);
    if (next === undefined) return undefined;
    result = next;
  }
  return result;
}

const SHIFT: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function applyClause(clause: string, current: number, directory: boolean, umask: number): number | undefined {
  const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
  if (!match) return undefined;
  const everybody = match[1] === '' || match[1]?.includes('a') === true;
  const who = everybody ? ['u', 'g', 'o'] : [...(match[1] ?? '')];
  // Without a letter for whom, what the umask holds back is left alone, as chmod does.
  const allowed = match[1] === '' ? ~umask : 0o7777;
  let mode = current;
  for (const [, operator = '', letters = ''] of (match[2] ?? '').matchAll(/([-+=])([rwxXst]*|[ugo])/g)) {
    for (const one of who) mode = applyTo({ mode, original: current, one, operator, letters, directory, allowed });
    if (letters.includes('t') && everybody) mode = operator === '-' ? mode & ~0o1000 : mode | 0o1000;
  }
  return mode & 0o7777;
}

interface Step {
  readonly mode: number;
  readonly original: number;
  readonly one: string;
  readonly operator: string;
  readonly letters: string;
  readonly directory: boolean;
  readonly allowed: number;
}

function applyTo({ mode, original, one, operator, letters, directory, allowed }: Step): number {
  const shift = SHIFT[one] ?? 0;
  const special = one === 'u' ? 0o4000 : one === 'g' ? 0o2000 : 0o1000;
  let bits = permissionBits(letters, original, directory) << shift;
  if (letters.includes('s') && one !== 'o') bits |= special;
  if (letters.includes('t') && one === 'o') bits |= special;
  bits &= allowed;
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  // chmod keeps a directory's setuid and setgid where a clause does not name them.
  const cleared = (0o7 << shift) | (directory && !letters.includes('s') ? 0 : one === 'o' ? 0 : special);
  return (mode & ~cleared) | bits;
}

function permissionBits(letters: string, original: number, directory: boolean): number {
  const copied = SHIFT[letters];
  if (copied !== undefined) return (original >> copied) & 0o7;
  let bits = 0;
  if (letters.includes('r')) bits |= 4;
  if (letters.includes('w')) bits |= 2;
  if (letters.includes('x') || (letters.includes('X') && (directory || (original & 0o111) !== 0))) bits |= 1;
  return bits;
}
