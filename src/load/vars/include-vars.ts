// Finds and reads what `include_vars: dir=...` names: the files of a directory, and of those below it.

import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Checked, error } from '../../model/diagnostic.ts';
import { compareText, type Variable } from '../../model/inventory.ts';
import { compileRegex, isRegexMistake, type PythonRegex } from '../../template/text/python-regex.ts';
import type { ReadSource } from '../vault/read-vaulted.ts';
import { readVarsFile } from './vars-file.ts';

/** The parameters of `include_vars` that are about directories. */
export interface IncludedDirectory {
  /** Absolute path. */
  readonly directory: string;
  /** How many levels of directories are read; 0 for all. */
  readonly depth?: number;
  /** A regular expression that names must match. */
  readonly filesMatching?: string;
  /** Regular expressions; names whose end matches one are left out. */
  readonly ignoreFiles?: readonly string[];
  /** Without their dots. */
  readonly extensions?: readonly string[];
  readonly ignoreUnknownExtensions?: boolean;
}

/** Which files were read, and their variables in order; of two with one name the later one holds. */
export interface IncludedVars {
  readonly files: readonly string[];
  readonly variables: readonly Variable[];
}

/** Reads one file. */
export function includeVarsFile(path: string, read: ReadSource): Checked<IncludedVars> {
  const file = readVarsFile(path, read);
  return file.ok ? { ...file, value: { files: [path], variables: file.value } } : file;
}

/** Reads a directory: its files by name, then the directories in it. The first mistake ends it, as files may depend on what was read. */
export function includeVarsDirectory(options: IncludedDirectory, read: ReadSource): Checked<IncludedVars> {
  const stat = statSync(options.directory, { throwIfNoEntry: false });
  if (!stat) return refuse(`There is no directory '${options.directory}'`);
  if (!stat.isDirectory()) return refuse(`'${options.directory}' is no directory`);
  const patterns = compilePatterns(options);
  if (!patterns.ok) return patterns;
  const files: string[] = [];
  const variables: Variable[] = [];
  for (const path of filesOf(options.directory, options.depth ?? 0)) {
    const wanted = judge(path, options, patterns.value);
    if (wanted === 'ignored') continue;
    if (wanted === 'unknown')
      return refuse(`'${path}' has none of the extensions ${extensionsOf(options).join(', ')}`, ignoreHint);
    const file = readVarsFile(path, read);
    if (!file.ok) return file;
    files.push(path);
    variables.push(...file.value);
  }
  return { ok: true, value: { files, variables } };
}

const ignoreHint = 'set ignore_unknown_extensions, or name the file in ignore_files';

interface Patterns {
  readonly matching: PythonRegex | undefined;
  readonly ignored: readonly PythonRegex[];
}

function compilePatterns({ filesMatching, ignoreFiles = [] }: IncludedDirectory): Checked<Patterns> {
  const ignored: PythonRegex[] = [];
  for (const pattern of ignoreFiles) {
    const compiled = compileRegex(`${pattern}$`);
    if (isRegexMistake(compiled)) return refuse(`'${pattern}' is no regular expression: ${compiled.message}`);
    ignored.push(compiled);
  }
  const matching = filesMatching === undefined ? undefined : compileRegex(filesMatching);
  if (matching && isRegexMistake(matching)) {
    return refuse(`'${filesMatching}' is no regular expression: ${matching.message}`);
  }
  return { ok: true, value: { matching, ignored } };
}

function judge(
  path: string,
  options: IncludedDirectory,
  { matching, ignored }: Patterns,
): 'wanted' | 'ignored' | 'unknown' {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (matching && !matching.search(name)) return 'ignored';
  if (ignored.some((pattern) => pattern.search(name))) return 'ignored';
  if (extensionsOf(options).includes(extname(name).slice(1))) return 'wanted';
  return options.ignoreUnknownExtensions ? 'ignored' : 'unknown';
}

function extensionsOf({ extensions = ['yaml', 'yml', 'json'] }: IncludedDirectory): readonly string[] {
  return extensions;
}

function filesOf(directory: string, depth: number): readonly string[] {
  const names = readdirSync(directory).sort(compareText);
  const paths = names.map((name) => join(directory, name));
  const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const directories = depth === 1 ? [] : paths.filter(isDirectory);
  const files = paths.filter((path) => !isDirectory(path));
  return [...files, ...directories.flatMap((path) => filesOf(path, depth === 0 ? 0 : depth - 1))];
}

function refuse(message: string, hint?: string): Checked<never> {
  return { ok: false, problems: [error(message, undefined, hint)] };
}
