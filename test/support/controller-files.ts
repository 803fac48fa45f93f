// The controller's disk for tests of modules: `files/` and `templates/` in a directory, and absolute paths.

import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ControllerFiles } from '../../src/module/module.ts';

export function controllerFiles(directory: string): ControllerFiles {
  const searched = (kind: 'files' | 'templates', name: string): readonly string[] =>
    isAbsolute(name) ? [name] : [join(directory, kind, name), join(directory, name)];
  return {
    find: (kind, name) => searched(kind, name).find((path) => existsSync(path)),
    searched,
    read: async (path) => readFileSync(path),
    fetch: async (url) => Promise.reject(new Error(`nothing is fetched from ${url} in tests`)),
    renderFile: async (path) => readFileSync(path, 'utf8'),
  };
}
