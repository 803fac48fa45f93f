// What an action is given to work with.

import type { ActionContext, JobContext } from '../../module/action.ts';
import type { HostTask, RunContext } from '../context.ts';
import { asyncDirectory } from '../jobs/directory.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import { pauseFor } from '../sleep.ts';
import type { TaskOptions } from './options.ts';
import type { RemoteHost } from './remote.ts';

interface Given {
  readonly evaluation: Evaluation;
  readonly remote: RemoteHost;
  readonly options: TaskOptions;
  readonly given: ReadonlySet<string>;
}

/** Makes the context of one run of an action. */
export function actionContext(work: HostTask, { evaluation, remote, options, given }: Given): ActionContext {
  const { run, host, surroundings, evaluator } = work;
  return {
    check: options.check,
    diff: options.diff,
    async: options.async,
    verbosity: run.settings.verbosity,
    native: run.settings.native,
    host: host.name,
    given,
    remote,
    files: surroundings.files(evaluator),
    evaluate: (expression) => evaluation.expression(expression),
    render: (text) => evaluation.text(text),
    holds: (condition) => evaluation.valueHolds(condition),
    variable: (name) => evaluation.variable(name),
    ask: (prompt, { echo }) => askPerson(run, prompt, !echo),
    jobs: jobContext(run, evaluation),
    sleep: (seconds) => pauseFor(seconds, run.signal),
    signal: run.signal,
  };
}

function jobContext({ jobs, settings }: RunContext, evaluation: Evaluation): JobContext {
  return {
    directory: asyncDirectory(evaluation, settings),
    predicted: (id) => jobs.predicted(id),
    age: (id) => jobs.age(id),
    ended: (id) => jobs.ended(id),
  };
}

/** Asks the person at the terminal, telling reporters to make room; `undefined` where there is nobody. */
export async function askPerson(run: RunContext, text: string, secret: boolean): Promise<string | undefined> {
  if (!run.ask) return undefined;
  run.emitter.emit({ kind: 'prompt-opened', prompt: text });
  try {
    return await run.ask({ text, secret });
  } finally {
    run.emitter.emit({ kind: 'prompt-closed' });
  }
}
