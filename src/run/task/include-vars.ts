// `include_vars`: variables from files of the controller, which stay templates.

import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { type IncludedVars, includeVarsDirectory, includeVarsFile } from '../../load/vars/include-vars.ts';
import { type Checked, error } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MapEntry, MapNode, ScalarNode } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { expandHome } from '../controller/home.ts';
import { candidates } from '../controller/search-path.ts';
import { variableBindings } from '../scope/layer.ts';
import { freeFormOf, plainArguments } from './arguments.ts';
import { toBool, toInteger, toWords } from './convert.ts';
import { factStates } from './effects.ts';
import { TaskError } from './failure.ts';
import { type Ended, ended } from './result.ts';

type Args = ReadonlyMap<string, Value>;

const KNOWN = [
  'file',
  'dir',
  'name',
  'depth',
  'files_matching',
  'ignore_files',
  'extensions',
  'ignore_unknown_extensions',
  'hash_behaviour',
];

/** Reads variables from a file or a directory into the host's variables. */
export async function includeVars(work: HostTask): Promise<Ended> {
  const { evaluator, task } = work;
  const { args, text } = await evaluator.run((evaluation) => ({
    args: plainArguments(evaluation, task),
    text: freeFormOf(evaluation, task),
  }));
  const unknown = [...args.keys()].find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new TaskError(`'${unknown}' is not a parameter of include_vars`);
  const read = args.has('dir') ? readDirectory(work, args) : readFile(work, textOf(args, 'file') ?? text);
  if (!read.ok) return ended(refused(read.problems.map(({ message }) => message).join('; ')));
  const variables = under(textOf(args, 'name'), read.value.variables, work);
  for (const state of await factStates(work, undefined)) state.include(variableBindings(variables));
  return ended(await done(work, variables, read.value.files));
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

function directoryOf(work: HostTask, name: string): string {
  const path = expandHome(name);
  if (isAbsolute(path)) return path;
  const searched = candidates(work.surroundings.engine.controller.searchPath('vars'), 'vars', path);
  return searched.find((candidate) => existsSync(candidate)) ?? resolve(path);
}

// `name` puts everything below one variable.
function under(name: string | undefined, variables: readonly Variable[], work: HostTask): readonly Variable[] {
  if (name === undefined) return variables;
  const { span } = work.task;
  const entries = variables.flatMap((variable): readonly MapEntry[] => {
    if (!('node' in variable)) return [];
    const key: ScalarNode = { kind: 'scalar', value: variable.name, span: variable.node.span };
    return [{ key, value: variable.node }];
  });
  const node: MapNode = { kind: 'map', entries, span };
  return [{ name, node }];
}

async function done(work: HostTask, variables: readonly Variable[], files: readonly string[]): Promise<Dict> {
  const facts = new Dict();
  const names = [...new Set(variables.map(({ name }) => name))];
  // As Ansible the result shows the variables rendered; one that cannot be yet is shown as it is written.
  await work.evaluator.run((evaluation) => {
    for (const name of names) {
      const node = variables.findLast((variable) => variable.name === name);
      const value = node && 'node' in node ? evaluation.lenient(node.node) : undefined;
      if (value !== undefined) facts.set(name, value);
    }
  });
  return Dict.of([
    ['changed', false],
    ['ansible_facts', facts],
    ['ansible_included_var_files', [...files]],
  ]);
}

function refused(message: string): Dict {
  return Dict.of([
    ['failed', true],
    ['changed', false],
    ['ansible_facts', new Dict()],
    ['ansible_included_var_files', []],
    ['message', message],
    ['msg', message],
  ]);
}

function textOf(args: Args, name: string): string | undefined {
  const value = args.get(name);
  return value === undefined || value === null ? undefined : str(value);
}
