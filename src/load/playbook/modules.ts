// The modules of everything that was read: whether they exist, and whether what they are given can be right.

import { collected } from '../../model/playbook.ts';
import type { Span } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { expectsFailure } from './expects-failure.ts';
import type { ModuleSearch } from './options.ts';
import type { PendingAction, Session } from './session.ts';

/** Looks up the module of every action, names it canonically and reports what is wrong with it. */
export async function checkModules(session: Session): Promise<void> {
  const lacking = new Map<string, Span>();
  for (const pending of session.pending.splice(0)) {
    const { word, span } = pending.action;
    const search = withLibraries(session, pending.search);
    const kind = session.options.modules.kindOf(word, search);
    if (kind === undefined)
      session.error(`there is no module '${word}'`, span, didYouMean(word, session.options.modules.words(search)));
    else if (kind === 'unsupported' || !(await checkModule(session, pending, search))) {
      if (!lacking.has(word)) lacking.set(word, span);
    }
  }
  // Roles carry tasks for many systems, most of which are skipped: no reason to refuse the playbook.
  for (const [word, span] of lacking)
    session.warn(`tsplay has no module '${word}'`, span, 'a task that comes to run it fails');
}

/** Checks the arguments of an action; false where its word turns out to mean some other module. */
async function checkModule(session: Session, { action, task }: PendingAction, search: ModuleSearch): Promise<boolean> {
  const module = await session.options.modules.load(action.word, search);
  if (module === undefined) return false;
  action.name = module.name;
  const defaults = collected(task, 'module_defaults').length > 0;
  const forgiven = expectsFailure(task);
  for (const problem of module.check(action, { defaults }))
    session.report(forgiven ? { ...problem, severity: 'warning' } : problem);
  return true;
}

function withLibraries(session: Session, search: ModuleSearch): ModuleSearch {
  return { ...search, directories: [...new Set([...search.directories, ...session.libraries])] };
}
