// Reads `-e` in its three forms: `k=v` words, YAML or JSON, and `@FILE`.

import { resolve } from 'node:path';
import { type Checked, type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { SourceFile } from '../../model/source.ts';
import { expandHome } from '../config/resolve-path.ts';
import { parseArgumentText } from '../playbook/argument-text.ts';
import type { ReadSource } from '../vault/read-vaulted.ts';
import { parseYaml } from '../yaml/parse.ts';
import { readVarsFile, variablesOfDocument } from './vars-file.ts';

export interface ExtraVarsOptions {
  readonly read: ReadSource;
  /** What the paths behind `@` are relative to. */
  readonly cwd: string;
}

/** The variables of all `-e`, in the order given; of two with one name the later one holds. Finds all mistakes. */
export function readExtraVars(given: readonly string[], options: ExtraVarsOptions): Checked<readonly Variable[]> {
  const variables: Variable[] = [];
  const problems: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const text of given) {
    const read = readOne(text, options);
    if (!read.ok) problems.push(...read.problems);
    else {
      variables.push(...read.value);
      warnings.push(...(read.warnings ?? []));
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: variables, ...(warnings.length > 0 && { warnings }) };
}

function readOne(text: string, { read, cwd }: ExtraVarsOptions): Checked<readonly Variable[]> {
  // Messages show the option itself, as if it were a file.
  const file: SourceFile = { path: '-e', text };
  const span = { file, start: 0, end: text.length };
  if (text.startsWith('@')) {
    if (text.length === 1)
      return { ok: false, problems: [error('There is no file behind the @', span, 'write -e @FILE')] };
    return readVarsFile(resolve(cwd, expandHome(text.slice(1), process.env)), read);
  }
  if (/^[/.]/.test(text)) {
    return { ok: false, problems: [error(`'${text}' looks like a file`, span, `write -e @${text}`)] };
  }
  if (!/^[[{]/.test(text)) return readWords(file);
  const parsed = parseYaml(file);
  return parsed.ok ? variablesOfDocument(parsed.value) : parsed;
}

/** `k=v` words; values are text, whatever they look like. */
function readWords(file: SourceFile): Checked<readonly Variable[]> {
  const parsed = parseArgumentText(file.text, { command: false });
  if (!parsed.ok) {
    const span = { file, start: parsed.start, end: parsed.start + parsed.open.length };
    return { ok: false, problems: [error(`This ${parsed.open} is never closed`, span)] };
  }
  const value = parsed.options.map(
    ({ name, value: text, valueStart, end }): Variable => ({
      name,
      node: { kind: 'scalar', value: text, span: { file, start: valueStart, end } },
    }),
  );
  const { freeForm } = parsed;
  if (!freeForm) return { ok: true, value };
  const span = { file, start: freeForm.start, end: freeForm.end };
  const warning = error(
    `'${freeForm.text}' is no variable`,
    span,
    'write name=value; a value with spaces needs quotes',
  );
  return { ok: true, value, warnings: [{ ...warning, severity: 'warning' }] };
}
