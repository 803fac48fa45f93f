// The way in: playbooks before a run, files of tasks and roles while it runs.

import type { Checked } from '../../model/diagnostic.ts';
import type { Block, Playbook, RoleBlock, Task } from '../../model/playbook.ts';
import { entryOf, type MapNode, type ScalarNode } from '../../model/source.ts';
import { roleCall } from '../roles/role-call.ts';
import { useRole } from '../roles/use-role.ts';
import { nameArgument } from './engine-actions.ts';
import { checkNotified } from './handlers.ts';
import { findTaskFile, taskFile } from './imports.ts';
import { keywordsOf } from './keyword-map.ts';
import { KEYWORDS } from './keywords.ts';
import { checkModules } from './modules.ts';
import { hasTag } from './nodes.ts';
import type { LoadOptions } from './options.ts';
import { playbookFile, readPlaybook } from './playbooks.ts';
import { FileCache, Session } from './session.ts';
import { readStatements } from './statements.ts';

/** A dynamic include that a host has come to. */
export interface IncludeRequest {
  /** The `include_tasks`, `include_role` or dynamic `include`. */
  readonly task: Task;
  /** Renders an argument with the variables the host has there. */
  readonly text: (node: ScalarNode) => Checked<string>;
  /** `apply`, where it is a template and so was not written as a mapping. */
  readonly apply?: MapNode;
  /** Absolute path of the directory of the playbook that was started. */
  readonly playbookDir: string;
}

/** Loads playbooks and checks them. Files are read once, however many roles and includes use them. */
export interface Loader {
  /** A playbook with everything it imports, or every mistake in all of it. By path, or as `namespace.collection.playbook`. */
  playbook(path: string): Promise<Checked<Playbook>>;
  /** The path of a playbook's file, which need not be there. */
  find(path: string): string;
  /** The tasks of `include_tasks`, as a block beside the task. */
  tasks(request: IncludeRequest): Promise<Checked<Block>>;
  /** The role of `include_role`, as a block beside the task. Its handlers, and those of its dependencies: `handlersOf`. */
  role(request: IncludeRequest): Promise<Checked<RoleBlock>>;
  /** The same for who only looks at what may be included: files that change until then are read again. */
  readonly ahead: Pick<Loader, 'tasks' | 'role'>;
}

export function createLoader(options: LoadOptions): Loader {
  const files = new FileCache();
  return {
    find: (path) => playbookFile(options, path),
    playbook: (path) => loadPlaybook(new Session(options, files), playbookFile(options, path)),
    tasks: (request) => loadTasks(runtimeSession(options, files, request), request),
    role: (request) => loadRole(runtimeSession(options, files, request), request),
    ahead: {
      tasks: (request) => loadTasks(runtimeSession(options, files, request, true), request),
      role: (request) => loadRole(runtimeSession(options, files, request, true), request),
    },
  };
}

async function loadPlaybook(session: Session, path: string): Promise<Checked<Playbook>> {
  const plays = readPlaybook(session, path);
  for (const play of plays) checkNotified(session, play);
  await checkModules(session);
  return session.result({ path, plays });
}

// While the play runs, names of imports inside of what is included are rendered with what is known then.
function runtimeSession(options: LoadOptions, files: FileCache, { text }: IncludeRequest, ahead = false): Session {
  return new Session({ ...options, names: { text } }, files, ahead);
}

async function loadTasks(session: Session, request: IncludeRequest): Promise<Checked<Block>> {
  const { task } = request;
  const node = nameArgument(task.action.args, task.action.freeForm, 'file');
  const name = node && textOf(session, request, node);
  if (node === undefined || name === undefined) return session.result<Block>(undefined);
  const place = { parent: task.parent, path: task.path, base: request.playbookDir, handlers: task.handler };
  const path = findTaskFile(session, name, { place, dynamic: true, span: node.span });
  if (path === undefined) return session.result<Block>(undefined);
  const file = { path, writtenAs: name, keywords: applied(session, request), parent: task.parent, span: task.span };
  const block = taskFile(session, { ...file, place, include: task }, readStatements);
  await checkModules(session);
  return session.result(block);
}

async function loadRole(session: Session, request: IncludeRequest): Promise<Checked<RoleBlock>> {
  const { task, playbookDir } = request;
  const call = roleCall(session, task, (node) => textOf(session, request, node));
  if (call === undefined) return session.result<RoleBlock>(undefined);
  const where = { parent: task.parent, base: playbookDir, keywords: applied(session, request), include: task };
  const block = useRole(session, { ...call, ...where }, readStatements);
  await checkModules(session);
  return session.result(block);
}

function applied(session: Session, { task, apply }: IncludeRequest) {
  const written = apply ?? entryOf(task.action.args, 'apply')?.value;
  return keywordsOf(session, written?.kind === 'map' ? written.entries : [], KEYWORDS.block);
}

function textOf(session: Session, { text }: IncludeRequest, node: ScalarNode): string | undefined {
  if (typeof node.value !== 'string' || !hasTag(node.value)) return String(node.value);
  const rendered = text(node);
  if (rendered.ok) return rendered.value;
  for (const problem of rendered.problems) session.report(problem);
  return undefined;
}
