// Which of a task's keys is its action, and what it says.

import type { MapEntry, MapNode } from '../../model/source.ts';
import { didYouMean, nearest } from '../diagnostics/nearest.ts';
import { readArguments } from './arguments.ts';
import { isEngineAction, shortName } from './builtin-actions.ts';
import { explicitAction } from './explicit-action.ts';
import { FORMER, type ValueKind } from './keywords.ts';
import { hasTag } from './nodes.ts';
import type { ModuleSearch } from './options.ts';
import type { ActionDraft, Session } from './session.ts';

/** A task's keys, sorted by what they are. */
export interface TaskKeys {
  readonly keywords: readonly MapEntry[];
  /** `loop`, and every `with_...`. */
  readonly loops: readonly MapEntry[];
  readonly action: ActionDraft | undefined;
  /** `local_action`: the task is delegated to this machine. */
  readonly local: boolean;
}

/** Sorts the keys of a task, and reports those that are neither keyword nor module, and actions too few or too many. */
export function sortKeys(
  session: Session,
  task: MapNode,
  kinds: Readonly<Record<string, ValueKind>>,
  search: ModuleSearch,
): TaskKeys {
  const keywords: MapEntry[] = [];
  const loops: MapEntry[] = [];
  const others: MapEntry[] = [];
  for (const entry of task.entries) {
    const name = String(entry.key.value);
    if (name === 'loop' || isLoop(name, session)) loops.push(entry);
    else if (Object.hasOwn(kinds, name) && name !== 'action' && name !== 'local_action') keywords.push(entry);
    else others.push(entry);
  }
  const chosen = chooseAction(session, task, others, { kinds, search });
  const args = keywords.find(({ key }) => key.value === 'args');
  const action = chosen && readAction(session, { entry: chosen, args, search });
  return { keywords, loops, action, local: chosen?.key.value === 'local_action' };
}

function isLoop(name: string, session: Session): boolean {
  return name.startsWith('with_') && session.options.templates.hasLookup(name.slice('with_'.length));
}

interface Vocabulary {
  readonly kinds: Readonly<Record<string, ValueKind>>;
  readonly search: ModuleSearch;
}

function chooseAction(
  session: Session,
  task: MapNode,
  others: readonly MapEntry[],
  words: Vocabulary,
): MapEntry | undefined {
  const known = others.filter(({ key }) => isAction(session, String(key.value), words.search));
  const [first, ...more] = known;
  for (const extra of more) tooMany(session, extra, first);
  const chosen = first ?? others.find(({ key }) => !isMistypedKeyword(String(key.value), words));
  for (const entry of others) if (entry !== chosen && !known.includes(entry)) unknownKey(session, entry, chosen, words);
  if (chosen === undefined && others.length === 0) {
    const place = task.entries[0]?.key.span ?? task.span;
    session.error('this task has no action', place, "add the module it runs, such as 'copy:'");
  }
  return chosen;
}

function isAction(session: Session, word: string, search: ModuleSearch): boolean {
  if (word === 'action' || word === 'local_action' || isEngineAction(word)) return true;
  return session.options.modules.kindOf(word, search) !== undefined;
}

// A key near a keyword that is no module: `whne:` is what is wrong, not the module beside it.
function isMistypedKeyword(name: string, { kinds }: Vocabulary): boolean {
  return (
    Object.hasOwn(FORMER, name) ||
    name.startsWith('with_') ||
    (!name.includes('.') && nearest(name, Object.keys(kinds)) !== undefined)
  );
}

function tooMany(session: Session, extra: MapEntry, first: MapEntry | undefined): void {
  const related = first && [{ message: 'the first one', span: first.key.span }];
  session.report({
    severity: 'error',
    message: `a second action in one task: '${extra.key.value}'`,
    span: extra.key.span,
    hint: "begin a new task with '- ' for it",
    ...(related && { related }),
  });
}

function unknownKey(session: Session, { key }: MapEntry, action: MapEntry | undefined, { kinds }: Vocabulary): void {
  const name = String(key.value);
  session.error(
    `'${name}' is not a keyword of a task`,
    key.span,
    keywordHint(session, name, action, Object.keys(kinds)),
  );
}

function keywordHint(
  session: Session,
  name: string,
  action: MapEntry | undefined,
  keywords: readonly string[],
): string | undefined {
  if (Object.hasOwn(FORMER, name)) return FORMER[name];
  if (name === 'hosts') return 'plays stand in a playbook, not in a file of tasks';
  if (name.startsWith('with_')) {
    const lookup = nearest(name.slice('with_'.length), session.options.templates.lookupNames());
    return lookup === undefined ? 'there is no lookup of that name' : `did you mean 'with_${lookup}'?`;
  }
  const meant = didYouMean(name, keywords);
  if (meant !== undefined || action === undefined) return meant;
  return `if it is a parameter of '${action.key.value}', indent it below that`;
}

interface Chosen {
  readonly entry: MapEntry;
  readonly args: MapEntry | undefined;
  readonly search: ModuleSearch;
}

function readAction(session: Session, { entry, args, search }: Chosen): ActionDraft | undefined {
  const explicit = entry.key.value === 'action' || entry.key.value === 'local_action';
  const written = explicit ? explicitAction(session, entry) : { word: entry.key, argument: entry };
  if (!written) return undefined;
  const word = String(written.word.value);
  const exists = hasTag(word) || isAction(session, word, search);
  const read = readArguments(session, { word, exists }, written.argument, args);
  const name = isEngineAction(word) ? `ansible.builtin.${shortName(word)}` : word;
  return { word, name, span: written.word.span, ...read };
}
