// A YAML file to nodes with exact places, every scalar meaning what it means to Ansible.

import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import type { Node, SourceFile } from '../../model/source.ts';
import { compose } from './compose.ts';
import { explainSyntax } from './explain.ts';
import { scan } from './scan.ts';

/**
 * The only document of a YAML (or JSON) file; an empty file is a null scalar.
 *
 * A node's span covers it as it is written: quotes and brackets included, a block scalar from its `|` or `>`. An alias gives the
 * node of its anchor, so the span says where the value was written. Warnings: keys that are there twice.
 */
export function parseYaml(file: SourceFile): Checked<Node> {
  const scanned = scan(file.text);
  if ('reason' in scanned) return { ok: false, problems: told(file, [explainSyntax(file, scanned)]) };
  const composed = compose(file, scanned, { json: isJson(file.text) });
  const { root } = composed;
  const problems = told(file, composed.problems);
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  return { ok: true, value: root, warnings: problems };
}

// Ansible tries JSON first, so `1e3` is a number in a file that is JSON from start to end.
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Messages and hints repeat what is written, which in a file from a vault is nobody's business.
function told(file: SourceFile, problems: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!file.secret) return problems;
  return problems.map(({ severity, span }) => ({
    severity,
    message: severity === 'error' ? 'this is not YAML as it should be' : 'a key is here twice; the last value counts',
    ...(span && { span }),
  }));
}
