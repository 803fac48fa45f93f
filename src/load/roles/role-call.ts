// What `import_role` and `include_role` ask for.

import type { Task } from '../../model/playbook.ts';
import { entryOf, type MapNode, type ScalarNode, type Span } from '../../model/source.ts';
import { nameArgument } from '../playbook/engine-actions.ts';
import { described, isTemplate, placeOfValue } from '../playbook/nodes.ts';
import type { Session } from '../playbook/session.ts';
import type { RoleRequest } from './role-request.ts';

/** The request without what only its caller knows. */
export type RoleCall = Omit<RoleRequest, 'parent' | 'base' | 'keywords'>;

/** Reads the arguments of a task that calls a role. `text` renders those that are templates, and reports where it cannot. */
export function roleCall(
  session: Session,
  task: Task,
  text: (node: ScalarNode) => string | undefined,
): RoleCall | undefined {
  const { args } = task.action;
  const name = nameArgument(args, undefined, 'name', 'role');
  const written = name && text(name);
  if (name === undefined || written === undefined) return undefined;
  const from = (part: string) => fromArgument(session, args, part, text);
  return {
    name: written,
    span: name.span,
    usedBy: task.action.name.endsWith('include_role') ? 'include_role' : 'import_role',
    params: [],
    from: {
      tasks: from('tasks_from') ?? 'main',
      vars: from('vars_from') ?? 'main',
      defaults: from('defaults_from') ?? 'main',
      handlers: from('handlers_from') ?? 'main',
    },
    fromSpans: spansOf(args),
    allowDuplicates: flag(args, 'allow_duplicates', true, text),
    public: flag(args, 'public', false, text) || !task.action.name.endsWith('include_role'),
    validate: flag(args, 'rolespec_validate', true, text),
  };
}

function fromArgument(
  session: Session,
  args: MapNode,
  option: string,
  text: (node: ScalarNode) => string | undefined,
): string | undefined {
  const entry = entryOf(args, option);
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'scalar') return entry.value.value === null ? undefined : text(entry.value);
  session.error(`'${option}' takes text, not ${described(entry.value)}`, placeOfValue(entry));
  return undefined;
}

function spansOf(args: MapNode): NonNullable<RoleRequest['fromSpans']> {
  const spans: { -readonly [K in keyof RoleRequest['from']]?: Span } = {};
  for (const part of ['tasks', 'vars', 'defaults', 'handlers'] as const) {
    const entry = entryOf(args, `${part}_from`);
    if (entry) spans[part] = placeOfValue(entry);
  }
  return spans;
}

function flag(args: MapNode, option: string, absent: boolean, text: (node: ScalarNode) => string | undefined): boolean {
  const value = entryOf(args, option)?.value;
  if (value?.kind !== 'scalar' || value.value === null) return absent;
  const word = isTemplate(value) ? text(value) : String(value.value);
  return word === undefined ? absent : /^(?:y|yes|on|1|true|t)$/i.test(word);
}
