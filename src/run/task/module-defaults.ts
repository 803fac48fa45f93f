// `module_defaults`: what holds for a task of the defaults that are written around it, for its module and for groups of modules.

import { collected, listed, type Task } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import type { FoundModule } from '../../module/registry.ts';
import type { ModuleFinder } from '../context.ts';

const GROUP = 'group/';

/**
 * The defaults of a module's arguments, the weakest first: those of groups, then its own. A nearer one replaces what an outer one says
 * under the same name, as a whole; a module's short name and its full one are the same.
 */
export async function defaultsFor(
  task: Task,
  { found, directories, modules }: { found: FoundModule; directories: readonly string[]; modules: ModuleFinder },
): Promise<readonly Node[]> {
  const groups = new Map<string, Node>();
  let own: Node | undefined;
  for (const { key, value } of entriesOf(task)) {
    const word = String(key.value);
    if (word.startsWith(GROUP)) {
      const group = groupName(word.slice(GROUP.length));
      if (modules.group(group)?.has(found.name)) groups.set(group, value);
    } else if (shortName(word) === shortName(found.name)) {
      if (word === found.name || (await modules.resolve(word, directories))?.name === found.name) own = value;
    }
  }
  return own ? [...groups.values(), own] : [...groups.values()];
}

function entriesOf(task: Task) {
  return collected(task, 'module_defaults')
    .flatMap(({ value }) => listed(value))
    .flatMap((map) => (map.kind === 'map' ? map.entries : []));
}

/** A group of ansible-core is named without its collection. */
export function groupName(word: string): string {
  return word.includes('.') ? word : `ansible.builtin.${word}`;
}

function shortName(word: string): string {
  return word.slice(word.lastIndexOf('.') + 1);
}
