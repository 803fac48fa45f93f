// A failure for people at a terminal: what went wrong first, then what was printed, each line a line.

import { isPlainList, type Plain } from '../../model/value.ts';
import type { Result } from '../../plan/plan.ts';

/** What helps to see why, in this order; all else is for machines. */
const SHOWN = ['cmd', 'assertion', 'stdout', 'stderr', 'module_stdout', 'module_stderr'] as const;

/** The message, with the exit code where there is one, and below it what was run and what it printed; `undefined` where a result has no message. */
export function failureLines(result: Result): readonly string[] | undefined {
  const { msg, rc } = result;
  if (typeof msg !== 'string' || msg.trim() === '') return undefined;
  const [first = '', ...more] = msg.trimEnd().split('\n');
  const code = typeof rc === 'number' && rc !== 0 ? ` (rc ${rc})` : '';
  return [
    `${first}${code}`,
    ...more.map((line) => `    ${line}`),
    ...SHOWN.flatMap((name) => field(name, result[name])),
  ];
}

function field(name: string, value: Plain | undefined): readonly string[] {
  const text = isPlainList(value) ? value.map(String).join(' ') : value;
  if (typeof text !== 'string' || text.trim() === '') return [];
  const [first = '', ...more] = text.trimEnd().split('\n');
  const label = `    ${name}: `;
  return [`${label}${first}`, ...more.map((line) => `${' '.repeat(label.length)}${line}`)];
}
