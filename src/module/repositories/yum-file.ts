// Files of yum's and dnf's repositories: one section read, put in place or taken out, with everything else left as it is.

/** What a section says: names in small letters, several lines of a value parted by newlines. */
export type Section = ReadonlyMap<string, string>;

interface Part {
  /** `undefined` for what stands before the first section. */
  readonly name: string | undefined;
  readonly text: string;
}

function partsOf(text: string): readonly Part[] {
  const parts: { name: string | undefined; text: string }[] = [{ name: undefined, text: '' }];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const name = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (name !== undefined) parts.push({ name, text: '' });
    const part = parts.at(-1);
    if (part) part.text += line;
  }
  return parts;
}

/** A section of a file; `undefined` where it has none of that name. */
export function sectionOf(text: string, name: string): Section | undefined {
  const part = partsOf(text).find((one) => one.name === name);
  if (!part) return undefined;
  const section = new Map<string, string>();
  let last: string | undefined;
  for (const line of part.text.split('\n').slice(1)) {
    const [, key, value = ''] = /^([^\s#;=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) {
      last = key.toLowerCase();
      section.set(last, value.trim());
    } else if (/^\s+\S/.test(line) && last !== undefined) section.set(last, `${section.get(last)}\n${line.trim()}`);
    else if (line.trim() === '') last = undefined;
  }
  return section;
}

/** The file with the section, whole, sorted and last, as Ansible writes it. */
export function withSection(text: string, name: string, section: Section): string {
  const lines = [...section]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key} = ${value.replaceAll('\n', '\n\t')}\n`);
  const rest = textOf(partsOf(text).filter((part) => part.name !== name));
  const gap = rest === '' || rest.endsWith('\n\n') ? '' : rest.endsWith('\n') ? '\n' : '\n\n';
  return `${rest}${gap}[${name}]\n${lines.join('')}\n`;
}

/** The file without the section; empty where no other is left. */
export function withoutSection(text: string, name: string): string {
  const rest = partsOf(text).filter((part) => part.name !== name);
  return rest.some((part) => part.name !== undefined) ? textOf(rest) : '';
}

const textOf = (parts: readonly Part[]): string => parts.map((part) => part.text).join('');

export const isSameSection = (a: Section | undefined, b: Section): boolean =>
  a !== undefined && a.size === b.size && [...b].every(([key, value]) => a.get(key) === value);
