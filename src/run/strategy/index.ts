// The strategies by the names that plays give them.

import type { Batch } from '../play/batch.ts';
import { free, hostPinned } from './free.ts';
import { linear } from './linear.ts';

export type Strategy = (batch: Batch) => Promise<void>;

const strategies: ReadonlyMap<string, Strategy> = new Map([
  ['linear', linear],
  ['free', free],
  ['host_pinned', hostPinned],
  // Tasks that fail open the debugger.
  ['debug', linear],
]);

/** The strategy of a name; Mitogen's names mean what they speed up. */
export function strategyOf(name: string): Strategy | undefined {
  return strategies.get(name.replace(/^ansible\.builtin\./, '').replace(/^mitogen_/, ''));
}
