// Results as text: JSON as Ansible prints it behind `=>`.

import { isPlainList, type Plain, PyFloat } from '../../model/value.ts';
import type { Result } from '../../plan/plan.ts';

/** Fields that are shown elsewhere or to nobody. */
const HIDDEN = new Set(['failed', 'diff', 'invocation', 'exception', 'warnings', 'deprecations', 'ansible_facts_from']);

/** One line, or indented by four spaces; keys sorted. */
export function resultText(
  result: Result,
  options: { readonly indent: boolean; readonly hide?: readonly string[] },
): string {
  const hidden = new Set([...HIDDEN, ...(options.hide ?? [])]);
  const shown = Object.fromEntries(
    Object.entries(result).filter(([name, value]) => !hidden.has(name) && value !== undefined),
  );
  return json(shown, options.indent ? '\n' : '');
}

/** A value as JSON in Python's spelling, on one line or indented. */
export function valueText(value: Plain, options: { readonly indent: boolean }): string {
  return json(value, options.indent ? '\n' : '');
}

// Python's separators: `", "` and `": "` on one line. `lineStart` is empty for one line, else a newline and the indent so far.
function json(value: Plain, lineStart: string): string {
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = lineStart === '' ? '' : `${lineStart}    `;
  const comma = lineStart === '' ? ', ' : `,${inner}`;
  if (isPlainList(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => json(item, inner)).join(comma)}${lineStart}]`;
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return '{}';
  return `{${inner}${entries.map(([key, item]) => `${JSON.stringify(key)}: ${json(item, inner)}`).join(comma)}${lineStart}}`;
}
