// What a place in a playbook asks of a role.

import type { Block, Keywords, Play, Role, Statement, Task } from '../../model/playbook.ts';
import type { MapEntry, Node, Span } from '../../model/source.ts';
import type { Place } from '../playbook/place.ts';
import type { Session } from '../playbook/session.ts';

/** Reads a list of tasks; handed in, because tasks use roles. */
export type ReadStatements = (
  session: Session,
  list: Node | undefined,
  place: Place,
  what: string,
) => readonly Statement[];

/** What a place in a playbook asks of a role. */
export interface RoleRequest {
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
  readonly usedBy: Role['usedBy'];
  readonly keywords: Keywords;
  /** Variables beside the name. */
  readonly params: readonly MapEntry[];
  readonly from: Readonly<Record<'tasks' | 'vars' | 'defaults' | 'handlers', string>>;
  /** Where `tasks_from` and its like are written. */
  readonly fromSpans?: { readonly [K in keyof RoleRequest['from']]?: Span };
  readonly allowDuplicates?: boolean;
  readonly public: boolean;
  readonly validate: boolean;
  readonly parent: Play | Block;
  /** Directory of the playbook. */
  readonly base: string;
  readonly include?: Task;
}

/** The files of a role that nothing was said about. */
export const MAIN: RoleRequest['from'] = { tasks: 'main', vars: 'main', defaults: 'main', handlers: 'main' };
