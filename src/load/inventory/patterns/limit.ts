// Reads `--limit`: patterns, and files of patterns behind an `@`.

import { resolve } from 'node:path';
import { type Checked, type Diagnostic, error } from '../../../model/diagnostic.ts';
import { expandHome } from '../../config/resolve-path.ts';
import { readSource } from '../../yaml/read-source.ts';

/** The patterns that limits name, in order; each line of a file is one. */
export function readLimit(limits: readonly string[], cwd: string): Checked<readonly string[]> {
  const patterns: string[] = [];
  const problems: Diagnostic[] = [];
  for (const part of limits.flatMap(splitAtFiles)) {
    if (!part.startsWith('@')) patterns.push(part);
    else {
      const file = readSource(resolve(cwd, expandHome(part.slice(1), process.env)));
      if (file.ok)
        patterns.push(
          ...file.value.text
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        );
      else problems.push(...file.problems.map(({ message }) => error(`--limit ${part}: ${message}`)));
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: patterns };
}

// Only a limit that names a file is taken apart here: other patterns are taken apart when they are matched, colons and all.
function splitAtFiles(limit: string): readonly string[] {
  const parts = limit.split(',').map((part) => part.trim());
  return parts.some((part) => part.startsWith('@')) ? parts.filter((part) => part !== '') : [limit];
}
