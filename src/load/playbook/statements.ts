// Lists of tasks and blocks to statements.

import type { Block, Keywords, Statement } from '../../model/playbook.ts';
import type { MapEntry, MapNode, Node, ScalarNode } from '../../model/source.ts';
import { entryOf } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { isEngineAction, shortName } from './builtin-actions.ts';
import { importRole, importTasks, isStaticInclude } from './imports.ts';
import { keywordsOf } from './keyword-map.ts';
import { KEYWORDS } from './keywords.ts';
import { described, isNull, placeOfValue } from './nodes.ts';
import type { Place } from './place.ts';
import type { Session } from './session.ts';
import { readTask } from './task.ts';

/** The statements of a list of tasks. `what` names the list in messages. */
export function readStatements(
  session: Session,
  list: Node | undefined,
  place: Place,
  what: string,
): readonly Statement[] {
  if (list === undefined || isNull(list)) return [];
  if (list.kind !== 'list') {
    session.error(`${what} must be a list of tasks, not ${described(list)}`, list.span, "begin each task with '- '");
    return [];
  }
  return list.items.flatMap((item) => readStatement(session, item, place) ?? []);
}

function readStatement(session: Session, node: Node, place: Place): Statement | undefined {
  if (isNull(node)) return undefined;
  if (node.kind !== 'map') {
    const word = node.kind === 'scalar' ? node.span.file.text.slice(node.span.start, node.span.end) : undefined;
    const hint = word !== undefined && /^[\w.]+$/.test(word) ? `write '${word}:'` : undefined;
    session.error(`a task must be a mapping, not ${described(node)}`, node.span, hint);
    return undefined;
  }
  if (isBlock(node)) return readBlock(session, node, place);
  const task = readTask(session, node, place);
  if (task === undefined || !isEngineAction(task.action.word)) return task;
  switch (shortName(task.action.word)) {
    case 'import_tasks':
      return importTasks(session, task, place, readStatements);
    case 'import_role':
      return importRole(session, task, place, readStatements);
    case 'include':
      return isStaticInclude(session, task) ? importTasks(session, task, place, readStatements) : task;
    default:
      return task;
  }
}

const PARTS = ['block', 'rescue', 'always'];

function isBlock(node: MapNode): boolean {
  return PARTS.some((key) => entryOf(node, key) !== undefined);
}

function readBlock(session: Session, node: MapNode, place: Place): Block {
  const keywords = blockKeywords(session, node);
  const name = keywords.get('name')?.value;
  const parts = { block: [], rescue: [], always: [] } satisfies Record<string, Statement[]>;
  const block: Block = {
    kind: 'block',
    origin: 'block',
    ...(name?.kind === 'scalar' && { name }),
    keywords,
    ...parts,
    parent: place.parent,
    path: place.path,
    span: node.span,
  };
  fillBlock(session, node, parts, { ...place, parent: block });
  return block;
}

interface Parts {
  readonly block: Statement[];
  readonly rescue: Statement[];
  readonly always: Statement[];
}

function blockKeywords(session: Session, node: MapNode): Keywords {
  const written = node.entries.filter(({ key }) => !PARTS.includes(String(key.value)));
  const loops = written.filter(({ key }) => key.value === 'loop' || String(key.value).startsWith('with_'));
  for (const { key } of loops) {
    session.error(
      `'${key.value}' cannot stand on a block`,
      key.span,
      'put the tasks into a file and loop over include_tasks',
    );
  }
  const rest = written.filter((entry) => !loops.includes(entry));
  reportUnknown(session, rest);
  return keywordsOf(session, rest, KEYWORDS.block);
}

// Statements point to their block, so the block is there before them.
function fillBlock(session: Session, node: MapNode, into: Parts, inside: Place): void {
  if (entryOf(node, 'block') === undefined) {
    const part = entryOf(node, 'rescue') ?? entryOf(node, 'always');
    const hint = "put the tasks that may fail below 'block:'";
    session.error(`'${part?.key.value}' without 'block'`, part?.key.span ?? node.span, hint);
  }
  into.block.push(...part(session, entryOf(node, 'block'), inside));
  into.rescue.push(...part(session, entryOf(node, 'rescue'), inside));
  into.always.push(...part(session, entryOf(node, 'always'), inside));
}

function part(session: Session, entry: MapEntry | undefined, place: Place): readonly Statement[] {
  if (entry === undefined) return [];
  if (isNull(entry.value)) {
    session.error(`'${entry.key.value}' has no tasks`, placeOfValue(entry));
    return [];
  }
  return readStatements(session, entry.value, place, `'${entry.key.value}'`);
}

function reportUnknown(session: Session, entries: readonly MapEntry[]): void {
  for (const { key } of entries) {
    if (Object.hasOwn(KEYWORDS.block, String(key.value))) continue;
    session.error(`'${key.value}' is not a keyword of a block`, key.span, unknownHint(session, key));
  }
}

function unknownHint(session: Session, key: ScalarNode): string | undefined {
  const name = String(key.value);
  if (Object.hasOwn(KEYWORDS.task, name)) return 'it can stand on the tasks in the block';
  const module = isEngineAction(name) || session.options.modules.kindOf(name, { collections: [], directories: [] });
  return module ? "begin a task with '- ' for it, below 'block:'" : didYouMean(name, Object.keys(KEYWORDS.block));
}
