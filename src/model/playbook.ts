// Playbooks as they are written: plays, blocks, tasks and roles, every keyword a node with its place, static imports resolved.

import type { ListNode, MapEntry, MapNode, Node, ScalarNode, Span } from './source.ts';

/**
 * Keywords by name, as written; nearly every value may be a template. Names are those of today (`become_user`, not `sudo_user`).
 * What has a field of its own below (`block`, `loop`, `action`, `roles`...) is not among them.
 */
export type Keywords = ReadonlyMap<string, MapEntry>;

export interface Playbook {
  /** Absolute path of the file. */
  readonly path: string;
  /** In the order they run, those of imported playbooks in place. */
  readonly plays: readonly Play[];
}

/** What hands its keywords down to the tasks inside of it. */
export type Scope = PlaybookImport | Play | Block;

/** An `import_playbook`: its `vars`, `tags` and `when` go to the plays it brought. */
export interface PlaybookImport {
  readonly kind: 'playbook-import';
  readonly keywords: Keywords;
  /** The import that brought the playbook in which this one stands. */
  readonly parent?: PlaybookImport;
  readonly span: Span;
}

export interface Play {
  readonly kind: 'play';
  readonly name?: ScalarNode;
  /** A pattern, or a list of patterns. */
  readonly hosts: Node;
  readonly keywords: Keywords;
  /** Each is a path, or a list of paths of which the first that exists counts. */
  readonly varsFiles: readonly Node[];
  readonly varsPrompt: readonly VarsPrompt[];
  readonly preTasks: readonly Statement[];
  readonly roles: readonly RoleBlock[];
  readonly tasks: readonly Statement[];
  readonly postTasks: readonly Statement[];
  /** In the order they run: those of `roles:`, the play's own, those of statically imported roles. Of two with one name, the last is notified. */
  readonly handlers: readonly Statement[];
  readonly parent?: PlaybookImport;
  /** Absolute path of the playbook file it stands in; its directory is `playbook_dir`, also where the play was imported. */
  readonly path: string;
  readonly span: Span;
}

/** One question of `vars_prompt`. */
export interface VarsPrompt {
  readonly name: string;
  readonly keywords: Keywords;
  readonly span: Span;
}

export type Statement = Task | Block;

/**
 * Statements with keywords in common. A `block:`, but also what an import or an include put in its place, so that a run has only
 * one kind of group to walk through.
 */
export interface Block {
  readonly kind: 'block';
  /** `block`: written as one. Otherwise what brought the statements. */
  readonly origin: 'block' | 'import_tasks' | 'include_tasks' | 'role';
  readonly name?: ScalarNode;
  /** The block's own, the import's, the role entry's, or an include's `apply`. */
  readonly keywords: Keywords;
  readonly block: readonly Statement[];
  readonly rescue: readonly Statement[];
  readonly always: readonly Statement[];
  readonly parent: Play | Block;
  /** The role whose statements these are, where `origin` is `role`. Its dependencies stand first among the statements, each a role block. */
  readonly role?: Role;
  /** The dynamic include that brought it: its keywords are not inherited, but its `vars` are visible. */
  readonly include?: Task;
  /** The file's name as the import or include said it, rendered; names inside are relative to its directory, too. */
  readonly writtenAs?: string;
  /** Absolute path of the file the statements stand in. */
  readonly path: string;
  readonly span: Span;
}

export interface RoleBlock extends Block {
  readonly origin: 'role';
  readonly role: Role;
}

/** One use of a role: its files, and what the place that uses it said. */
export interface Role {
  /** `role_name`: without its collection. */
  readonly name: string;
  /** `namespace.name`, for a role of a collection. */
  readonly collection?: string;
  /** Absolute path of the role's directory: `role_path`. */
  readonly path: string;
  readonly usedBy: 'roles' | 'dependency' | 'import_role' | 'include_role';
  /** The entry point in `tasks/`: `main`, or `tasks_from`. */
  readonly tasksFrom: string;
  /** `{ role: x, port: 80 }`: variables of the role entry, stronger than everything but extra variables. `vars:` is a keyword of its block. */
  readonly params: readonly MapEntry[];
  /** Files of `defaults/` and `vars/`, each a mapping; a later one wins. */
  readonly defaults: readonly MapNode[];
  readonly vars: readonly MapNode[];
  /** Its own handlers, without those of its dependencies. */
  readonly handlers: readonly Statement[];
  /** The same for two uses exactly if Ansible holds them for one: same role, variables, `when`, `tags` and files. */
  readonly identity: string;
  /** Whether it runs again where the same identity has run on a host before. */
  readonly allowDuplicates: boolean;
  /** `include_role`: whether its defaults and vars stay visible after it. Static uses always are. */
  readonly public: boolean;
  /** `collections` of `meta/main.yml`: where short module names are searched. */
  readonly collections: readonly string[];
  /** What `meta/argument_specs.yml` says of `tasksFrom`; checked before the first task unless `rolespec_validate: false`. */
  readonly argumentSpec?: MapNode;
  /** Directories of the user's own modules. */
  readonly library: readonly string[];
}

export interface Task {
  readonly kind: 'task';
  readonly name?: ScalarNode;
  readonly action: Action;
  readonly keywords: Keywords;
  readonly loop?: Loop;
  readonly loopControl?: MapNode;
  /** A handler runs when it is notified only. */
  readonly handler: boolean;
  /** What a handler answers to beside its name. */
  readonly listen: readonly ScalarNode[];
  /** Added by the engine, not written: the check of a role's arguments. */
  readonly implicit: boolean;
  readonly parent: Play | Block;
  /** Absolute path of the file it stands in. */
  readonly path: string;
  readonly span: Span;
}

/** What a task does, whichever of the four ways it was written. */
export interface Action {
  /** As written: `apt`, `ansible.builtin.apt`, or a template (`action: "{{ module }} a=b"`). */
  readonly word: string;
  /** The module's canonical name: `ansible.builtin.apt`. The word itself where it is a template or not known. */
  readonly name: string;
  /** Of the word. */
  readonly span: Span;
  /** Arguments of the mapping, the `k=v` text and `args:` together. */
  readonly args: MapNode;
  /** Text that is no `k=v`: the command of `command`, the file of `include_tasks`. */
  readonly freeForm?: ScalarNode;
  /** A template that gives a dict of further arguments: `args: "{{ options }}"`. */
  readonly variableArgs?: ScalarNode;
}

/** How a task repeats. */
export interface Loop {
  /** The lookup whose terms the items are: `items` for `with_items`. Absent for `loop:`, whose value is the list itself. */
  readonly lookup?: string;
  readonly terms: Node;
  /** Of the keyword. */
  readonly span: Span;
}

/** Keywords of which every scope's value counts, not just the nearest one's. */
const COLLECTED: ReadonlySet<string> = new Set(['environment', 'module_defaults', 'tags', 'when', 'vars']);

/** Keywords that tasks take over from the blocks, roles and the play around them. */
export const INHERITED: ReadonlySet<string> = new Set([
  ...['any_errors_fatal', 'become', 'become_exe', 'become_flags', 'become_method', 'become_user', 'check_mode'],
  ...['collections', 'connection', 'debugger', 'delegate_facts', 'delegate_to', 'diff', 'ignore_errors'],
  ...['ignore_unreachable', 'no_log', 'notify', 'port', 'remote_user', 'run_once', 'throttle', 'timeout'],
  ...COLLECTED,
]);

/** The keyword as it holds for a statement: its own, else that of the nearest scope that has it. For keywords of INHERITED that do not collect. */
export function inherited(from: Statement, keyword: string): MapEntry | undefined {
  for (const scope of scopesOf(from)) {
    const entry = scope.keywords.get(keyword);
    // What an imported playbook hands down is only what collects.
    if (entry && scope.kind !== 'playbook-import') return entry;
  }
  return undefined;
}

/**
 * Every value of a keyword that collects (`environment`, `module_defaults`, `tags`, `when`, `vars`), the outermost first: a later
 * one overrides where two say something of one name. An include's `vars` come just before those of its `apply`.
 */
export function collected(from: Statement, keyword: string): readonly MapEntry[] {
  const entries: MapEntry[] = [];
  for (const scope of scopesOf(from)) {
    const own = scope.keywords.get(keyword);
    // The `when` of an imported playbook never holds back a handler, as in Ansible.
    if (own && !(scope.kind === 'playbook-import' && keyword === 'when' && isHandler(from))) entries.push(own);
    const included = keyword === 'vars' && scope.kind === 'block' ? scope.include?.keywords.get('vars') : undefined;
    if (included) entries.push(included);
  }
  return entries.reverse();
}

/** The statement itself and all that hands keywords down to it, the nearest first. */
export function* scopesOf(from: Statement): Generator<Statement | Scope> {
  for (let scope: Statement | Scope | undefined = from; scope; scope = scope.parent) yield scope;
}

/** The role a statement belongs to, if any: the nearest around it. */
export function roleOf(from: Statement): Role | undefined {
  for (const scope of scopesOf(from)) if (scope.kind === 'block' && scope.role) return scope.role;
  return undefined;
}

/** The play a statement belongs to. */
export function playOf(from: Statement): Play {
  let scope: Statement | Play = from;
  while (scope.kind !== 'play') scope = scope.parent;
  return scope;
}

/** Every task of some statements, those in blocks included, as they stand from top to bottom. */
export function* tasksIn(statements: readonly Statement[]): Generator<Task> {
  for (const statement of statements) {
    if (statement.kind === 'task') yield statement;
    else for (const part of [statement.block, statement.rescue, statement.always]) yield* tasksIn(part);
  }
}

/** The values of a keyword that takes one or several: a list's items, or the value itself. */
export function listed(node: Node | undefined): readonly Node[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  return isList(node) ? node.items : [node];
}

function isList(node: Node): node is ListNode {
  return node.kind === 'list';
}

function isHandler(statement: Statement): boolean {
  return statement.kind === 'task' && statement.handler;
}
