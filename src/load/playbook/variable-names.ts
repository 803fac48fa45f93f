// Which names a variable may have.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { ScalarNode } from '../../model/source.ts';

// Python's keywords: Jinja2 would read some of them as such, so Ansible refuses them all.
const PYTHON_KEYWORDS: ReadonlySet<string> = new Set([
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del'],
  ...['elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal'],
  ...['not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
]);

/** Whether a text can be the name of a variable. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !PYTHON_KEYWORDS.has(name);
}

/** What is wrong with a node as the name of a variable. */
export function checkVariableName(node: ScalarNode): Diagnostic | undefined {
  const name = typeof node.value === 'string' ? node.value : node.span.file.text.slice(node.span.start, node.span.end);
  if (typeof node.value === 'string' && isVariableName(name)) return undefined;
  if (PYTHON_KEYWORDS.has(name))
    return error(`'${name}' cannot be the name of a variable: it is a word of the expression language`, node.span);
  const tidy = name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
  const hint = isVariableName(tidy)
    ? `letters, digits and '_' only: '${tidy}'`
    : "letters, digits and '_' only, no digit first";
  return error(`'${name}' cannot be the name of a variable`, node.span, hint);
}
