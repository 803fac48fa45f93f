// Finds and reads the files that `include_vars` names.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type IncludedVars, includeVarsDirectory, includeVarsFile } from '../../load/vars/include-vars.ts';
import { type Checked, error } from '../../model/diagnostic.ts';
import { roleOf } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { expandHome } from '../controller/home.ts';
import { candidates } from '../controller/search-path.ts';
import { toBool, toInteger, toWords } from './convert.ts';
import { TaskError } from './failure.ts';

type Args = ReadonlyMap<string, Value>;

/** Reads what `dir`, `file` or the free-form text names. Throws `TaskError` where none does. */
export function readIncluded(work: HostTask, args: Args, text: string | undefined): Checked<IncludedVars> {
  return args.has('dir') ? readDirectory(work, args) : readFile(work, textOf(args, 'file') ?? text);
}

function readFile(work: HostTask, name: string | undefined): Checked<IncludedVars> {
  if (name === undefined || name === '') throw new TaskError("include_vars needs 'file' or 'dir'");
  const searched = candidates(work.surroundings.engine.controller.searchPath('vars'), 'vars', expandHome(name));
  const path = searched.find((candidate) => existsSync(candidate));
  if (path !== undefined) return includeVarsFile(path, work.run.loader.read);
  return {
    ok: false,
    problems: [error(`Could not find or access '${name}'\nSearched in:\n\t${searched.join('\n\t')}`)],
  };
}

function readDirectory(work: HostTask, args: Args): Checked<IncludedVars> {
  const directory = directoryOf(work, textOf(args, 'dir') ?? '');
  const matching = textOf(args, 'files_matching');
  const depth = args.get('depth');
  const ignore = args.get('ignore_files');
  const extensions = args.get('extensions');
  const lenient = args.get('ignore_unknown_extensions');
  return includeVarsDirectory(
    {
      directory,
      ...(matching !== undefined && { filesMatching: matching }),
      ...(depth !== undefined && { depth: toInteger(depth, 'depth') }),
      ...(ignore !== undefined && { ignoreFiles: toWords(ignore) }),
      ...(extensions !== undefined && { extensions: toWords(extensions) }),
      ...(lenient !== undefined && { ignoreUnknownExtensions: toBool(lenient, 'ignore_unknown_extensions') }),
    },
    work.run.loader.read,
  );
}

// Unlike a file it is not searched: it lies in the role's `vars/`, or beside the file of tasks.
function directoryOf({ task }: HostTask, name: string): string {
  const path = expandHome(name);
  const role = roleOf(task);
  if (!role) return resolve(dirname(task.path), path);
  return resolve(role.path, path.split('/')[0] === 'vars' ? '' : 'vars', path);
}

/** An argument as text. */
export function textOf(args: Args, name: string): string | undefined {
  const value = args.get(name);
  return value === undefined || value === null ? undefined : str(value);
}
