// Plans what follows when a container that was waited for has ended: its result is the task's.

import type { Performed } from '../../../plan/change.ts';
import type { Plan } from '../../../plan/plan.ts';
import { at, type Inspected, textOf } from '../client.ts';
import { removal } from './changes.ts';
import type { ContainerParams } from './params.ts';
import { containerDiff, leavingContainer } from './report.ts';

interface End {
  readonly container: Inspected | undefined;
  /** How it ended; nothing in check mode, and where it ran before. */
  readonly ran: Performed | undefined;
}

/** What a container that was waited for came to. */
export function planEnd(given: ContainerParams, { container, ran }: End): Plan {
  const changes = given.cleanup && container ? cleanup(given) : [];
  if (ran === undefined) return { changes, changed: true, result: { container: container ?? {} } };
  const output = ran.stdout.toString('utf8');
  // The daemon could not start it: the code is the docker program's.
  const error = textOf(at(container, 'State', 'Error'));
  if (error !== '') return { changes: [], changed: true, failed: `Error starting container ${given.name}: ${error}` };
  const result = { status: ran.code, container: { ...container, Output: output } };
  if (ran.code !== 0)
    return {
      changes: [],
      changed: true,
      result,
      failed: output.trim() === '' ? `the container ${given.name} ended with ${ran.code}` : output,
    };
  return { changes, changed: true, result };
}

function cleanup(given: ContainerParams) {
  const diff = containerDiff(given, { before: { exists: true }, after: { exists: false } });
  return leavingContainer(given, [removal(given)], { container: undefined, diff });
}
