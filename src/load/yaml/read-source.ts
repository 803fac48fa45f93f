// Reads a source file from the disk, named as the user would name it.

import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { type Checked, error } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';

/** The text of a file, or a problem that says why it cannot be read. Synchronous: everything is read before the first connection. */
export function readSource(path: string): Checked<SourceFile> {
  const name = displayPath(path);
  try {
    const bytes = readFileSync(path);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, value: { path: name, text } };
  } catch (failure) {
    return { ok: false, problems: [error(`cannot read ${name}: ${reasonOf(failure)}`)] };
  }
}

/** A path relative to the working directory where it is below it, else absolute. */
export function displayPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? path : below;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

/** Why a file cannot be read, for people. */
export function reasonOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const code = 'code' in failure ? String(failure.code) : '';
  return REASONS[code] ?? failure.message;
}
