// Which variables templates may need, told without evaluating them.

import type { Node } from '../model/source.ts';
import { isTemplate } from './engine/render.ts';
import type { Expression, Statement } from './syntax/ast.ts';
import { parseExpression, parseTemplate } from './syntax/parse.ts';
import { fileSpelling, playbookSpelling, type Spelling } from './syntax/settings.ts';
import { TemplateSyntaxError } from './syntax/stream.ts';
import { childrenOf } from './syntax/walk.ts';

type Part = Statement | Expression;

/** The variables that something may need. */
export interface Needs {
  readonly names: ReadonlySet<string>;
  /** Whether it may need others too, which only evaluating it tells. */
  readonly unknown: boolean;
}

class Gathered implements Needs {
  readonly names = new Set<string>();
  unknown = false;
}

/** The variables that a node's templates may need. Those that the variables need in turn are not followed. */
export function neededByNode(node: Node): Needs {
  const needs = new Gathered();
  gatherNode(node, needs);
  return needs;
}

/** The variables that a condition may need. */
export function neededByCondition(node: Node): Needs {
  const needs = new Gathered();
  gatherCondition(node, needs);
  return needs;
}

/** The variables that a template file may need. */
export function neededByTemplate(text: string, spelling: Spelling = fileSpelling): Needs {
  const needs = new Gathered();
  gatherParsed(needs, () => parseTemplate(text, spelling));
  return needs;
}

function gatherNode(node: Node, needs: Gathered): void {
  if (node.tag !== undefined) return;
  if (node.kind === 'list') for (const item of node.items) gatherNode(item, needs);
  else if (node.kind === 'map') for (const { value } of node.entries) gatherNode(value, needs);
  else {
    const { value } = node;
    if (typeof value === 'string' && isTemplate(value))
      gatherParsed(needs, () => parseTemplate(value, playbookSpelling));
  }
}

function gatherCondition(node: Node, needs: Gathered): void {
  if (node.kind === 'list') {
    for (const item of node.items) gatherCondition(item, needs);
  } else if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '') {
    const { value } = node;
    // A template in a condition gives an expression, which may speak of anything.
    if (isTemplate(value)) needs.unknown = true;
    gatherParsed(needs, () =>
      isTemplate(value) ? parseTemplate(value, playbookSpelling) : [parseExpression(value, false)],
    );
  }
}

function gatherParsed(needs: Gathered, parse: () => readonly Part[]): void {
  try {
    gather(parse(), needs);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    needs.unknown = true;
  }
}

const lookups = ['lookup', 'query', 'q'];
// Lookups that read no variables but their terms.
const plain =
  /^(ansible\.builtin\.)?(env|file|fileglob|pipe|lines|url|password|ini|csvfile|dict|items|list|nested|together|sequence|indexed_items|subelements|random_choice|first_found|config)$/;

function gather(parts: readonly Part[], needs: Gathered): void {
  for (const part of parts) {
    if (part.kind === 'name') needs.names.add(part.name);
    if (part.kind === 'include' || part.kind === 'import' || part.kind === 'from import' || part.kind === 'extends')
      needs.unknown = true;
    if (part.kind === 'call' && part.callee.kind === 'name' && lookups.includes(part.callee.name))
      gatherLookup(part.arguments.args, needs);
    gather(childrenOf(part), needs);
  }
}

function gatherLookup([plugin, ...terms]: readonly Expression[], needs: Gathered): void {
  const name = plugin?.kind === 'const' ? plugin.value : undefined;
  if (name === 'vars' || name === 'ansible.builtin.vars') {
    for (const term of terms) {
      if (term.kind === 'const' && typeof term.value === 'string') needs.names.add(term.value);
      else needs.unknown = true;
    }
  } else if (typeof name !== 'string' || !plain.test(name)) needs.unknown = true;
}
