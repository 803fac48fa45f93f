// Ansible's filters on paths.

import { statSync } from 'node:fs';
import { Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asSequence, defined, str, typeName } from '../python/index.ts';
import { glob } from '../text/glob.ts';
import {
  basename,
  dirname,
  expandUser,
  expandVariables,
  joinPaths,
  realPath,
  relativePath,
  splitDrive,
  splitExtension,
  windowsBasename,
  windowsDirname,
} from '../text/paths.ts';
import { type FilterDefinition, filter } from './define.ts';

export const pathFilters: readonly FilterDefinition[] = [
  filter('basename', {}, (input) => basename(pathOf(input))),
  filter('dirname', {}, (input) => dirname(pathOf(input))),
  filter('splitext', {}, (input) => new Tuple(splitExtension(pathOf(input)))),
  filter('expanduser', {}, (input, _args, { controller }) => expandUser(pathOf(input), controller.environment)),
  filter('expandvars', {}, (input, _args, { controller }) => expandVariables(pathOf(input), controller.environment)),
  filter('realpath', {}, (input) => realPath(pathOf(input))),
  filter('relpath', { start: '.' }, (input, { start }) => {
    const path = pathOf(input);
    if (path === '') throw new TemplateError('no path specified');
    return relativePath(path, pathOf(start));
  }),
  filter('path_join', {}, (input) => {
    const parts = typeof input === 'string' ? [input] : asSequence(defined(input));
    if (!parts)
      throw new TemplateError(`|path_join expects string or sequence, got <class '${typeName(input)}'> instead.`);
    if (parts.length === 0) throw new TemplateError("join() missing 1 required positional argument: 'a'");
    return joinPaths(parts.map(pathOf));
  }),
  filter('win_basename', {}, (input) => windowsBasename(pathOf(input))),
  filter('win_dirname', {}, (input) => windowsDirname(pathOf(input))),
  filter('win_splitdrive', {}, (input) => new Tuple(splitDrive(pathOf(input)))),
  filter('fileglob', {}, (input) => glob(pathOf(input)).filter(isFile)),
];

function pathOf(value: Value): string {
  if (typeof defined(value) === 'string') return str(value);
  throw new TemplateError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
