// Lines of sources.list: what they say, what file they belong into, and how files with them are edited.

const TYPES: ReadonlySet<string> = new Set(['deb', 'deb-src']);

/** What a line says, in one spelling; `undefined` where it is no source. */
export function sourceOf(line: string): { readonly source: string; readonly enabled: boolean } | undefined {
  const [, off, rest = ''] = /^(#?)\s*(.*)$/.exec(line.trim()) ?? [];
  const source = rest
    .replace(/\s#.*$/, '')
    .trim()
    .split(/\s+/)
    .join(' ');
  return TYPES.has(source.split(' ')[0] ?? '') && source.includes(' ') ? { source, enabled: off === '' } : undefined;
}

/** The name of the file for a source, by its address, without `.list`: `deb https://a.example/b ./` gives `a_example_b`. */
export function fileNameFor(source: string): string {
  const plain = source.replace(/\[[^\]]+\]/, '').split(/\s+/);
  const address = (plain.find((word) => word !== '' && !TYPES.has(word)) ?? '').replace(/\w+:\/\//, '');
  const host = address.includes('@') ? address.slice(address.indexOf('@') + 1) : address;
  return host
    .split(/[^a-zA-Z0-9]+/)
    .filter((word) => word !== '')
    .join('_');
}

/** A file with the source in it: where it is switched off it is switched on, where it is missing it comes last. */
export function withSource(text: string, source: string): string {
  const enabled = enable(text, source);
  if (enabled !== undefined) return enabled;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${source}\n`;
}

/** The file with the source switched on; `undefined` where it is not in it. */
export function enable(text: string, source: string): string | undefined {
  const lines = linesOf(text);
  if (!lines.some((line) => sourceOf(line)?.source === source)) return undefined;
  return lines
    .map((line) => {
      const found = sourceOf(line);
      return found?.source === source && !found.enabled ? line.replace(/^(\s*)#\s*/, '$1') : line;
    })
    .join('');
}

/** The file without the source. */
export function withoutSource(text: string, source: string): string {
  return linesOf(text)
    .filter((line) => {
      const found = sourceOf(line);
      return found?.source !== source || !found.enabled;
    })
    .join('');
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** A personal archive of Launchpad: `ppa:OWNER/NAME`, the name being `ppa` where there is none. */
export interface Archive {
  readonly owner: string;
  readonly name: string;
}

export function archiveOf(repo: string): Archive | undefined {
  if (!repo.startsWith('ppa:')) return undefined;
  const [owner = '', name = 'ppa'] = repo.slice('ppa:'.length).split('/');
  return { owner, name };
}

/** The source of an archive for a release. */
export const archiveSource = ({ owner, name }: Archive, codename: string): string =>
  `deb http://ppa.launchpad.net/${owner}/${name}/ubuntu ${codename} main`;
