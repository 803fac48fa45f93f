// What copy takes from the controller: bytes, a file, or a directory with everything in it.

import { createHash } from 'node:crypto';
import { createReadStream, type Stats, statSync } from 'node:fs';
import { lstat, open, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import type { WriteFile } from '../../../plan/change.ts';
import { digest } from '../../../plan/digest.ts';
import { type ControllerFiles, ModuleError } from '../../module.ts';
import { baseName, join } from '../paths.ts';
import { ReadCache } from './read-cache.ts';

/** A file to be put on a host. */
export interface SourceFile {
  /** Where it goes, relative to the destination directory. */
  readonly name: string;
  readonly content: WriteFile['content'];
  readonly sha1: string;
  /** As Ansible tells it; absent for what is streamed. */
  readonly md5?: string;
  /** Its own mode, for `mode: preserve`. */
  readonly mode: number;
}

export interface SourceTree {
  readonly directories: readonly string[];
  readonly files: readonly SourceFile[];
  readonly links: readonly { readonly name: string; readonly target: string }[];
}

export type Source =
  | { readonly kind: 'content'; readonly file: SourceFile }
  | { readonly kind: 'file'; readonly file: SourceFile }
  | { readonly kind: 'tree'; readonly tree: SourceTree }
  /** It is already on the host. */
  | { readonly kind: 'remote' };

/** Bytes; larger files are streamed from the disk when they are written, so that a run holds none of them in memory. */
const IN_MEMORY = 512 * 1024;
const VAULT = '$ANSIBLE_VAULT';

/** Bytes that are at hand. */
export function sourceOf(name: string, content: Buffer, mode = 0o644): SourceFile {
  return { name, content, sha1: digest(content, 'sha1'), md5: digest(content, 'md5'), mode };
}

/** The mode of a file of the controller. Fails with a `ModuleError` where it is none. */
export function modeOfFile(path: string): number {
  const found = statOf(path);
  if (!found.isFile()) throw new ModuleError(`'${path}' is no file`);
  return found.mode & 0o7777;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
}

export interface ReadOptions {
  readonly decrypt: boolean;
  /** Whether links in a directory are copied as what they lead to. */
  readonly followLinks: boolean;
}

/** The file or directory that `src` names. Fails with a `ModuleError`. */
export async function readSource(src: string, files: ControllerFiles, options: ReadOptions): Promise<Source> {
  const path = files.find('files', src.replace(/(?<=.)\/+$/, ''));
  if (path === undefined) throw notFound(src, files.searched('files', src));
  const found = await stat(path).catch((error: unknown) => Promise.reject(cannotRead(path, error)));
  if (!found.isDirectory()) return { kind: 'file', file: await readOne(path, baseName(path), files, options) };
  // With a slash at the end the directory's content is meant, without one the directory itself.
  const top = src.endsWith('/') ? '' : baseName(path);
  return { kind: 'tree', tree: await readTree(path, top, files, options) };
}

function notFound(src: string, searched: readonly string[]): ModuleError {
  const places = searched.map((place) => `\n\t${place}`).join('');
  return new ModuleError(
    `Could not find or access '${src}' on the controller; for a file that is on the host, set remote_src.${places === '' ? '' : ` Searched in:${places}`}`,
  );
}

function cannotRead(path: string, error: unknown): ModuleError {
  return new ModuleError(`'${path}' cannot be read: ${error instanceof Error ? error.message : String(error)}`);
}

async function readOne(
  path: string,
  name: string,
  files: ControllerFiles,
  { decrypt }: ReadOptions,
): Promise<SourceFile> {
  try {
    const found = await stat(path, { bigint: true });
    const mode = Number(found.mode & 0o7777n);
    const known = cache.get(path, found);
    if (known) return { ...known, name, mode };
    // What a vault holds is not kept longer than it is needed.
    if (decrypt && (await isVaulted(path))) return sourceOf(name, await files.read(path, { decrypt }), mode);
    const isLarge = found.size > IN_MEMORY;
    const file = isLarge ? await streamed(path, name, mode) : sourceOf(name, await readFile(path), mode);
    cache.set(path, found, file, isLarge ? 0 : Number(found.size));
    return file;
  } catch (error) {
    throw error instanceof ModuleError ? error : cannotRead(path, error);
  }
}

const cache = new ReadCache<SourceFile>();

async function streamed(path: string, name: string, mode: number): Promise<SourceFile> {
  const { size } = await stat(path);
  const sha1 = await digestOf(path);
  return { name, content: { file: path, size, sha1 }, sha1, mode };
}

async function isVaulted(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(VAULT.length), 0, VAULT.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === VAULT;
  } finally {
    await file.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha1');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function readTree(path: string, top: string, files: ControllerFiles, options: ReadOptions): Promise<SourceTree> {
  const tree = {
    directories: [] as string[],
    files: [] as SourceFile[],
    links: [] as { name: string; target: string }[],
  };
  const visit = async (directory: string, name: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(directory);
    if (above.includes(real))
      throw new ModuleError(
        `the link '${directory}' leads into a circle; set local_follow to false to copy links as links`,
      );
    for (const entry of (await readdir(directory)).sort()) {
      const child = join(directory, entry);
      const childName = name === '' ? entry : `${name}/${entry}`;
      const itself = await lstat(child);
      const leadsTo =
        itself.isSymbolicLink() && options.followLinks ? await stat(child).catch(() => undefined) : itself;
      if (itself.isSymbolicLink() && (leadsTo === undefined || leadsTo === itself)) {
        tree.links.push({ name: childName, target: await readlink(child) });
      } else if (leadsTo?.isDirectory()) {
        tree.directories.push(childName);
        await visit(child, childName, [...above, real]);
      } else if (leadsTo?.isFile()) tree.files.push(await readOne(child, childName, files, options));
      else throw new ModuleError(`'${child}' is neither a file nor a directory; it cannot be copied`);
    }
  };
  await visit(path, top, []).catch((error: unknown) =>
    Promise.reject(error instanceof ModuleError ? error : cannotRead(path, error)),
  );
  return tree;
}
