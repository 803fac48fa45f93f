// What kind of module a file is: Python with Ansible's utilities, or a program that reads its arguments from a file.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { importsOf } from './python-imports.ts';

/** How a module is run. */
export type ModuleStyle =
  /** Python that imports Ansible's module utilities. */
  | 'python'
  /** A program that is given the name of a file with its arguments as JSON. */
  | 'json'
  /** One whose own text has a place for the arguments. */
  | 'embedded'
  /** A program that is given the name of a file with `key=value` words. */
  | 'words'
  /** Machine code, given its arguments as JSON. */
  | 'binary'
  /** For Windows. */
  | 'powershell';

/** A module's file as it was read. */
export interface ModuleFile {
  readonly path: string;
  readonly style: ModuleStyle;
  readonly source: Buffer;
  /** The program and its arguments of the first line; empty without such a line. */
  readonly shebang: readonly string[];
}

/** Where Ansible puts the arguments into a module's own text. */
export const EMBEDDED_ARGUMENTS = '<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>';
const COMMON = /^#<<INCLUDE_ANSIBLE_MODULE_COMMON>>.*$/m;

/** Reads a module. */
export function readModule(path: string): ModuleFile {
  const source = readFileSync(path);
  const shebang = /^#!\s*(.*)/.exec(source.toString('latin1', 0, 400))?.[1]?.trim() ?? '';
  const file = { path, shebang: shebang === '' ? [] : shebang.split(/\s+/) };
  if (isBinary(source)) return { ...file, source, style: 'binary' };
  const text = source.toString('utf8');
  if (COMMON.test(text)) {
    const modern = text.replace(COMMON, 'from ansible.module_utils.basic import *');
    return { ...file, source: Buffer.from(modern), style: 'python' };
  }
  return { ...file, source, style: styleOf(path, text) };
}

function styleOf(path: string, text: string): ModuleStyle {
  if (/\.ps1$/.test(path) || /^#\s*(?:POWERSHELL_COMMON|Requires\s+-Module|AnsibleRequires)/im.test(text))
    return 'powershell';
  // What imports may stand only in words: a shell script that mentions them is no Python.
  if (/\bansible(?:_collections)?\b|^\s*from\s+\./m.test(text) && !isShell(text) && usesUtilities(text))
    return 'python';
  if (text.includes(EMBEDDED_ARGUMENTS)) return 'embedded';
  return text.includes('WANT_JSON') ? 'json' : 'words';
}

function isShell(text: string): boolean {
  const program = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  const name = basename(program?.[1] ?? '');
  return program !== null && !(name === 'env' ? (program[2] ?? '') : name).startsWith('python');
}

function usesUtilities(text: string): boolean {
  return importsOf(text).some(({ level, module, names }) => {
    if (level > 0) return true;
    if (module === 'ansible') return names?.includes('module_utils') ?? false;
    return /^(?:ansible\.module_utils|ansible_collections)(?:\.|$)/.test(module);
  });
}

// As `file` does it: bytes that no text has.
function isBinary(source: Buffer): boolean {
  return source.subarray(0, 1024).some((byte) => byte < 7 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127);
}
