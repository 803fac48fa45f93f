// Edits /etc/fstab line by line: comments and entries that are not asked about stay as they are.

export interface FstabEntry {
  readonly src: string;
  readonly path: string;
  readonly fstype: string;
  readonly opts: string;
  readonly dump: string;
  readonly passno: string;
}

/** Fields are parted by blanks, so that these are written as octal numbers. */
export function escapeField(field: string): string {
  return field.replace(/[\\ \t\n]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** A field as it was before it was escaped. */
export function unescapeField(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function entryOf(line: string): FstabEntry | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const [src, path, fstype, opts, dump = '0', passno = '0'] = text.split(/\s+/).map(unescapeField);
  if (src === undefined || path === undefined || fstype === undefined || opts === undefined) return undefined;
  return { src, path, fstype, opts, dump, passno };
}

function lineOf({ src, path, fstype, opts, dump, passno }: FstabEntry): string {
  return `${[src, path, fstype, opts, dump, passno].map(escapeField).join(' ')}\n`;
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

// Swap has no place: what it is on tells one from another.
function isMeant(entry: FstabEntry | undefined, path: string, src: string | undefined): boolean {
  if (entry?.path !== path) return false;
  return src === undefined || entry.fstype !== 'swap' || entry.src === src;
}

/** The entry of a place, the last where there are several. */
export function entryAt(text: string, path: string, src?: string): FstabEntry | undefined {
  return linesOf(text)
    .map(entryOf)
    .findLast((entry) => isMeant(entry, path, src));
}

/** The text with this entry: where the old one of its place was, else at the end. The same text where nothing differs. */
export function withEntry(text: string, wanted: FstabEntry): string {
  let found = false;
  const lines = linesOf(text).map((line) => {
    const entry = entryOf(line);
    if (!entry || !isMeant(entry, wanted.path, wanted.src)) return line;
    found = true;
    return lineOf(entry) === lineOf(wanted) ? line : lineOf(wanted);
  });
  if (found) return lines.join('');
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lineOf(wanted)}`;
}

/** The text without the entry of a place. */
export function withoutEntry(text: string, path: string, src?: string): string {
  return linesOf(text)
    .filter((line) => !isMeant(entryOf(line), path, src))
    .join('');
}
