// A YAML syntax error told in the playbook author's terms: where the mistake was made, and what to write instead.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import { LAYOUT_EXPLANATIONS } from './layout-explanations.ts';
import type { SyntaxProblem } from './scan.ts';
import { placeOfProblem, spanAt } from './syntax-place.ts';
import { TOKEN_EXPLANATIONS } from './token-explanations.ts';

/** A diagnostic for a text that is not YAML. The parser notices most mistakes later than where they were made; the first explanation that fits wins. */
export function explainSyntax(file: SourceFile, problem: SyntaxProblem): Diagnostic {
  const place = placeOfProblem(file, problem);
  for (const explanation of [...TOKEN_EXPLANATIONS, ...LAYOUT_EXPLANATIONS]) {
    const diagnostic = explanation(place);
    if (diagnostic) return diagnostic;
  }
  return error(`this is not YAML: ${problem.reason}`, spanAt(place, problem.offset, problem.offset + 1));
}
