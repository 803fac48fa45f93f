// The task debugger: a prompt at which a task that has ended is looked at, changed, and run again.

import { valueNode } from '../../load/text/value-node.ts';
import { Dict, isKey, type Value } from '../../model/value.ts';
import { type Binding, PyInstance, PyMapping, str, Undefined } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { Prompt } from '../dialogue.ts';
import { taskName } from '../play/task-info.ts';
import { EvaluationError, Evaluator } from '../scope/evaluator.ts';
import { LayeredScope, mapLayer } from '../scope/layer.ts';
import { TaskError } from '../task/failure.ts';
import { renderedArgs, withArgs } from './changed-task.ts';
import { type Command, HELP, readCommand } from './command.ts';
import { pretty } from './pretty.ts';
import { subjectsOf } from './subjects.ts';

/** What the person decided: to go on, to run the task again, or to end the run. */
export type Verdict = { readonly next: 'continue' | 'quit' } | { readonly next: 'redo'; readonly work: HostTask };

/** Talks until there is a verdict. */
export async function debugTask(work: HostTask, result: Dict, prompt: Prompt): Promise<Verdict> {
  const session = await Session.open(work, result);
  const title = `[${work.host.name}] TASK: ${taskName(work.task)} (debug)> `;
  let answer = '';
  let last = '';
  for (;;) {
    const line = await prompt(answer + title);
    // As Python's cmd: an empty line is the one before again.
    last = line?.trim() === '' ? last : (line ?? 'EOF');
    if (last === '') continue;
    const command = readCommand(last);
    const verdict = verdictOf(command, session);
    if (verdict) return verdict;
    const said = await session.perform(command);
    answer = said === '' ? '' : `${said}\n`;
  }
}

function verdictOf({ kind }: Command, session: Session): Verdict | undefined {
  if (kind === 'continue' || kind === 'quit') return { next: kind };
  return kind === 'redo' ? { next: 'redo', work: session.changedWork() } : undefined;
}

/** One task at the prompt. */
class Session {
  readonly #work: HostTask;
  readonly #result: Dict;
  readonly #changed = new Map<string, Binding>();
  #before: Dict;
  #args: Dict;

  private constructor(work: HostTask, result: Dict, args: Dict) {
    this.#work = work;
    this.#result = result;
    this.#before = args;
    this.#args = args.copy();
  }

  static async open(work: HostTask, result: Dict): Promise<Session> {
    return new Session(work, result, await renderedArgs(work));
  }

  /** The task as a redo runs it. */
  changedWork(): HostTask {
    const work = this.#withVariables();
    return { ...work, task: withArgs(work.task, this.#before, this.#args) };
  }

  /** What a command answers; empty where it says nothing. */
  async perform(command: Command): Promise<string> {
    try {
      return await this.#perform(command);
    } catch (error) {
      if (error instanceof EvaluationError) return `***${error.message}`;
      if (error instanceof TaskError) return `***${error.message}`;
      throw error;
    }
  }

  async #perform(command: Command): Promise<string> {
    switch (command.kind) {
      case 'help':
        return HELP;
      case 'update':
        this.#before = await renderedArgs(this.#withVariables());
        this.#args = this.#before.copy();
        return '';
      case 'print':
      case 'evaluate':
        return shown(await this.#value(command.expression));
      case 'assign':
        return this.#change(command, await this.#value(command.value));
      case 'delete':
        return this.#change(command, undefined);
      default:
        return '';
    }
  }

  async #change({ container, key }: { container: string; key: string }, value: Value | undefined): Promise<string> {
    const [target, name] = [await this.#value(container), await this.#value(key)];
    if (target instanceof Dict && isKey(name)) {
      if (value === undefined) target.delete(name);
      else target.set(name, value);
    } else if (target instanceof PyMapping && typeof name === 'string' && value !== undefined) {
      const node = valueNode(value, this.#work.task.span);
      this.#changed.set(name, node ? { kind: 'node', node } : { kind: 'value', value });
    } else throw new TaskError(`'${container}' has no items that can be changed`);
    return '';
  }

  #value(expression: string): Promise<Value> {
    const scope = subjectsOf(this.#work, { result: this.#result, changed: this.#changed, args: this.#args });
    const evaluator = new Evaluator(this.#work.evaluator.engine, scope);
    return evaluator.run((evaluation) => {
      const value = evaluation.expression(expression);
      if (value instanceof Undefined) throw new TaskError(`'${expression}' is not defined`);
      return value;
    });
  }

  #withVariables(): HostTask {
    const { scope } = this.#work.evaluator;
    if (this.#changed.size === 0 || !(scope instanceof LayeredScope)) return this.#work;
    const changed = new Map(this.#changed);
    return { ...this.#work, evaluator: this.#work.evaluator.in(scope.with(mapLayer('loop', changed))) };
  }
}

function shown(value: Value): string {
  return value instanceof PyInstance && !(value instanceof PyMapping) ? str(value) : pretty(value);
}
