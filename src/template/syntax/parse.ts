// Parses whole templates, and expressions that stand alone.

import type { Expression, Statement } from './ast.ts';
import { tokenize, tokenizeExpression } from './lexer.ts';
import { playbookSpelling, type Spelling } from './settings.ts';
import { compositionStatements } from './statements/composition.ts';
import { flowStatements } from './statements/flow.ts';
import { macroStatements } from './statements/macros.ts';
import { TemplateParser } from './template-parser.ts';

// A Map, so that no tag is ever one of JavaScript's own names.
const statements = new Map(Object.entries({ ...compositionStatements, ...flowStatements, ...macroStatements }));

/** Parses a template. Throws `TemplateSyntaxError`. */
export function parseTemplate(text: string, spelling: Spelling): readonly Statement[] {
  return new TemplateParser(tokenize(text, spelling), statements).template();
}

/** Parses an expression that stands alone; `conditions`: whether `a if b` is one here. Throws `TemplateSyntaxError`. */
export function parseExpression(text: string, conditions = true): Expression {
  return new TemplateParser(tokenizeExpression(text, playbookSpelling), statements).alone(conditions);
}
