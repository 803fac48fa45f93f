// Files of the controller: read where they are, and put in place in one step.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ModuleError } from '../module.ts';

/** The bytes of a file; `undefined` where there is none, or a directory. */
export async function readLocal(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw trouble('cannot be read', path, error);
  }
}

/** Writes a file, with the directories above it, so that nobody sees half of it; one that is there keeps its mode. Fails with a `ModuleError`. */
export async function saveLocal(path: string, content: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // A link stays, and what it leads to is written.
    const place = await realpath(path).catch(() => path);
    const mode = await stat(place).then(
      (found) => found.mode & 0o7777,
      () => undefined,
    );
    const fresh = `${dirname(place)}/.tsplay-${randomBytes(8).toString('hex')}`;
    try {
      await writeFile(fresh, content, { flag: 'wx', ...(mode !== undefined && { mode }) });
      await rename(fresh, place);
    } finally {
      await rm(fresh, { force: true });
    }
  } catch (error) {
    throw trouble('cannot be written', path, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
}

function trouble(what: string, path: string, error: unknown): ModuleError {
  return new ModuleError(
    `${path} on the controller ${what}: ${error instanceof Error ? error.message : String(error)}`,
  );
}
