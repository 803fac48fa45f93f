// The variables that hang on a place in a play: task and block vars, role vars and defaults, role parameters, include parameters.

import type { HashBehaviour } from '../../load/vars/merge.ts';
import { type RoleBlock, type Scope, type Statement, scopesOf, type Task } from '../../model/playbook.ts';
import type { MapNode } from '../../model/source.ts';
import type { Binding } from '../../template/index.ts';
import { entryBindings, type Layer, mapLayer, nodeBindings } from './layer.ts';
import { combined } from './merge-bindings.ts';

/** The layers of one statement. They are the same for every host. */
export interface StatementLayers {
  /** `vars:` of a task that includes something: strong already for the include itself. */
  readonly ownInclude: readonly Layer[];
  readonly roleParams: readonly Layer[];
  readonly vars: readonly Layer[];
  readonly roleVars: readonly Layer[];
  readonly roleDefaults: readonly Layer[];
}

const known: Readonly<Record<HashBehaviour, WeakMap<Statement, StatementLayers>>> = {
  replace: new WeakMap(),
  merge: new WeakMap(),
};

/** The layers of a statement; made once. */
export function statementLayers(statement: Statement, behaviour: HashBehaviour): StatementLayers {
  const cached = known[behaviour].get(statement);
  if (cached) return cached;
  const roles = roleBlocksOf(statement);
  const layers: StatementLayers = {
    ownInclude: isInclude(statement) ? layer('include parameters', keywordVars(statement)) : [],
    roleParams: layer(
      'role parameters',
      outerFirst(roles, (block) => [...entryBindings(block.role.params)]),
      behaviour,
    ),
    // As in Ansible, these replace each other even where dicts are merged.
    vars: layer('block and task vars', blockVars(statement)),
    roleVars: layer('role vars', roleVars(roles), behaviour),
    roleDefaults: layer('role defaults', outerFirst(roles, defaultsOfRole), behaviour),
  };
  known[behaviour].set(statement, layers);
  return layers;
}

/** The layers that roles leave to the whole play, the last one strongest. */
export function playRoleLayers(
  roles: readonly RoleBlock[],
  behaviour: HashBehaviour,
): {
  readonly vars: readonly Layer[];
  readonly defaults: readonly Layer[];
} {
  return {
    vars: layer('role vars of the play', roles.flatMap(varsOfRole), behaviour),
    defaults: layer('role defaults of the play', roles.flatMap(defaultsOfRole), behaviour),
  };
}

/** The vars an include hands to what it brings. */
export function includeVars(include: Task): readonly Layer[] {
  return layer('include parameters', keywordVars(include));
}

const rolesAround = new WeakMap<Statement, readonly RoleBlock[]>();

/** The role blocks around a statement, the nearest first. */
export function roleBlocksOf(statement: Statement): readonly RoleBlock[] {
  const cached = rolesAround.get(statement);
  if (cached) return cached;
  const roles = [...scopesOf(statement)].filter(isRoleBlock);
  rolesAround.set(statement, roles);
  return roles;
}

/** The roles a role depends on, each with its own before it. */
export function dependenciesOf(block: RoleBlock): readonly RoleBlock[] {
  return block.block
    .filter(isRoleBlock)
    .filter((inner) => inner.role.usedBy === 'dependency')
    .flatMap((inner) => [...dependenciesOf(inner), inner]);
}

/** Whether a statement, or what hands keywords down to it, is a role. */
export function isRoleBlock(scope: Statement | Scope): scope is RoleBlock {
  return scope.kind === 'block' && scope.role !== undefined;
}

export const INCLUDES: ReadonlySet<string> = new Set([
  'ansible.builtin.include_tasks',
  'ansible.builtin.include_role',
  'ansible.builtin.include',
]);

function isInclude(statement: Statement): statement is Task {
  return statement.kind === 'task' && INCLUDES.has(statement.action.name);
}

type Bindings = readonly (readonly [string, Binding])[];

// A role sees what its dependencies bring; of the roles around it only what they say themselves.
function roleVars([nearest, ...outer]: readonly RoleBlock[]): Bindings {
  return nearest ? [...outerFirst(outer, ownVarsOfRole), ...varsOfRole(nearest)] : [];
}

function varsOfRole(block: RoleBlock): Bindings {
  return [...dependenciesOf(block), block].flatMap(ownVarsOfRole);
}

// What the entry of the role says is weaker than the role's own `vars/`.
function ownVarsOfRole(block: RoleBlock): Bindings {
  return [...keywordVars(block), ...bindingsOf(block.role.vars)];
}

function defaultsOfRole(block: RoleBlock): Bindings {
  return [...dependenciesOf(block), block].flatMap(({ role }) => bindingsOf(role.defaults));
}

function bindingsOf(files: readonly MapNode[]): Bindings {
  return files.flatMap((file) => [...nodeBindings(file)]);
}

// `vars:` of the task and of the blocks around it, the outermost first; those of the play are a weaker level of their own.
function blockVars(statement: Statement): Bindings {
  const found: Bindings[] = [];
  for (const scope of scopesOf(statement)) {
    if (scope.kind === 'play') break;
    if (!isRoleEntry(scope)) found.push(keywordVars(scope));
    if (scope.kind === 'block' && scope.include) found.push(keywordVars(scope.include));
  }
  return found.reverse().flat();
}

// `vars:` of an entry of `roles:` or of a dependency belongs to the role's variables.
function isRoleEntry(scope: Statement | Scope): boolean {
  return isRoleBlock(scope) && (scope.role.usedBy === 'roles' || scope.role.usedBy === 'dependency');
}

function outerFirst(roles: readonly RoleBlock[], of: (block: RoleBlock) => Bindings): Bindings {
  return roles.toReversed().flatMap(of);
}

function keywordVars(scope: Statement | Scope): Bindings {
  const entry = scope.keywords.get('vars');
  return entry ? [...nodeBindings(entry.value)] : [];
}

function layer(level: Layer['level'], bindings: Bindings, behaviour: HashBehaviour = 'replace'): readonly Layer[] {
  if (bindings.length === 0) return [];
  const all = (name: string) => bindings.filter(([one]) => one === name).map(([, binding]) => binding);
  return [mapLayer(level, combined(bindings, behaviour), { all })];
}
