// Whether a task is written to fail: its author looks at the failure, so what is wrong with its arguments is for the run to tell.

import { type Block, inherited, type Statement, scopesOf, type Task } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';

/** True where the task ignores failures, judges them itself, or where a rescue looks at what failed. */
export function expectsFailure(task: Task): boolean {
  return isIgnoring(inherited(task, 'ignore_errors')?.value) || judges(task) || isLookedAt(task);
}

function isIgnoring(node: Node | undefined): boolean {
  if (node?.kind !== 'scalar' || node.value === null) return false;
  return node.value !== false && !/^(no|false|off|0|f|n)$/i.test(String(node.value));
}

// `failed_when: result.rc > 1` is about a program; only who speaks of the failure itself expects one.
function judges({ keywords }: Task): boolean {
  const node = keywords.get('failed_when')?.value;
  if (!node) return false;
  const written = node.span.file.text.slice(node.span.start, node.span.end);
  return /^(false|no)$/i.test(written.trim()) || /\b(failed|failure|succeeded|success|successful|msg)\b/.test(written);
}

// A rescue that only tidies up does not expect mistakes in the playbook.
function isLookedAt(task: Task): boolean {
  let inner: Statement = task;
  for (const scope of scopesOf(task)) {
    if (scope.kind !== 'block') continue;
    if (scope.block.includes(inner) && asksWhatFailed(scope)) return true;
    inner = scope;
  }
  return false;
}

function asksWhatFailed({ rescue }: Block): boolean {
  return rescue.some(({ span }) => span.file.text.slice(span.start, span.end).includes('ansible_failed_result'));
}
