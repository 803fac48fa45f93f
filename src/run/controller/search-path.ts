// Where the names of files in a task are searched on the controller: `ansible_search_path`.

import { dirname, join } from 'node:path';
import type { Statement } from '../../model/playbook.ts';
import { roleBlocksOf } from '../scope/statement-vars.ts';

/** The role, the roles around it, the directory of the file that the task stands in, and that of the playbook. */
export function searchPath(statement: Statement, playbookDir: string): readonly string[] {
  const roles = roleBlocksOf(statement).map((block) => block.role.path);
  return [...new Set([...roles, dirname(statement.path), playbookDir])];
}

/** The paths that a name may mean: in the `files/` (or `templates/`...) of each directory before the directory itself. */
export function candidates(path: readonly string[], kind: string, name: string): readonly string[] {
  if (name.startsWith('/')) return [name];
  return path.flatMap((directory) => [join(directory, kind, name), join(directory, name)]);
}
