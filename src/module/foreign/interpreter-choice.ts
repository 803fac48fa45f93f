// The Python of a host as a task gets it: the one its variables name, or one that is looked for once per connection.

import type { Connection } from '../../host/index.ts';
import { ModuleError } from '../module.ts';
import { discovered, discoveryFragment, interpreterWish } from './interpreter.ts';
import type { Attempt, Running } from './run.ts';

export interface FoundInterpreter {
  readonly path: string;
  readonly warning?: string;
}

export interface Interpreter {
  /** sh text. */
  readonly command: string;
  /** How it was found, where it was looked for just now. */
  readonly found?: FoundInterpreter;
}

const known = new WeakMap<Connection, string>();

/** Chooses. Throws `ModuleError` where the host has none. */
export async function interpreterOf({ module, task, known: variables }: Running): Promise<Attempt<Interpreter>> {
  const { interpreter, interpreterFallback: candidates } = module.settings;
  const wish = interpreterWish(variables.get('ansible_python_interpreter') ?? interpreter);
  if (wish.kind === 'given') return { kind: 'done', value: { command: wish.command } };
  const before = known.get(task.connection);
  if (before !== undefined) return { kind: 'done', value: { command: before } };
  const outcome = await task.lane.run([discoveryFragment(candidates)]);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure };
  const [reply] = outcome.replies;
  const found = reply && discovered(reply, { host: task.host, candidates, wish });
  if (!found)
    throw new ModuleError(
      `the module '${module.name}' (${module.file.path}) is run by Python, and there is none on ${task.host}: ` +
        'install python3 there (tsplay needs none for its own modules), or set ansible_python_interpreter where it lies elsewhere',
    );
  known.set(task.connection, found.path);
  return { kind: 'done', value: { command: found.path, found } };
}
