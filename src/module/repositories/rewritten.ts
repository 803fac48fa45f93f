// A file of apt's with another text, in the bytes that it has.

import type { Change } from '../../plan/change.ts';
import type { FileSeen } from '../../plan/look.ts';
import { planContent } from '../files/content.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';

export type Rewritten = { readonly changes: readonly Change[] } | { readonly problem: string };

/** The change that gives the file this text (a byte a character), and permissions where some are wanted. */
export function rewritten(seen: FileSeen, text: string, mode: string | undefined): Rewritten {
  const planned = planContent({
    seen,
    content: Buffer.from(text, 'latin1'),
    params: { ...NO_ATTRIBUTES, mode },
    accounts: { owner: undefined, group: undefined },
  });
  return planned.ok ? { changes: planned.changes } : { problem: planned.problem };
}
