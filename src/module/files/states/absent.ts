// state=absent: what is there goes, a link without what it leads to, a directory with everything in it.

import type { Plan } from '../../../plan/plan.ts';
import { type FileTask, failed } from './task.ts';

export function planAbsent({ itself, path, shown, parents }: FileTask): Plan {
  const result = { path: shown, state: 'absent' };
  if (!itself.exists) {
    if (!itself.denied) return { changes: [], result };
    return failed(`${shown} cannot be seen: a directory above it may not be searched; use become`);
  }
  if (parents.length === 0 || /(^|\/)\.\.?$/.test(path)) return failed(`'${shown}' is not removed; name what shall go`);
  return { changes: [{ kind: 'remove', path, before: itself }], result };
}
