// Imports the files of users' own modules, which may be JavaScript or TypeScript.

import { fileURLToPath, pathToFileURL } from 'node:url';

type Import = (url: string) => Promise<unknown>;

let importer: Import = (url) => import(url);

/** Has files imported by somebody else: a script that was read from a cache of compiled code cannot import. */
export function importBy(other: Import): void {
  importer = other;
}

/** What a file exports. Users' TypeScript needs jiti where Node itself cannot read it. */
export async function importFile(file: string): Promise<unknown> {
  if (!file.endsWith('.ts') || import.meta.url.endsWith('.ts')) return importer(pathToFileURL(file).href);
  const { createJiti } = await import('jiti');
  const self = fileURLToPath(new URL('./module.js', import.meta.url));
  return createJiti(import.meta.url, { alias: { 'tsplay/module': self } }).import(file);
}
