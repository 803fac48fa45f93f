// The template engine's own checks, as loading asks for them.

import { checkCondition, checkNode } from '../../template/index.ts';
import { findLookup, lookupNames } from '../../template/lookups/index.ts';
import type { TemplateCheck } from './options.ts';

/** Checks templates with the engine that will evaluate them. */
export const templateCheck: TemplateCheck = {
  template: checkNode,
  expression: checkCondition,
  hasLookup: (name) => findLookup(name) !== undefined,
  lookupNames,
};
