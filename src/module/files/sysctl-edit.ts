// Edits a file of kernel settings (`/etc/sysctl.conf`), and compares values as the kernel prints them.

const TRUE = new Set(['y', 'yes', 'on', '1', 'true', 't']);
const FALSE = new Set(['n', 'no', 'off', '0', 'false', 'f']);

/** A value as it is written: yes and no become 1 and 0. */
export function settingValue(value: string): string {
  const word = value.toLowerCase();
  if (TRUE.has(word)) return '1';
  return FALSE.has(word) ? '0' : value.trim();
}

/** Whether the kernel's value is the wanted one; it parts several numbers by tabs. */
export function isSameSetting(one: string, other: string): boolean {
  return words(one) === words(other);
}

const words = (text: string): string => text.trim().split(/\s+/).join(' ');

/** The file of a setting below /proc/sys. Where the first separator is a slash, dots are part of names (`net/ipv4/conf/eth0.1/forwarding`). */
export function settingPath(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  if (first !== '.') return `/proc/sys/${name}`;
  return `/proc/sys/${name.replaceAll(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))}`;
}

interface Line {
  readonly text: string;
  readonly key?: string;
  readonly value?: string;
}

function parse(line: string): Line {
  const text = line.trim();
  const at = text.indexOf('=');
  if (at < 0 || /^[#;]/.test(text)) return { text };
  return { text, key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/**
 * The text with the setting (`undefined`: without it), or the same text where nothing differs. What is rewritten has each setting once, with the
 * value that counts (the last), and without spaces around the equals sign.
 */
export function editSettings(old: string, name: string, wanted: string | undefined): string {
  const lines = (old.match(/[^\n]*\n|[^\n]+$/g) ?? []).map(parse);
  const values = new Map(lines.flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? ''] as const])));
  if (wanted === undefined ? !values.has(name) : values.get(name) === wanted) return old;
  if (wanted === undefined) values.delete(name);
  else values.set(name, wanted);
  const written = new Set<string>();
  const kept = lines.flatMap(({ text, key }): readonly string[] => {
    if (key === undefined) return [text];
    const value = values.get(key);
    if (value === undefined || written.has(key)) return [];
    written.add(key);
    return [`${key}=${value}`];
  });
  if (wanted !== undefined && !written.has(name)) kept.push(`${name}=${wanted}`);
  return kept.map((line) => `${line}\n`).join('');
}
