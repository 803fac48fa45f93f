// Opens the debugger where a task's end on a host asks for it.

import { debugTask, type Verdict } from '../debugger/debugger.ts';
import { opensDebugger } from '../debugger/when.ts';
import type { FailureHandling } from '../events.ts';
import { InterruptedError } from '../sleep.ts';
import { outcomeOf } from '../task/result.ts';
import { type Finished, isIncluding, tell } from './finish.ts';

/** What the person at the debugger decided; `undefined` where it did not open. The end has been told by then. Throws `InterruptedError`. */
export async function debugged(finished: Finished): Promise<Exclude<Verdict, { next: 'quit' }> | undefined> {
  const { batch, work, end } = finished;
  const { run } = work;
  if (!(await opensDebugger(work, end, batch.play.options.strategy.endsWith('debug')))) return undefined;
  return run.dialogue.converse(async (prompt) => {
    if (run.signal.aborted) throw new InterruptedError();
    // What is talked about must be seen first; it counts only when it is left as it is.
    if (!isIncluding(end)) tell(finished, handlingOf(finished));
    const verdict = await debugTask(work, end.result, prompt);
    if (verdict.next !== 'quit') return verdict;
    run.quit();
    throw new InterruptedError();
  });
}

function handlingOf({ batch, work, end }: Finished): FailureHandling | undefined {
  const outcome = outcomeOf(end.result);
  if (outcome !== 'failed' && outcome !== 'unreachable') return undefined;
  if (end.ignored) return 'ignored';
  return outcome === 'failed' && batch.walker(work.host).rescues ? 'rescued' : 'stops';
}
