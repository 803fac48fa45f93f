// One play: whom it concerns, its keywords, and its sections in the order they run.

import { dirname } from 'node:path';
import type { Keywords, Play, PlaybookImport, RoleBlock, Statement, VarsPrompt } from '../../model/playbook.ts';
import { listed } from '../../model/playbook.ts';
import { entryOf, type MapEntry, type MapNode, type Node } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { readRoleEntry } from '../roles/role-entry.ts';
import { useEntry } from '../roles/use-role.ts';
import { orderHandlers } from './handlers.ts';
import { keywordsOf, reportUnknownKeywords } from './keyword-map.ts';
import { KEYWORDS } from './keywords.ts';
import { described, isNull, isTemplate, placeOfValue } from './nodes.ts';
import type { Session } from './session.ts';
import { readStatements } from './statements.ts';

/** Reads a play. `path` is the file it stands in. */
export function readPlay(session: Session, node: MapNode, path: string, parent: PlaybookImport | undefined): Play {
  const entries = withoutFormerUser(session, node.entries);
  reportUnknownKeywords(session, entries, 'play');
  const keywords = keywordsOf(session, entries, KEYWORDS.play);
  const name = keywords.get('name')?.value;
  const sections = { preTasks: [], roles: [], tasks: [], postTasks: [], handlers: [] } satisfies Sections;
  const play: Play = {
    kind: 'play',
    ...(name?.kind === 'scalar' && { name }),
    hosts: hostsOf(session, node),
    keywords,
    varsFiles: varsFilesOf(session, node),
    varsPrompt: promptsOf(session, node),
    ...sections,
    ...(parent && { parent }),
    path,
    span: node.span,
  };
  readSections(session, node, play, sections);
  return play;
}

interface Sections {
  readonly preTasks: Statement[];
  readonly roles: RoleBlock[];
  readonly tasks: Statement[];
  readonly postTasks: Statement[];
  readonly handlers: Statement[];
}

// Statements point to their play, so the play is there before them.
function readSections(session: Session, node: MapNode, play: Play, into: Sections): void {
  const place = { parent: play, path: play.path, base: dirname(play.path), handlers: false };
  const read = (key: string, handlers = false) =>
    readStatements(session, entryOf(node, key)?.value, { ...place, handlers }, `'${key}'`);
  into.preTasks.push(...read('pre_tasks'));
  into.roles.push(...rolesOf(session, node, play));
  into.tasks.push(...read('tasks'));
  into.postTasks.push(...read('post_tasks'));
  into.handlers.push(...orderHandlers(play, read('handlers', true)));
}

function rolesOf(session: Session, node: MapNode, play: Play): readonly RoleBlock[] {
  const entry = entryOf(node, 'roles');
  if (entry === undefined || isNull(entry.value)) return [];
  if (entry.value.kind !== 'list') {
    session.error(`'roles' takes a list of roles, not ${described(entry.value)}`, placeOfValue(entry));
    return [];
  }
  const where = { usedBy: 'roles', parent: play, base: dirname(play.path) } as const;
  return entry.value.items.flatMap((item) => {
    const role = readRoleEntry(session, item);
    return (role && useEntry(session, role, where, readStatements)) ?? [];
  });
}

// `user:` is an old name of `remote_user:`, and only a play has it.
function withoutFormerUser(session: Session, entries: readonly MapEntry[]): readonly MapEntry[] {
  const user = entries.find(({ key }) => key.value === 'user');
  if (user === undefined) return entries;
  const today = entries.find(({ key }) => key.value === 'remote_user');
  if (today) session.error("'user' and 'remote_user' are the same", user.key.span, "keep 'remote_user'");
  const renamed = { key: { ...user.key, value: 'remote_user' }, value: user.value };
  return entries.map((entry) => (entry === user ? renamed : entry));
}

function hostsOf(session: Session, node: MapNode): Node {
  const entry = entryOf(node, 'hosts');
  if (entry === undefined) {
    const place = node.entries[0]?.key.span ?? node.span;
    const hint = "add 'hosts: all', or a group's or host's name";
    // `include` is told of as no keyword of a play.
    if (!entryOf(node, 'include')) session.error("this play does not say for which 'hosts' it is", place, hint);
    return { kind: 'scalar', value: null, span: place };
  }
  const { value } = entry;
  const patterns = listed(value);
  if (value.kind === 'map')
    session.error(`'hosts' takes a pattern or a list of them, not a mapping`, placeOfValue(entry));
  else if (patterns.length === 0)
    session.error("'hosts' names nobody", placeOfValue(entry), "write 'hosts: all', or a group's or host's name");
  else
    for (const pattern of patterns)
      if (pattern.kind !== 'scalar' || typeof pattern.value !== 'string')
        session.error(
          `'hosts' takes texts, not ${described(pattern)}`,
          pattern.span.end > pattern.span.start ? pattern.span : entry.key.span,
        );
  return value;
}

function varsFilesOf(session: Session, node: MapNode): readonly Node[] {
  const entry = entryOf(node, 'vars_files');
  const files = listed(entry?.value);
  for (const file of files) {
    const fits = file.kind === 'scalar' || (file.kind === 'list' && file.items.every(({ kind }) => kind === 'scalar'));
    if (!fits) session.error(`'vars_files' takes paths, or lists of paths, not ${described(file)}`, file.span);
  }
  return files;
}

const PROMPT_KEYS = ['name', 'prompt', 'default', 'private', 'confirm', 'encrypt', 'salt', 'salt_size', 'unsafe'];

function promptsOf(session: Session, node: MapNode): readonly VarsPrompt[] {
  return listed(entryOf(node, 'vars_prompt')?.value).flatMap((prompt) => {
    if (prompt.kind !== 'map') {
      session.error(
        `'vars_prompt' takes mappings, not ${described(prompt)}`,
        prompt.span,
        "write '- name: VARIABLE' and 'prompt: QUESTION'",
      );
      return [];
    }
    for (const { key } of prompt.entries) {
      const name = String(key.value);
      if (!PROMPT_KEYS.includes(name))
        session.error(`'${name}' is not a key of vars_prompt`, key.span, didYouMean(name, PROMPT_KEYS));
    }
    const name = entryOf(prompt, 'name')?.value;
    if (name?.kind !== 'scalar' || typeof name.value !== 'string' || isTemplate(name)) {
      session.error(
        'this prompt names no variable',
        prompt.entries[0]?.key.span ?? prompt.span,
        "add 'name: VARIABLE'",
      );
      return [];
    }
    const keywords: Keywords = new Map(prompt.entries.map((entry) => [String(entry.key.value), entry]));
    return [{ name: name.value, keywords, span: prompt.span }];
  });
}
