// File modes as playbooks write them: octal, or symbolic clauses applied to the mode that is there, with Ansible's meaning of both.

/** The mode (0 to 0o7777) that `text` means for a file that has `current`; `undefined` where it is no mode. */
export function modeOf(text: string, current: number, directory: boolean, umask = 0o022): number | undefined {
  const octal = /^(?:0o)?([0-7]{1,6})$/.exec(text);
  if (octal) return Number.parseInt(octal[1] ?? '', 8) & 0o7777;
  let mode = current;
  for (const clause of text.split(',')) {
    const match = /^([ugo]*|a)((?:[-+=][rwxXstugo]*)+)$/.exec(clause.trim());
    if (!match) return undefined;
    const [, who = '', actions = ''] = match;
    for (const [, operator = '', letters = ''] of actions.matchAll(/([-+=])([^-+=]*)/g)) {
      for (const user of who === '' || who === 'a' ? 'ugo' : who) {
        const bits = bitsOf(user, letters, { current, directory, umask: who === '' ? umask : 0 });
        mode = apply(mode, operator, bits, EVERYTHING[user] ?? 0);
      }
    }
  }
  return mode;
}

const SHIFT: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };
const SPECIAL: Readonly<Record<string, number>> = { us: 0o4000, gs: 0o2000, ot: 0o1000 };
const EVERYTHING: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007 };
const LETTERS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

interface File {
  /** The mode before any clause: what `X` and the letters u, g and o go by. */
  readonly current: number;
  readonly directory: boolean;
  /** What is held back of r, w and x (in Ansible not of X) where a clause has no letter for whom. */
  readonly umask: number;
}

function bitsOf(user: string, letters: string, { current, directory, umask }: File): number {
  const shift = SHIFT[user] ?? 0;
  let bits = 0;
  for (const letter of letters) {
    const copied = SHIFT[letter];
    bits |= ((LETTERS[letter] ?? 0) << shift) & ~umask;
    bits |= SPECIAL[`${user}${letter}`] ?? 0;
    if (letter === 'X' && (directory || (current & 0o111) !== 0)) bits |= 1 << shift;
    if (copied !== undefined) bits |= ((current >> copied) & 0o7) << shift;
  }
  return bits;
}

function apply(mode: number, operator: string, bits: number, everything: number): number {
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  return (mode & ~everything) | bits;
}
