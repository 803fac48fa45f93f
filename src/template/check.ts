// Whether templates are written right, told without evaluating them.

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Node, ScalarNode } from '../model/source.ts';
import { spanOf } from './engine/diagnose.ts';
import type { Source } from './engine/place.ts';
import { findFilter, findTest, isSlip, unknownFilter, unknownTest } from './engine/registry.ts';
import { isTemplate } from './engine/render.ts';
import type { Expression, Place, Statement } from './syntax/ast.ts';
import { parseExpression, parseTemplate } from './syntax/parse.ts';
import { fileSpelling, playbookSpelling, type Spelling } from './syntax/settings.ts';
import { TemplateSyntaxError } from './syntax/stream.ts';
import { childrenOf } from './syntax/walk.ts';

type Part = Statement | Expression;

/** The mistakes of a node's templates, however deep in it they are. */
export function checkNode(node: Node): readonly Diagnostic[] {
  if (node.tag !== undefined) return [];
  if (node.kind === 'list') return node.items.flatMap(checkNode);
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => checkNode(value));
  const { value } = node;
  if (typeof value !== 'string' || !isTemplate(value)) return [];
  return check({ text: value, node }, () => parseTemplate(value, playbookSpelling));
}

/** The mistakes of a condition (`when`), which is an expression, or a list of them. */
export function checkCondition(node: Node): readonly Diagnostic[] {
  if (node.kind === 'list') return node.items.flatMap(checkCondition);
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return [];
  return isTemplate(node.value) ? checkNode(node) : checkExpression(node, false);
}

/** The mistakes of a scalar that is an expression without braces around it (`debug: var`). */
export function checkExpression(node: ScalarNode, conditions = true): readonly Diagnostic[] {
  const { value } = node;
  if (typeof value !== 'string') return [];
  return check({ text: value, node }, () => [parseExpression(value, conditions)]);
}

/** The mistakes of a template file. */
export function checkTemplateFile(source: Source, spelling: Spelling = fileSpelling): readonly Diagnostic[] {
  return check(source, () => parseTemplate(source.text, spelling));
}

function check(source: Source, parse: () => readonly Part[]): readonly Diagnostic[] {
  try {
    const found = unknownNames(parse(), false).sort((a, b) => a.at.start - b.at.start);
    return found.map(({ message, at, soft }) => {
      const span = spanOf({ source, start: at.start, end: at.end });
      return { severity: soft ? 'warning' : 'error', message, ...(span && { span }) };
    });
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    const span = spanOf({ source, ...error.at });
    return [{ severity: 'error', message: error.message, ...(span && { span }) }];
  }
}

interface UnknownName {
  readonly message: string;
  readonly at: Place;
  /** Inside an `if`, or perhaps a plugin's that is not here: it is a mistake only if it is reached. */
  readonly soft: boolean;
}

function unknownNames(parts: readonly Part[], soft: boolean): UnknownName[] {
  return parts.flatMap((part) => {
    const own: UnknownName[] = [];
    if (part.kind === 'filter' && !findFilter(part.name))
      own.push({ message: unknownFilter(part.name), at: part.nameAt, soft: soft || !isSlip('filter', part.name) });
    if (part.kind === 'test' && !findTest(part.name))
      own.push({ message: unknownTest(part.name), at: part.nameAt, soft: soft || !isSlip('test', part.name) });
    return [...own, ...unknownNames(childrenOf(part), soft || part.kind === 'if')];
  });
}
