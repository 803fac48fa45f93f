// Playbook files: their plays, and those of the playbooks they import.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Play, PlaybookImport } from '../../model/playbook.ts';
import type { MapEntry, MapNode, Node, ScalarNode } from '../../model/source.ts';
import { collectionDirectories } from '../roles/find-role.ts';
import { displayPath } from '../yaml/read-source.ts';
import { parseArgumentText } from './argument-text.ts';
import { shortName } from './builtin-actions.ts';
import { keywordsOf, reportUnknownKeywords } from './keyword-map.ts';
import { KEYWORDS } from './keywords.ts';
import { described, hasTag, isNull, placeOfValue } from './nodes.ts';
import type { LoadOptions } from './options.ts';
import { pieceNode } from './pieces.ts';
import { readPlay } from './play.ts';
import type { Session } from './session.ts';

/** How a playbook came to be read: the import that asks for it, and the files that lead to it. */
interface Import {
  readonly scope?: PlaybookImport;
  readonly chain: readonly string[];
}

/** The plays of a playbook file. */
export function readPlaybook(session: Session, path: string, from: Import = { chain: [] }): readonly Play[] {
  const document = session.document(path);
  if (document === undefined) return [];
  if (document.kind !== 'list' || document.items.length === 0) {
    const empty = isNull(document) || document.kind === 'list';
    const hint = document.kind === 'map' ? "begin each play with '- '" : undefined;
    if (empty) session.error(`the playbook ${displayPath(path)} is empty`, document.span);
    else session.error(`a playbook is a list of plays, not ${described(document)}`, document.span, hint);
    return [];
  }
  const chain = [...from.chain, path];
  return document.items.flatMap((item) => readEntry(session, item, path, { ...from, chain }));
}

function readEntry(session: Session, node: Node, path: string, from: Import): readonly Play[] {
  if (node.kind !== 'map') {
    session.error(`a play must be a mapping, not ${described(node)}`, node.span, "a play begins with '- hosts: '");
    return [];
  }
  const entry = node.entries.find(({ key }) => shortName(String(key.value)) === 'import_playbook');
  return entry ? importPlaybook(session, { node, entry, path }, from) : [readPlay(session, node, path, from.scope)];
}

interface Imported {
  readonly node: MapNode;
  readonly entry: MapEntry;
  /** The file that imports. */
  readonly path: string;
}

function importPlaybook(session: Session, { node, entry, path }: Imported, from: Import): readonly Play[] {
  const rest = node.entries.filter((other) => other !== entry);
  reportUnknownKeywords(session, rest, 'import_playbook');
  const keywords = new Map(keywordsOf(session, rest, KEYWORDS.import_playbook));
  const named = nameOf(session, entry);
  if (named === undefined) return [];
  if (named.variables) keywords.set('vars', withVariables(keywords.get('vars'), named.variables, entry));
  const { scope: parent } = from;
  const scope: PlaybookImport = { kind: 'playbook-import', keywords, ...(parent && { parent }), span: node.span };
  const file = pathOf(session, named.name, path, scope);
  if (file === undefined) return [];
  if (from.chain.includes(file)) {
    session.error(`'${displayPath(file)}' imports itself`, named.name.span);
    return [];
  }
  return readPlaybook(session, file, { ...from, scope });
}

// `import_playbook: other.yml a=b` of old: what follows the name are variables.
function nameOf(session: Session, entry: MapEntry): { name: ScalarNode; variables?: readonly MapEntry[] } | undefined {
  const { value } = entry;
  if (value.kind !== 'scalar' || typeof value.value !== 'string') {
    session.error(`'import_playbook' takes the name of a file, not ${described(value)}`, placeOfValue(entry));
    return undefined;
  }
  const parsed = parseArgumentText(value.value, { command: false });
  if (!parsed.ok || parsed.options.length === 0 || parsed.freeForm === undefined) return { name: value };
  session.warn(
    'variables behind the name of a playbook are deprecated',
    value.span,
    "put them into 'vars:' of the import",
  );
  const { text, start, end } = parsed.freeForm;
  const variables = parsed.options.map((option) => ({
    key: pieceNode(value, option.name, option.nameStart, option.nameStart + option.name.length),
    value: pieceNode(value, option.value, option.valueStart, option.end),
  }));
  return { name: pieceNode(value, text, start, end), variables };
}

function withVariables(vars: MapEntry | undefined, variables: readonly MapEntry[], { key, value }: MapEntry): MapEntry {
  const own = vars?.value.kind === 'map' ? vars.value.entries : [];
  const map: MapNode = { kind: 'map', entries: [...own, ...variables], span: value.span };
  return { key: vars?.key ?? { kind: 'scalar', value: 'vars', span: key.span }, value: map };
}

function pathOf(session: Session, name: ScalarNode, from: string, scope: PlaybookImport): string | undefined {
  const text = renderedName(session, name, scope);
  if (text === undefined) return undefined;
  const base = dirname(from);
  const candidates = [resolve(base, text), ...inCollection(session.options, base, text)];
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined)
    session.error(`there is no playbook '${text}'`, name.span, `searched: ${candidates.map(displayPath).join(', ')}`);
  return path;
}

/** The file of a playbook as a command line names it: a path, or `namespace.collection.playbook`. */
export function playbookFile(options: LoadOptions, name: string): string {
  const path = resolve(name);
  if (existsSync(path)) return path;
  return inCollection(options, process.cwd(), name).find((candidate) => existsSync(candidate)) ?? path;
}

// `namespace.collection.playbook` lies in the collection's `playbooks/`.
function inCollection(options: LoadOptions, base: string, name: string): readonly string[] {
  const qualified = /^(\w+\.\w+)\.(\w+)$/.exec(name);
  if (!qualified) return [];
  const [, collection = '', playbook = ''] = qualified;
  return collectionDirectories(options, base, collection).flatMap((directory) =>
    ['.yml', '.yaml'].map((ending) => join(directory, 'playbooks', playbook + ending)),
  );
}

function renderedName(session: Session, name: ScalarNode, scope: PlaybookImport): string | undefined {
  const text = String(name.value);
  if (!hasTag(text)) return text;
  const rendered = session.options.names.text(name, scope);
  if (rendered.ok) return rendered.value;
  for (const problem of rendered.problems) session.report(problem);
  return undefined;
}
