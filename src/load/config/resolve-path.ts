// Turns a path as people write it in a setting (`~/x`, `$HOME/x`, `{{CWD}}/x`, `x`) into an absolute one.

import { homedir, userInfo } from 'node:os';
import { resolve } from 'node:path';

/** What a path in a setting may refer to. */
export interface PathSurroundings {
  /** What relative paths are relative to: the directory of the file they are written in, else the working directory. */
  readonly base: string;
  readonly cwd: string;
  /** ANSIBLE_HOME. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An absolute path. Unknown variables stay as they are written. */
export function resolvePath(written: string, { base, cwd, home, environment }: PathSurroundings): string {
  const replaced = written
    .replaceAll(/\{\{\s*CWD\s*\}\}/g, cwd)
    .replaceAll(/\{\{\s*CONFIG_DIR\s*\}\}/g, base)
    .replaceAll(/\{\{\s*ANSIBLE_HOME\s*\}\}/g, home)
    .replaceAll(
      /\$(?:(\w+)|\{([^}]*)\})/g,
      (whole, bare?: string, braced?: string) => environment[bare ?? braced ?? ''] ?? whole,
    );
  return resolve(base, expandHome(replaced, environment));
}

/** `~` and `~name` at the beginning. Of other people's homes only our own is known for sure. */
export function expandHome(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const [, name, rest = ''] = /^~([^/]*)(\/.*)?$/s.exec(path) ?? [];
  if (name === undefined || (name !== '' && name !== userInfo().username)) return path;
  return `${environment.HOME ?? homedir()}${rest}`;
}
