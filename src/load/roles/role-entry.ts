// An entry of `roles:` or of a role's dependencies: the role's name, keywords for its tasks, variables for it.

import type { Keywords } from '../../model/playbook.ts';
import type { ScalarNode } from '../../model/source.ts';
import { entryOf, type MapEntry, type MapNode, type Node, type Span } from '../../model/source.ts';
import { keywordsOf } from '../playbook/keyword-map.ts';
import { KEYWORDS } from '../playbook/keywords.ts';
import { described, isNull, isTemplate } from '../playbook/nodes.ts';
import type { Session } from '../playbook/session.ts';
import { checkTemplates } from '../playbook/templates.ts';

export interface RoleEntry {
  readonly name: ScalarNode;
  readonly keywords: Keywords;
  readonly params: readonly MapEntry[];
  readonly span: Span;
}

/** Reads an entry; undefined where it names no role, which was reported. */
export function readRoleEntry(session: Session, node: Node): RoleEntry | undefined {
  if (node.kind === 'scalar' && !isNull(node) && typeof node.value !== 'boolean')
    return { name: node, keywords: new Map(), params: [], span: node.span };
  if (node.kind !== 'map') {
    session.error(`a role is named by text or by a mapping with 'role:', not by ${described(node)}`, node.span);
    return undefined;
  }
  const name = roleName(node);
  if (name === undefined) {
    session.error('this entry names no role', node.entries[0]?.key.span ?? node.span, "add 'role: NAME'");
    return undefined;
  }
  const kinds = KEYWORDS['role entry'];
  const keywords = new Map(keywordsOf(session, node.entries, kinds));
  // Without `role:`, `name:` names the role, not the play's part.
  keywords.delete(keywords.has('role') ? 'role' : 'name');
  const params = node.entries.filter(
    ({ key }) => !Object.hasOwn(kinds, String(key.value)) && !REQUIREMENT.includes(String(key.value)),
  );
  for (const { key, value } of params)
    session.once(key, (report) => checkTemplates(session.options.templates, value, report));
  return { name, keywords, params, span: node.span };
}

// Keys of a requirements file, which dependencies may have as well.
const REQUIREMENT = ['src', 'scm', 'version'];

function roleName(node: MapNode): ScalarNode | undefined {
  for (const key of ['role', 'name']) {
    const value = entryOf(node, key)?.value;
    if (value?.kind === 'scalar' && value.value !== null) return value;
  }
  const source = entryOf(node, 'src')?.value;
  if (source?.kind !== 'scalar' || isTemplate(source)) return undefined;
  return { ...source, value: nameFromSource(String(source.value)) };
}

/** `git+https://host/who/role.git,v1` is the role `role`, as ansible-galaxy installs it. */
function nameFromSource(source: string): string {
  const [address = '', , name] = source.split(',');
  const last = address.split('/').at(-1) ?? address;
  return name?.trim() || last.replace(/\.git$|\.tar\.gz$/, '');
}
