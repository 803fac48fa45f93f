// Whether what an expression gives is text that must not be taken for data.

import type { Value } from '../../model/value.ts';
import type { Frame } from '../engine/frame.ts';
import { KeptText, textFilters, transparentFilters } from '../engine/kept-text.ts';
import type { Expression } from '../syntax/ast.ts';

/** Makes a value ready for output: text that stays text is wrapped. */
export type Keep = (frame: Frame, value: Value) => Value;

const asItIs: Keep = (_, value) => value;

const always: Keep = (frame, value) => {
  if (typeof value !== 'string') return value;
  frame.run.pass.marks.add(value);
  return new KeptText(value);
};

const whereMarked: Keep = (frame, value) =>
  typeof value === 'string' && frame.run.pass.marks.has(value) ? new KeptText(value) : value;

/** How the values of this expression are treated. */
export function keeperOf(node: Expression): Keep {
  switch (node.kind) {
    case 'filter':
      if (textFilters.has(node.name)) return always;
      return transparentFilters.has(node.name) ? whereMarked : asItIs;
    case 'item':
      return node.key.kind === 'slice' ? asItIs : whereMarked;
    case 'name':
    case 'attribute':
    case 'call':
    case 'condition':
    case 'and':
    case 'or':
      return whereMarked;
    default:
      return asItIs;
  }
}
