// Reads files of variables: a mapping at the top, or nothing.

import { type Checked, error } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MapNode, Node } from '../../model/source.ts';
import type { ReadSource } from '../vault/read-vaulted.ts';
import { parseYaml } from '../yaml/parse.ts';

/** The variables of a file, in the order they are written. */
export function readVarsFile(path: string, read: ReadSource): Checked<readonly Variable[]> {
  const source = read(path);
  if (!source.ok) return source;
  const parsed = parseYaml(source.value);
  if (!parsed.ok) return parsed;
  const variables = variablesOfDocument(parsed.value);
  return variables.ok && parsed.warnings ? { ...variables, warnings: parsed.warnings } : variables;
}

/** The variables of a document. */
export function variablesOfDocument(root: Node): Checked<readonly Variable[]> {
  if (root.kind === 'map') return { ok: true, value: variablesOf(root) };
  if (root.kind === 'scalar' && root.value === null) return { ok: true, value: [] };
  const hint = "write 'name: value' on each line";
  return { ok: false, problems: [error(`'${root.span.file.path}' is no mapping of variables`, root.span, hint)] };
}

/** The entries of a mapping as variables. */
export function variablesOf(map: MapNode): readonly Variable[] {
  return map.entries.map(({ key, value }) => ({ name: String(key.value), node: value }));
}
