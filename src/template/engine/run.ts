// Runs a template from its top.

import { SelfReference } from './blocks.ts';
import { Frame, type Output, type Run } from './frame.ts';

/** Runs a template, and the templates it extends. */
export function runRoot(run: Run, output: Output): void {
  const muted = output.muted;
  run.guard(() => run.template.body(rootFrame(run), output));
  output.muted = muted;
  if (run.parent) runRoot(run.parent, output);
}

// `self` is a variable of the frame above the top level, so that modules do not export it.
function rootFrame(run: Run): Frame {
  const above = run.template.blocks.size > 0 ? new Frame(run, undefined) : undefined;
  above?.vars.set('self', new SelfReference(run.context));
  return new Frame(run, above, run.context.vars);
}
