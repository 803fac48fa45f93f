// What the modules of a playbook need: nothing, Python on the hosts, a collection that is not there; or that they cannot run at all.

import type { Task } from '../../model/playbook.ts';
import type { Span } from '../../model/source.ts';
import { howToGet } from '../../module/missing.ts';
import type { Catalogue } from '../../module/registry.ts';
import { needsModule } from '../playbook/builtin-actions.ts';
import { hasTag } from '../playbook/nodes.ts';
import { searchIn } from '../playbook/place.ts';

/** What running a module needs. `host`: a program of the user's that hosts run as it is. */
export type ModuleNeed = 'native' | 'python' | 'host' | 'missing' | 'refused';

/** A module that a playbook uses. */
export interface UsedModule {
  /** The full name where it was found, else the one that is missing. */
  readonly name: string;
  readonly need: ModuleNeed;
  /** Its file, where it is not one of tsplay's own. */
  readonly path?: string;
  /** What to do, or why it cannot be run. */
  readonly remedy?: string;
  readonly deprecation?: string;
  /** Of the words that mean it. */
  readonly uses: readonly Span[];
}

/** The modules of tasks, by name. Words that only a run knows (`action: "{{ module }}"`) are left out. */
export async function usedModules(tasks: readonly Task[], catalogue: Catalogue): Promise<readonly UsedModule[]> {
  const used = new Map<string, UsedModule & { readonly uses: Span[] }>();
  for (const task of tasks) {
    const { word, span } = task.action;
    if (!needsModule(word) || hasTag(word) || task.implicit) continue;
    const found = await moduleOf(task, catalogue);
    const known = used.get(found.name);
    if (known) known.uses.push(span);
    else used.set(found.name, { ...found, uses: [span] });
  }
  return [...used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function moduleOf(task: Task, catalogue: Catalogue): Promise<Omit<UsedModule, 'uses'>> {
  const { word } = task.action;
  const found = await catalogue.resolveIn(word, searchIn(task.parent, task.keywords));
  if (!found) {
    const name = catalogue.fullName(word);
    const remedy = howToGet(name);
    return { name, need: 'missing', ...(remedy !== undefined && { remedy }) };
  }
  const { name, foreign } = found;
  if (!foreign) return { name, need: 'native' };
  const { path, needs, refused, deprecation } = foreign;
  if (refused !== undefined) return { name, need: 'refused', remedy: refused };
  return {
    name,
    need: needs === 'python' ? 'python' : 'host',
    ...(path !== undefined && { path }),
    ...(deprecation !== undefined && { deprecation }),
  };
}
