// `include_vars`: variables from files of the controller, which stay templates.

import { jsonMarks, shownNode } from '../../load/inventory/dump/shown-variables.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MapEntry, MapNode, ScalarNode } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { Binding } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { variableBindings } from '../scope/layer.ts';
import { isMapping, mergeBindings } from '../scope/merge-bindings.ts';
import { freeFormOf, plainArguments } from './arguments.ts';
import { factStates } from './effects.ts';
import { TaskError } from './failure.ts';
import { readIncluded, textOf } from './include-vars-files.ts';
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
  refuseMixture(args, text);
  const read = readIncluded(work, args, text);
  if (!read.ok) return ended(refused(read.problems.map(({ message }) => message).join('; ')));
  const variables = under(textOf(args, 'name'), read.value.variables, work);
  const bindings = withExisting(work, variableBindings(variables), textOf(args, 'hash_behaviour'));
  for (const state of await factStates(work, undefined)) state.include(bindings, work.run.settings.hashBehaviour);
  return {
    ...ended(await done(work, bindings, read.value.files)),
    written: asWritten(bindings),
    ...(read.value.variables.some(isSecret) && { secret: true }),
  };
}

// With `hash_behaviour: merge` a dict is put together with the one that holds now, wherever that comes from.
function withExisting(
  { run, evaluator }: HostTask,
  bindings: ReadonlyMap<string, Binding>,
  behaviour: string | undefined,
): ReadonlyMap<string, Binding> {
  if (behaviour === undefined || behaviour === run.settings.hashBehaviour) return bindings;
  if (behaviour !== 'merge' && behaviour !== 'replace')
    throw new TaskError(`'hash_behaviour' is '${behaviour}'; it is merge or replace`);
  if (behaviour === 'replace') return bindings;
  return new Map(
    [...bindings].map(([name, binding]) => {
      const existing = evaluator.scope.lookup(name);
      if (!existing || !isMapping(existing) || !isMapping(binding))
        throw new TaskError(
          `failed to combine variables, expected dicts: '${name}' ${existing ? 'is not a dict in both places' : 'is not defined yet'}`,
        );
      return [name, mergeBindings(existing, binding)] as const;
    }),
  );
}

// Events show templates as they are written, and what is encrypted in it encrypted.
function asWritten(bindings: ReadonlyMap<string, Binding>): Dict {
  const shown = (binding: Binding): Value =>
    binding.kind === 'node' ? shownNode(binding.node, jsonMarks) : binding.value;
  return Dict.of([...bindings].map(([name, binding]) => [name, shown(binding)]));
}

function isSecret(variable: Variable): boolean {
  return 'node' in variable && variable.node.span.file.secret === true;
}

const OF_DIRECTORIES = ['dir', 'depth', 'files_matching', 'ignore_files', 'extensions', 'ignore_unknown_extensions'];

function refuseMixture(args: Args, text: string | undefined): void {
  const file = args.has('file') ? 'file' : text !== undefined && text !== '' ? 'the name of a file' : undefined;
  const other = OF_DIRECTORIES.find((name) => args.has(name));
  if (file !== undefined && other !== undefined)
    throw new TaskError(
      `You are mixing file only and dir only arguments, these are incompatible: ${file} and '${other}'`,
    );
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

async function done(work: HostTask, bindings: ReadonlyMap<string, Binding>, files: readonly string[]): Promise<Dict> {
  const facts = new Dict();
  // What is registered is data: rendered now; a variable that cannot be yet is left out.
  await work.evaluator.run((evaluation) => {
    for (const [name, binding] of bindings) {
      const value = binding.kind === 'node' ? evaluation.lenient(binding.node) : binding.value;
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
