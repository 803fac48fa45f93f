// A file as the fields of the stat module, under Ansible's names.

import { type Plain, PyFloat } from '../../model/value.ts';
import type { FilePresent, FileType } from '../../plan/look.ts';

/** What lsattr's letters mean, in the words of `lsattr -l`. */
const FLAG_NAMES: Readonly<Record<string, string>> = {
  A: 'noatime',
  a: 'append',
  c: 'compressed',
  C: 'nocow',
  d: 'nodump',
  D: 'dirsync',
  e: 'extents',
  E: 'encrypted',
  h: 'blocksize',
  i: 'immutable',
  I: 'indexed',
  j: 'journalled',
  N: 'inline',
  s: 'zero',
  S: 'synchronous',
  t: 'notail',
  T: 'blockroot',
  u: 'undelete',
  X: 'compressedraw',
  Z: 'compresseddirty',
};

/** The names of lsattr's letters; a letter that is newer than us stands for itself. */
export function flagNames(flags: string): readonly string[] {
  return [...flags].map((letter) => FLAG_NAMES[letter] ?? letter);
}

/** The twelve permission bits as Ansible's booleans. */
export function permissionFields(mode: number): Readonly<Record<string, boolean>> {
  const bits: readonly (readonly [string, number])[] = [
    ['wusr', 0o200],
    ['rusr', 0o400],
    ['xusr', 0o100],
    ['wgrp', 0o020],
    ['rgrp', 0o040],
    ['xgrp', 0o010],
    ['woth', 0o002],
    ['roth', 0o004],
    ['xoth', 0o001],
    ['isuid', 0o4000],
    ['isgid', 0o2000],
  ];
  return Object.fromEntries(bits.map(([name, bit]) => [name, (mode & bit) !== 0]));
}

/** `isreg`, `isdir` and their like. */
export function typeFields(type: FileType): Readonly<Record<string, boolean>> {
  return {
    isdir: type === 'directory',
    ischr: type === 'char',
    isblk: type === 'block',
    isreg: type === 'file',
    isfifo: type === 'fifo',
    islnk: type === 'link',
    issock: type === 'socket',
  };
}

/** A time as Python has it, a float even on the full second. */
export const time = (seconds: number): PyFloat => new PyFloat(seconds);

/** Permission bits as four octal digits, the way stat and find print them. */
export const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** The fields that find and stat tell alike. */
export function commonFields(file: FilePresent): Readonly<Record<string, Plain>> {
  return {
    path: file.path,
    mode: octal(file.mode),
    ...typeFields(file.type),
    uid: file.uid,
    gid: file.gid,
    size: file.size,
    inode: file.inode,
    dev: file.device,
    nlink: file.links,
    atime: time(file.atime),
    mtime: time(file.mtime),
    ctime: time(file.ctime),
    ...permissionFields(file.mode),
  };
}

/** Every field that a file has, `exists` among them. */
export function statFields(
  file: FilePresent,
  asked: { readonly mime: boolean; readonly flags: boolean },
): Readonly<Record<string, Plain>> {
  const { owner, group, digest, blocks, blockSize, specialDevice } = file;
  return {
    exists: true,
    ...commonFields(file),
    ...(blocks !== undefined && { blocks }),
    ...(blockSize !== undefined && { block_size: blockSize }),
    ...(specialDevice !== undefined && { device_type: specialDevice }),
    ...accessFields(file),
    ...(owner !== '' && { pw_name: owner }),
    ...(group !== '' && { gr_name: group }),
    ...linkFields(file),
    ...(digest !== undefined && { checksum: digest }),
    ...(asked.mime && mimeFields(file)),
    ...(asked.flags && flagFields(file)),
  };
}

// A file that is only predicted was never asked for its access: whoever makes it may read and write it.
function accessFields({ access, mode }: FilePresent): Readonly<Record<string, boolean>> {
  return {
    readable: access?.read ?? true,
    writeable: access?.write ?? true,
    executable: access?.execute ?? (mode & 0o111) !== 0,
  };
}

function linkFields({ type, target, resolved }: FilePresent): Readonly<Record<string, string>> {
  if (type !== 'link' || target === undefined) return {};
  return { lnk_target: target, lnk_source: resolved };
}

// file(1) says in a sentence that a link leads nowhere, which is no type.
function mimeFields({ mime }: FilePresent): Readonly<Record<string, string>> {
  const match = /^([\w.+-]+\/[\w.+-]+); charset=(\S+)$/.exec(mime ?? '');
  return { mimetype: match?.[1] ?? 'unknown', charset: match?.[2] ?? 'unknown' };
}

function flagFields({ flags, version }: FilePresent): Readonly<Record<string, Plain>> {
  return { attr_flags: flags ?? '', attributes: flagNames(flags ?? ''), version: version ?? null };
}
