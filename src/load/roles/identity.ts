// When two uses of a role are one and the same to Ansible, so that the second one has nothing left to do.

import { type Keywords, listed, type Role } from '../../model/playbook.ts';
import type { MapEntry, Node } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';

/** What tells the uses of a role apart. */
export interface Use {
  readonly path: string;
  readonly usedBy: Role['usedBy'];
  readonly params: readonly MapEntry[];
  readonly keywords: Keywords;
  readonly from: Readonly<Record<string, string>>;
}

/** The same text for the same role with the same variables, `when`, `tags` and files. Other keywords make no difference. */
export function identityOf({ path, usedBy, params, keywords, from }: Use): string {
  const included = usedBy === 'import_role' || usedBy === 'include_role';
  const values = ['vars', 'when', 'tags'].map((name) => listed(keywords.get(name)?.value).map(plain));
  return JSON.stringify([path, included, from, sorted(params), ...values]);
}

function sorted(entries: readonly MapEntry[]): readonly (readonly [string, unknown])[] {
  const pairs = entries.map(({ key, value }) => [String(key.value), plain(value)] as const);
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function plain(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      if (node.value instanceof PyFloat) return { float: String(node.value.value) };
      return typeof node.value === 'bigint' ? { integer: String(node.value) } : node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return { entries: sorted(node.entries) };
  }
}
