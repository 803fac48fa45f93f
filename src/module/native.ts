// tsplay's own modules by name, each loaded when it is first asked for.

import { readdirSync } from 'node:fs';

/** What loads a module's file. */
export type LoadFile = () => Promise<unknown>;

/**
 * Reads the names from the source tree. A build puts a table of all modules in the place of this file (`scripts/build.mjs`), so that they are in the
 * one bundle.
 */
export function nativeModules(): ReadonlyMap<string, LoadFile> {
  const directory = new URL('../../modules/', import.meta.url);
  const files = readdirSync(directory).filter((name) => name.endsWith('.ts'));
  return new Map(files.map((file) => [file.slice(0, -'.ts'.length), () => import(new URL(file, directory).href)]));
}
