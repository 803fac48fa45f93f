// What a file really is after a change: the stage with which modules end, so that their results tell the host's truth and not the plan's.

import type { Performed } from '../../plan/change.ts';
import type { FilePresent } from '../../plan/look.ts';
import { type Result, type Stage, stage } from '../../plan/plan.ts';

/** What the changes left at a path, or in check mode what they are predicted to leave. */
export function leftAt(performed: readonly Performed[], expected: FilePresent): FilePresent {
  const found = performed.findLast((one) => one.left?.path === expected.path && one.failed === undefined)?.left;
  if (!found) return expected;
  const { content, digest } = expected;
  return { ...found, ...(content && { content }), ...(digest !== undefined && { digest }) };
}

/** A stage that asks nothing of the host and takes the result's fields from what the changes before it left. */
export function afterwards(result: (performed: readonly Performed[]) => Result): Stage {
  return stage({ looks: {}, plan: (_seen, performed) => ({ changes: [], result: result(performed) }) });
}
