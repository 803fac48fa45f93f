// The modules of everything that was read: whether they exist, and whether what they are given can be right.

import { didYouMean } from '../diagnostics/nearest.ts';
import type { ModuleSearch } from './options.ts';
import type { PendingAction, Session } from './session.ts';

/** Looks up the module of every action, names it canonically and reports what is wrong with it. */
export async function checkModules(session: Session): Promise<void> {
  const unsupported = new Set<string>();
  for (const pending of session.pending.splice(0)) {
    const { word, span } = pending.action;
    const search = withLibraries(session, pending.search);
    const kind = session.options.modules.kindOf(word, search);
    if (kind === 'module') await checkModule(session, pending, search);
    else if (kind === undefined) {
      const hint = didYouMean(word, session.options.modules.words(search));
      session.error(`there is no module '${word}'`, span, hint);
    } else if (!unsupported.has(word)) {
      // Roles carry tasks for many systems, most of which are skipped: no reason to refuse the playbook.
      unsupported.add(word);
      session.warn(`the module '${word}' is not part of tsplay`, span, 'a task that comes to run it fails');
    }
  }
}

async function checkModule(session: Session, { action }: PendingAction, search: ModuleSearch): Promise<void> {
  const module = await session.options.modules.load(action.word, search);
  if (module === undefined) return;
  action.name = module.name;
  for (const problem of module.check(action)) session.report(problem);
}

function withLibraries(session: Session, search: ModuleSearch): ModuleSearch {
  return { ...search, directories: [...new Set([...search.directories, ...session.libraries])] };
}
