// Variables that nothing defines: told only where nothing but a run on other hosts could define them.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Playbook, Task } from '../../model/playbook.ts';
import { entryOf, type MapEntry, type Node } from '../../model/source.ts';
import { neededByCondition, neededByNode } from '../../template/index.ts';
import { needsModule, shortName } from '../playbook/builtin-actions.ts';
import { hasTag, isTemplate, scalarsIn, textOf } from '../playbook/nodes.ts';
import type { UsedModule } from './modules.ts';
import type { Everything } from './tasks.ts';

export interface VariableSources {
  readonly playbook: Playbook;
  readonly everything: Everything;
  readonly modules: readonly UsedModule[];
  /** Names that inventory, configuration and command line define, on any host. */
  readonly outside: ReadonlySet<string>;
}

/** What the engine and facts bring. Every name that begins with `ansible_` may come from facts. */
const GIVEN = new Set([
  ...['inventory_hostname', 'inventory_hostname_short', 'inventory_file', 'inventory_dir', 'hostvars', 'groups'],
  ...['group_names', 'play_hosts', 'playbook_dir', 'role_name', 'role_names', 'role_path', 'omit', 'vars', 'item'],
  ...[
    'environment',
    'lookup',
    'query',
    'q',
    'range',
    'dict',
    'lipsum',
    'cycler',
    'joiner',
    'namespace',
    'now',
    'undef',
  ],
  ...['true', 'false', 'none', 'True', 'False', 'None', 'self', 'loop', 'caller', 'varargs', 'kwargs', 'module_setup'],
  ...['packages', 'services', 'gather_subset', 'template_host', 'template_uid', 'template_path', 'template_fullpath'],
]);

/** The places of variables that nobody defines; nothing where something may define any name. */
export function undefinedVariables(sources: VariableSources): readonly Diagnostic[] {
  const defined = definedBy(sources);
  if (defined === undefined) return [];
  const guarded = new Set<string>();
  const missing: { readonly name: string; readonly at: Node }[] = [];
  for (const { node, expression } of readsOf(sources)) {
    for (const scalar of scalarsIn(node)) {
      if (typeof scalar.value !== 'string' || !(expression || isTemplate(scalar))) continue;
      for (const name of guardedIn(scalar.value)) guarded.add(name);
      const { names } = expression ? neededByCondition(scalar) : neededByNode(scalar);
      for (const name of names) if (!defined.has(name) && !isGiven(name)) missing.push({ name, at: scalar });
    }
  }
  return missing
    .filter(({ name }) => !guarded.has(name))
    .map(({ name, at }) => ({ ...error(`nothing defines '${name}'`, at.span) }));
}

const isGiven = (name: string): boolean => GIVEN.has(name) || name.startsWith('ansible_');

// Names that some expression asks about, or names itself: a loop in a template, `set`, a macro, `is defined`, `default`, a lambda's argument.
function guardedIn(text: string): readonly string[] {
  const asked = /\b([A-Za-z_]\w*)(?:\.\w+|\[[^\]]*\])*\s*(?:is\s+(?:not\s+)?(?:un)?defined|\|\s*(?:default|d)\b)/g;
  const named = /\{%-?\s*(?:set|for|macro|call|with|import|from)\b[^%]*%\}/g;
  return [
    ...[...text.matchAll(asked)].flatMap(([, name]) => name ?? []),
    ...[...text.matchAll(named)].flatMap(([tag]) => tag.match(/[A-Za-z_]\w*/g) ?? []),
  ];
}

// Undefined where anything may be defined: by a file that only a run names, or by a module that gives facts of its own.
function definedBy({ playbook, everything, modules, outside }: VariableSources): ReadonlySet<string> | undefined {
  if (everything.unread.length > 0 || modules.some(({ need }) => need !== 'native')) return undefined;
  const defined = new Set(outside);
  for (const play of playbook.plays) {
    if (play.varsFiles.length > 0) return undefined;
    for (const { name } of play.varsPrompt) defined.add(name);
    addNames(defined, play.keywords.get('vars')?.value);
    for (let scope = play.parent; scope; scope = scope.parent) addNames(defined, scope.keywords.get('vars')?.value);
  }
  for (const { keywords, role, include } of everything.blocks) {
    addNames(defined, keywords.get('vars')?.value);
    addNames(defined, include?.keywords.get('vars')?.value);
    for (const file of [...(role?.defaults ?? []), ...(role?.vars ?? [])]) addNames(defined, file);
    for (const { key } of role?.params ?? []) defined.add(String(key.value));
  }
  return everything.tasks.every((task) => addTask(defined, task)) ? defined : undefined;
}

// False where a task may define names that cannot be told.
function addTask(defined: Set<string>, { action, keywords, loopControl, loop }: Task): boolean {
  const name = shortName(action.word);
  if (hasTag(action.word) || action.variableArgs !== undefined || name === 'include_vars' || name === 'include')
    return false;
  addNames(defined, keywords.get('vars')?.value);
  const registered = textOf(keywords.get('register')?.value);
  if (registered !== undefined) defined.add(registered);
  for (const option of ['loop_var', 'index_var']) {
    const chosen = loopControl && textOf(entryOf(loopControl, option)?.value);
    if (chosen !== undefined) defined.add(chosen);
  }
  if (loop?.lookup !== undefined && hasTag(loop.lookup)) return false;
  if (name === 'set_fact' || name === 'add_host') {
    for (const { key } of action.args.entries) {
      if (hasTag(String(key.value))) return false;
      defined.add(String(key.value));
    }
    return action.freeForm === undefined;
  }
  return true;
}

function addNames(names: Set<string>, node: Node | undefined): void {
  if (node?.kind === 'list') for (const item of node.items) addNames(names, item);
  if (node?.kind === 'map') for (const { key } of node.entries) names.add(String(key.value));
}

const CONDITIONS = new Set(['when', 'failed_when', 'changed_when', 'until', 'break_when']);

interface Read {
  readonly node: Node;
  /** It is an expression without braces. */
  readonly expression: boolean;
}

// What tasks say, but not what they hand to files and roles that may have names of their own for it.
function* readsOf({ everything }: VariableSources): Generator<Read> {
  for (const { action, keywords, loop } of everything.tasks) {
    for (const [keyword, { value }] of keywords) {
      if (keyword !== 'vars') yield { node: value, expression: CONDITIONS.has(keyword) };
    }
    if (loop) yield { node: loop.terms, expression: false };
    if (!needsModule(action.word)) continue;
    for (const { value } of action.args.entries) yield { node: value, expression: false };
    if (action.freeForm) yield { node: action.freeForm, expression: false };
  }
  for (const { keywords } of everything.blocks) {
    const when: MapEntry | undefined = keywords.get('when');
    if (when) yield { node: when.value, expression: true };
  }
}
