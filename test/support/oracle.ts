// Runs Debian's ansible, which tells what is right; where it is not installed, what needs it is skipped visibly.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface OracleRun {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs one of the oracle's programs with only the given ANSIBLE_* variables, and without the user's own configuration. */
export function oracle(
  program: string,
  args: readonly string[],
  { cwd, env = {}, input = '' }: OracleRun = {},
): SpawnSyncReturns<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  return spawnSync(program, args, {
    cwd,
    input,
    encoding: 'utf8',
    // All manuals in one answer are more than the default of a megabyte.
    maxBuffer: 64 * 1024 * 1024,
    env: { ...Object.fromEntries(inherited), ANSIBLE_NOCOLOR: '1', LC_ALL: 'C.UTF-8', ...env },
  });
}

/** A `describe` for comparisons with the oracle. */
export function describeParity(title: string, suite: () => void): void {
  if (isInstalled()) describe(title, suite);
  else describe.skip(`${title} (ansible is not installed)`, suite);
}

// Looked up rather than run: it takes half a second to start, and many files ask.
function isInstalled(): boolean {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories.some((directory) => existsSync(join(directory, 'ansible-playbook')));
}
