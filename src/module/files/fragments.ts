// Fragments of a file: which files of a directory are, and how they are put together, as the assemble module does.

import { readdir, stat } from 'node:fs/promises';
import { compileRegex } from '../../template/text/python-regex.ts';
import { type ControllerFiles, ModuleError } from '../module.ts';
import { join } from './paths.ts';

export interface Selection {
  /** Only names in which it is found. */
  readonly regexp: string | undefined;
  readonly ignoreHidden: boolean;
}

/** Why the names cannot be chosen so; `undefined` where they can. */
export function refuseSelection({ regexp }: Selection): string | undefined {
  const regex = regexp === undefined ? undefined : compileRegex(regexp);
  return regex && 'kind' in regex ? `Invalid Regexp (${regex.message}) in "${regexp}"` : undefined;
}

/** The names that are meant, in the order in which they are put together. */
export function selectNames(names: readonly string[], { regexp, ignoreHidden }: Selection): readonly string[] {
  const regex = regexp === undefined ? undefined : compileRegex(regexp);
  return names
    .filter((name) => !(ignoreHidden && name.startsWith('.')))
    .filter((name) => regex === undefined || 'kind' in regex || regex.search(name) !== undefined)
    .toSorted();
}

/**
 * Puts fragments together: each begins on a line of its own, with the delimiter before it, which ends its line. To fragments of the
 * controller Ansible gives a line end even behind a delimiter that ends with one.
 */
export function joinFragments(fragments: readonly Buffer[], delimiter = '', ofController = false): Buffer {
  const written = unescaped(delimiter);
  const between = written === '' || (written.endsWith('\n') && !ofController) ? written : `${written}\n`;
  const parts = fragments.flatMap((fragment, index) => {
    const last = fragments[index - 1];
    const newline = last === undefined || endsLine(last) ? '' : '\n';
    return index === 0 ? [fragment] : [Buffer.from(newline + between), fragment];
  });
  return Buffer.concat(parts);
}

const endsLine = (fragment: Buffer): boolean => fragment.at(-1) === 0x0a;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...[['a', '\x07'] as const, ['b', '\b'] as const, ['f', '\f'] as const, ['n', '\n'] as const],
  ...[['r', '\r'] as const, ['t', '\t'] as const, ['v', '\v'] as const, ['\n', ''] as const],
]);

// As in a text of Python: `\n`, `\t`, `\x2d`, `\u2014`.
function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([abfnrtv\n\\'"]))/gi,
    (written, ...[two, four, eight, letter]: readonly (string | undefined)[]) => {
      const code = two ?? four ?? eight;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return ESCAPES.get(letter ?? '') ?? letter ?? written;
    },
  );
}

/** The fragments of a directory of the controller. Fails with a `ModuleError`. */
export async function readFragments(
  src: string,
  selection: Selection,
  files: ControllerFiles,
  decrypt: boolean,
): Promise<readonly Buffer[]> {
  const directory = files.find('files', src);
  if (directory === undefined) {
    const places = files.searched('files', src).map((place) => `\n\t${place}`);
    throw new ModuleError(`Could not find or access '${src}' on the controller. Searched in:${places.join('')}`);
  }
  if (!(await stat(directory)).isDirectory()) throw new ModuleError(`Source (${src}) is not a directory`);
  const fragments: Buffer[] = [];
  for (const name of selectNames(await readdir(directory), selection)) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) fragments.push(await files.read(path, { decrypt }));
  }
  return fragments;
}
