// Finds the `ansible.cfg` that holds: ANSIBLE_CONFIG, the working directory's, the user's, the machine's. The first one wins, they are not merged.

import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { expandHome } from './resolve-path.ts';

export interface ConfigSearch {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The machine's own, where nobody has another. */
  readonly system?: string;
}

/** The path of the configuration, if there is one, and a warning where one was left out. */
export function findConfig({ cwd, environment, system = '/etc/ansible/ansible.cfg' }: ConfigSearch): {
  readonly path?: string;
  readonly problems: readonly Diagnostic[];
} {
  const asked = environment.ANSIBLE_CONFIG;
  const problems: Diagnostic[] = [];
  const candidates: string[] = [];
  if (asked) candidates.push(inDirectory(resolve(cwd, expandHome(asked, environment))));
  const local = join(cwd, 'ansible.cfg');
  // Whoever can write there could make us run his modules: this is how Ansible judges it, too.
  if (!isWorldWritable(cwd)) candidates.push(local);
  else if (isFile(local) && !candidates.includes(local)) problems.push(leftOut(cwd, local));
  candidates.push(join(environment.HOME ?? homedir(), '.ansible.cfg'), system);
  const path = candidates.find(isFile);
  return { ...(path !== undefined && { path }), problems };
}

function leftOut(directory: string, path: string): Diagnostic {
  return {
    severity: 'warning',
    message: `'${path}' is not read: everybody can write to '${directory}'`,
    hint: 'take that right away (chmod o-w), or name the file in ANSIBLE_CONFIG',
  };
}

function inDirectory(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'ansible.cfg') : path;
}

function isWorldWritable(directory: string): boolean {
  const stat = statSync(directory, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mode & 0o002) !== 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
