// Static imports: the tasks of another file, or a role, in the place of the task that names them.

import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Block, type Keywords, type Statement, scopesOf, type Task } from '../../model/playbook.ts';
import type { MapEntry, MapNode, ScalarNode, Span } from '../../model/source.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { roleCall } from '../roles/role-call.ts';
import type { ReadStatements } from '../roles/role-request.ts';
import { useRole } from '../roles/use-role.ts';
import { displayPath } from '../yaml/read-source.ts';
import { nameArgument } from './engine-actions.ts';
import { hasTag } from './nodes.ts';
import { firstExisting, type Place, taskFileCandidates } from './place.ts';
import type { Session } from './session.ts';

/** Whether an `include` of old is carried out while loading: its name is no template and it is not looped over, nor is it itself inside of a dynamic include. */
export function isStaticInclude(_session: Session, task: Task): boolean {
  const name = fileArgument(task);
  const dynamic = [...scopesOf(task)].some((scope) => scope.kind === 'block' && scope.include !== undefined);
  return task.loop === undefined && !dynamic && typeof name?.value === 'string' && !hasTag(name.value);
}

/** The statements of a file as a block in the place of the import; undefined where there is no such file, which was reported. */
export function importTasks(session: Session, task: Task, place: Place, read: ReadStatements): Block | undefined {
  const name = fileArgument(task);
  if (name === undefined) return undefined;
  const written = rendered(session, name, task);
  if (written === undefined) return undefined;
  const path = findTaskFile(session, written, { place, dynamic: false, span: name.span });
  if (path === undefined || importsItself(session, task, path, name.span)) return undefined;
  return taskFile(
    session,
    { path, writtenAs: written, keywords: importKeywords(task), parent: task.parent, place, span: task.span },
    read,
  );
}

interface TaskFile extends Pick<Block, 'path' | 'keywords' | 'parent' | 'span'> {
  readonly writtenAs: string;
  readonly place: Place;
  /** The dynamic include that asks for it. */
  readonly include?: Task;
}

/** The tasks of a file as a block. */
export function taskFile(session: Session, file: TaskFile, read: ReadStatements): Block | undefined {
  const { place, include, ...given } = file;
  const document = session.document(file.path);
  if (document === undefined) return undefined;
  const inside: Statement[] = [];
  const block: Block = {
    kind: 'block',
    origin: include ? 'include_tasks' : 'import_tasks',
    ...given,
    block: inside,
    rescue: [],
    always: [],
    ...(include && { include }),
  };
  inside.push(...read(session, document, { ...place, parent: block, path: file.path }, 'a file of tasks'));
  return block;
}

interface Search {
  readonly place: Place;
  readonly dynamic: boolean;
  readonly span: Span;
}

/** The path of a file of tasks; where there is none, that is reported with what comes near. */
export function findTaskFile(session: Session, name: string, { place, dynamic, span }: Search): string | undefined {
  const candidates = taskFileCandidates(name, place, dynamic);
  const path = firstExisting(candidates);
  if (path !== undefined) return path;
  const near = nearbyFile(candidates);
  const searched = `searched: ${candidates.map(displayPath).join(', ')}`;
  session.error(
    `there is no file '${name}'`,
    span,
    near === undefined ? searched : `did you mean '${join(dirname(name), near)}'?`,
  );
  return undefined;
}

function nearbyFile(candidates: readonly string[]): string | undefined {
  for (const candidate of candidates) {
    const near = nearest(basename(candidate), filesOf(dirname(candidate)));
    if (near !== undefined) return near;
  }
  return undefined;
}

function filesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => /\.(ya?ml|json)$/.test(name));
  } catch {
    return [];
  }
}

/** A role in the place of an `import_role`. */
export function importRole(session: Session, task: Task, place: Place, read: ReadStatements): Block | undefined {
  const call = roleCall(session, task, (node) => rendered(session, node, task));
  return call && useRole(session, { ...call, parent: task.parent, base: place.base, keywords: task.keywords }, read);
}

function fileArgument(task: Task): ScalarNode | undefined {
  return nameArgument(task.action.args, task.action.freeForm, 'file');
}

/** The text of a name that may be a template. */
export function rendered(session: Session, node: ScalarNode, task: Task): string | undefined {
  const text = String(node.value);
  if (typeof node.value !== 'string' || !hasTag(text)) return text;
  const result = session.options.names.text(node, task);
  if (result.ok) return result.value;
  for (const problem of result.problems) session.report(problem);
  return undefined;
}

function importsItself(session: Session, task: Task, path: string, span: Span): boolean {
  for (const scope of scopesOf(task)) {
    if (scope.kind !== 'block' || scope.path !== path || scope.origin === 'block') continue;
    session.error(`'${displayPath(path)}' imports itself`, span, 'use include_tasks with a condition that ends it');
    return true;
  }
  if (task.path !== path) return false;
  session.error(`'${displayPath(path)}' imports itself`, span, 'use include_tasks with a condition that ends it');
  return true;
}

// `include: file.yml a=b` of old: what is no file name is a variable.
function importKeywords(task: Task): Keywords {
  const variables = task.action.args.entries.filter(({ key }) => key.value !== 'file');
  if (variables.length === 0) return task.keywords;
  const vars = task.keywords.get('vars');
  const own = vars?.value.kind === 'map' ? vars.value.entries : [];
  const map: MapNode = { kind: 'map', entries: [...own, ...variables], span: task.action.args.span };
  const key: ScalarNode = vars?.key ?? { kind: 'scalar', value: 'vars', span: task.action.span };
  const entry: MapEntry = { key, value: map };
  return new Map([...task.keywords, ['vars', entry]]);
}
