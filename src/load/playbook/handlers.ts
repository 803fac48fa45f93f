// The handlers of a play: in which order they run, and whether what tasks notify is among them.

import {
  type Block,
  inherited,
  listed,
  type Play,
  roleOf,
  type Statement,
  type Task,
  tasksIn,
} from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { shortName } from './builtin-actions.ts';
import { hasTag, isTemplate } from './nodes.ts';
import type { Session } from './session.ts';

/** All handlers that a play knows before it runs, as Ansible orders them: of `roles:` (dependencies first), its own, of imported roles. */
export function orderHandlers(play: Play, own: readonly Statement[]): readonly Statement[] {
  const seen = new Set<string>();
  const ofRoles = play.roles.flatMap((block) => [...handlersOf(block, seen)]);
  // Ansible loads sections in the order of their names.
  const sections = [play.roles, play.postTasks, play.preTasks, play.tasks];
  const ofImports = sections.flatMap((section) => [...importedHandlers(section, seen)]);
  return [...ofRoles, ...own, ...ofImports];
}

/** A role's handlers after those of its dependencies; once for uses that are the same. */
export function* handlersOf(block: Block, seen: Set<string> = new Set()): Generator<Statement> {
  for (const statement of block.block) {
    if (statement.kind === 'block' && statement.role?.usedBy === 'dependency') yield* handlersOf(statement, seen);
  }
  if (block.role === undefined || seen.has(block.role.identity)) return;
  seen.add(block.role.identity);
  yield* block.role.handlers;
}

function* importedHandlers(statements: readonly Statement[], seen: Set<string>): Generator<Statement> {
  for (const statement of statements) {
    if (statement.kind === 'task') continue;
    if (statement.role) yield* handlersOf(statement, seen);
    for (const part of [statement.block, statement.rescue, statement.always]) yield* importedHandlers(part, seen);
  }
}

/** Reports what tasks notify and no handler answers to. Where includes may bring handlers while the play runs, nothing can be said. */
export function checkNotified(session: Session, play: Play): void {
  const tasks = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks];
  const handlers = [...tasksIn(play.handlers)];
  if ([...tasksIn(tasks), ...handlers].some(isInclude)) return;
  const names = new Set(handlers.flatMap(answers));
  if ([...names].some(hasTag)) return;
  for (const task of [...tasksIn(tasks), ...handlers]) {
    for (const node of listed(inherited(task, 'notify')?.value)) checkName(session, node, names);
  }
}

function checkName(session: Session, node: Node, names: ReadonlySet<string>): void {
  if (node.kind !== 'scalar' || node.value === null || isTemplate(node)) return;
  const name = String(node.value);
  if (!names.has(name))
    session.error(`there is no handler '${name}'`, node.span, didYouMean(name, names) ?? "add it to 'handlers:'");
}

function isInclude({ action }: Task): boolean {
  return shortName(action.word).startsWith('include') && shortName(action.word) !== 'include_vars';
}

/** Everything a handler can be notified by. */
export function answers(handler: Task): readonly string[] {
  const listens = handler.listen.map(({ value }) => String(value));
  if (handler.name === undefined) return listens;
  const name = String(handler.name.value);
  const role = roleOf(handler);
  if (role === undefined) return [name, ...listens];
  const qualified = role.collection === undefined ? [] : [`${role.collection}.${role.name} : ${name}`];
  return [name, `${role.name} : ${name}`, ...qualified, ...listens];
}
