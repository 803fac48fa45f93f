// Edits the files by which the kernel's modules are loaded at boot (modules-load.d) and get their parameters (modprobe.d).

/** Text of files by path; only those that differ are in a result. */
export type Texts = ReadonlyMap<string, string>;

export interface BootFiles {
  /** Files of /etc/modules-load.d. */
  readonly loads: Texts;
  /** Files of /etc/modprobe.d. */
  readonly options: Texts;
}

export const LOAD_DIRECTORY = '/etc/modules-load.d';
export const OPTION_DIRECTORY = '/etc/modprobe.d';

/** The kernel takes dashes and underscores for the same. */
const plain = (name: string): string => name.replaceAll('-', '_');

function isLoad(line: string, name: string): boolean {
  return plain(line.replace(/[#;].*/, '').trim()) === plain(name);
}

// The parameters that a line gives the module; `undefined` where it is about something else.
function optionsIn(line: string, name: string): readonly string[] | undefined {
  const [word, module = '', ...given] = line.replace(/#.*/, '').trim().split(/\s+/);
  return word === 'options' && plain(module) === plain(name) ? given : undefined;
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The files with which the module is loaded at boot, with these parameters and no others. */
export function persist({ loads, options }: BootFiles, name: string, wanted: readonly string[]): Texts {
  const isLoaded = [...loads.values()].some((text) => linesOf(text).some((line) => isLoad(line, name)));
  const present = [...options.values()].flatMap((text) => linesOf(text).flatMap((line) => optionsIn(line, name) ?? []));
  const load = `${LOAD_DIRECTORY}/${name}.conf`;
  const own = `${OPTION_DIRECTORY}/${name}.conf`;
  const added = wanted.map((one) => `options ${name} ${one}\n`).join('');
  return new Map([
    ...(isLoaded ? [] : [[load, `${ended(loads.get(load) ?? '')}${name}\n`] as const]),
    ...(isSame(present, wanted) ? [] : replaceOptions(options, name, { own, added })),
  ]);
}

/** The files without the module: its lines become comments. */
export function forget({ loads, options }: BootFiles, name: string): Texts {
  return new Map([
    ...changed(loads, (line) => (isLoad(line, name) ? `#${line}` : line)),
    ...changed(options, (line) => (optionsIn(line, name) ? `#${line}` : line)),
  ]);
}

// What stands in the module's own file goes, what others wrote becomes a comment.
function replaceOptions(
  options: Texts,
  name: string,
  { own, added }: { readonly own: string; readonly added: string },
): readonly (readonly [string, string])[] {
  const others = new Map([...options].filter(([path]) => path !== own));
  const old = options.get(own);
  const kept = linesOf(old ?? '').filter((line) => optionsIn(line, name) === undefined);
  const text = `${ended(kept.join(''))}${added}`;
  const commented = changed(others, (line) => (optionsIn(line, name) ? `#${line}` : line));
  return text === (old ?? '') ? commented : [...commented, [own, text]];
}

function changed(texts: Texts, edit: (line: string) => string): readonly (readonly [string, string])[] {
  return [...texts].flatMap(([path, old]) => {
    const text = linesOf(old).map(edit).join('');
    return text === old ? [] : [[path, text] as const];
  });
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function isSame(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((word) => b.has(word));
}
