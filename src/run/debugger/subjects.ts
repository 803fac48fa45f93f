// What the debugger's expressions can name: the task, its variables, the host, and the result.

import type { Dict, Value } from '../../model/value.ts';
import { type Binding, PyInstance, RawScopeObject } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { taskName } from '../play/task-info.ts';
import { LayeredScope, mapLayer, valueLayer } from '../scope/layer.ts';

/** An object of Ansible's, as far as people look into it. */
class Subject extends PyInstance {
  readonly typeName: string;
  readonly #shown: string;
  readonly #attributes: ReadonlyMap<string, Value>;

  constructor(typeName: string, shown: string, attributes: Iterable<readonly [string, Value]>) {
    super();
    this.typeName = typeName;
    this.#shown = shown;
    this.#attributes = new Map(attributes);
  }
  override get(name: Value): Value | undefined {
    return typeof name === 'string' ? this.#attributes.get(name) : undefined;
  }
  override str(): string {
    return this.#shown;
  }
}

export interface Ended {
  readonly result: Dict;
  /** Variables that were set in the debugger. */
  readonly changed: ReadonlyMap<string, Binding>;
  /** Changing them changes what a redo runs with. */
  readonly args: Dict;
}

/** Everything that expressions see of a task that ended. */
export function subjectsOf({ task, host, evaluator }: HostTask, { result, changed, args }: Ended): LayeredScope {
  const { scope } = evaluator;
  const taskVars = new RawScopeObject(scope instanceof LayeredScope ? scope.with(mapLayer('loop', changed)) : scope);
  const name = taskName(task);
  const attributes: readonly (readonly [string, Value])[] = [
    ['args', args],
    ['name', name],
    ['action', task.action.word],
  ];
  const outcome = new Subject('TaskResult', `<result of the task '${name}' on ${host.name}>`, [['_result', result]]);
  const values: readonly (readonly [string, Value])[] = [
    ['task', new Subject('Task', `TASK: ${name}`, attributes)],
    ['task_vars', taskVars],
    ['host', new Subject('Host', host.name, [['name', host.name]])],
    ['result', outcome],
  ];
  return new LayeredScope([valueLayer('loop', new Map(values))]);
}
