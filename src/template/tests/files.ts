// Tests of paths on the controller.

import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { defined, repr, typeName } from '../python/index.ts';
import { required, type TestDefinition, test } from './define.ts';

export const fileTests: readonly TestDefinition[] = [
  test(['file', 'is_file'], {}, (input) => stat(input)?.isFile() ?? false),
  test(['directory', 'is_dir'], {}, (input) => stat(input)?.isDirectory() ?? false),
  test(['link', 'is_link'], {}, (input) => linkStat(input)?.isSymbolicLink() ?? false),
  test('exists', {}, (input) => stat(input) !== undefined),
  test('link_exists', {}, (input) => linkStat(input) !== undefined),
  test(['abs', 'is_abs'], {}, (input) => isAbsolute(pathOf(input))),
  test(['mount', 'is_mount'], {}, (input) => isMount(pathOf(input))),
  test(['same_file', 'is_same_file'], { other: required }, (input, { other }) => {
    const [first, second] = [existing(input), existing(other)];
    return first.dev === second.dev && first.ino === second.ino;
  }),
];

function pathOf(value: Value): string {
  if (typeof defined(value) === 'string') return String(value);
  throw new TemplateError(`stat: path should be string, bytes, os.PathLike or integer, not ${typeName(value)}`);
}

function stat(path: Value): Stats | undefined {
  return quietly(() => statSync(pathOf(path)));
}

function linkStat(path: Value): Stats | undefined {
  return quietly(() => lstatSync(pathOf(path)));
}

// What cannot be looked at is not there, as for Python's os.path; a path that is no text is a mistake.
function quietly(look: () => Stats): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    return undefined;
  }
}

function existing(path: Value): Stats {
  const found = stat(path);
  if (!found) throw new TemplateError(`[Errno 2] No such file or directory: ${repr(path)}`);
  return found;
}

// A directory on another device than its parent, or its own parent.
function isMount(path: string): boolean {
  const own = linkStat(path);
  if (!own || own.isSymbolicLink()) return false;
  const parent = stat(own.isDirectory() ? `${path}/..` : dirname(path));
  return parent !== undefined && (parent.dev !== own.dev || parent.ino === own.ino);
}
