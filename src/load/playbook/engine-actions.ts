// The actions of the engine itself: what imports, includes and meta take, and which keywords may stand beside them.

import type { Task } from '../../model/playbook.ts';
import { entryOf, type MapEntry, type MapNode } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import type { TaskKeys } from './action.ts';
import { isEngineAction, shortName } from './builtin-actions.ts';
import { keywordsOf, reportUnknownKeywords } from './keyword-map.ts';
import { KEYWORDS } from './keywords.ts';
import { described, isNull, isTemplate, placeOfValue, textOf } from './nodes.ts';
import type { Session } from './session.ts';

const ROLE_OPTIONS = [
  'name',
  'role',
  'tasks_from',
  'vars_from',
  'defaults_from',
  'handlers_from',
  'rolespec_validate',
  'allow_duplicates',
];

/** Names of arguments by action; `include` takes variables as well. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  import_tasks: ['file'],
  include_tasks: ['file', 'apply'],
  import_role: ROLE_OPTIONS,
  include_role: [...ROLE_OPTIONS, 'apply', 'public'],
};

const META = [
  ...['clear_facts', 'clear_host_errors', 'end_batch', 'end_host', 'end_play', 'flush_handlers', 'noop'],
  ...['refresh_inventory', 'reset_connection'],
];

/** Reports what is wrong with an action that the engine carries out. */
export function checkEngineAction(session: Session, task: Task, keys: TaskKeys): void {
  const { word } = task.action;
  if (!isEngineAction(word)) return;
  const name = shortName(word);
  checkOptions(session, task, name);
  switch (name) {
    case 'import_playbook':
      session.error(
        'import_playbook cannot be a task',
        task.action.span,
        "it stands among the plays, as '- import_playbook: FILE.yml'",
      );
      break;
    case 'meta':
      checkMeta(session, task);
      break;
    case 'import_tasks':
    case 'import_role':
      checkImport(session, task, keys, name);
      break;
    case 'include_tasks':
    case 'include_role':
      checkInclude(session, task, keys, name);
      break;
    default:
      session.warn(
        "'include' is deprecated",
        task.action.span,
        'write import_tasks, or include_tasks where its name is only known later',
      );
  }
}

function checkOptions(session: Session, { action, handler }: Task, name: string): void {
  const options = OPTIONS[name];
  if (options) {
    for (const { key } of action.args.entries) {
      const option = String(key.value);
      if (!options.includes(option))
        session.error(
          `'${option}' is not a parameter of ${name}`,
          key.span,
          didYouMean(option, options) ?? variableHint(name),
        );
    }
  }
  if (name.endsWith('_role')) {
    if (handler)
      session.error(
        `${name} cannot be a handler`,
        action.span,
        'use import_tasks, or the handlers/ of the role itself',
      );
    if (!entryOf(action.args, 'name') && !entryOf(action.args, 'role'))
      session.error(`${name} names no role`, action.span, `write '${name}:' with 'name:' below it`);
  } else if (
    name !== 'meta' &&
    name !== 'import_playbook' &&
    !action.freeForm &&
    !entryOf(action.args, 'file') &&
    !action.variableArgs
  ) {
    session.error(`${name} names no file`, action.span, `write '${name}: FILE.yml'`);
  }
}

function variableHint(name: string): string | undefined {
  return name.endsWith('_tasks') ? "variables go into 'vars:' of the task" : undefined;
}

function checkImport(session: Session, task: Task, keys: TaskKeys, name: string): void {
  const loop = keys.loops[0];
  if (loop) session.error(`${name} cannot be looped over`, loop.key.span, `use ${name.replace('import', 'include')}`);
  for (const option of ['name', 'role', 'file']) {
    const entry = entryOf(task.action.args, option);
    if (entry && entry.value.kind !== 'scalar')
      session.error(`'${option}' takes text, not ${described(entry.value)}`, placeOfValue(entry));
  }
}

function checkInclude(session: Session, task: Task, keys: TaskKeys, name: string): void {
  for (const { key } of keys.keywords) {
    const keyword = String(key.value);
    if (Object.hasOwn(KEYWORDS.include, keyword) || keyword === 'listen') continue;
    session.error(
      `'${keyword}' cannot stand on ${name}`,
      key.span,
      Object.hasOwn(KEYWORDS.block, keyword) ? `to hand it to the included tasks, put it below 'apply:'` : undefined,
    );
  }
  const apply = entryOf(task.action.args, 'apply');
  if (apply) checkApply(session, apply);
}

function checkApply(session: Session, apply: MapEntry): void {
  const { value } = apply;
  if (isTemplate(value) || isNull(value)) return;
  if (value.kind !== 'map') {
    session.error(`'apply' takes a mapping of keywords, not ${described(value)}`, placeOfValue(apply));
    return;
  }
  reportUnknownKeywords(session, value.entries, 'block');
  keywordsOf(session, value.entries, KEYWORDS.block);
}

function checkMeta(session: Session, { action }: Task): void {
  const word = textOf(action.freeForm);
  if (word === undefined) session.error('meta names no action', action.span, `it is one of ${META.join(', ')}`);
  else if (!META.includes(word.trim())) {
    session.error(
      `meta cannot do '${word}'`,
      action.freeForm?.span ?? action.span,
      didYouMean(word, META) ?? `it is one of ${META.join(', ')}`,
    );
  }
}

/** The name of a file or role that an action gives, as free-form text or as an argument. */
export function nameArgument(args: MapNode, freeForm: Task['action']['freeForm'], ...options: readonly string[]) {
  for (const option of options) {
    const value = entryOf(args, option)?.value;
    if (value?.kind === 'scalar' && value.value !== null) return value;
  }
  return freeForm;
}
