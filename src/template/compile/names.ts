// What a template's compilation knows of its names, and what it finds out on the way.

import type { CompiledBlock } from '../engine/template.ts';
import type { Statement, Target } from '../syntax/ast.ts';

/** The names of a template that is being compiled. */
export interface Names {
  /** Names that the template may define itself: they are looked for in its frames first. */
  readonly defined: Set<string>;
  /** Inside an `if`, where a filter that does not exist is an error only when it is reached. */
  readonly soft: boolean;
  /** Set where a method is called that changes lists or dicts. */
  readonly found: { mutates: boolean };
  /** The template's blocks, as they are compiled. */
  readonly blocks: Map<string, CompiledBlock>;
}

/** Names for an expression that stands alone. */
export function noNames(): Names {
  return { defined: new Set(), soft: false, found: { mutates: false }, blocks: new Map() };
}

/** Every name that these statements, or those in them, may define. */
export function definedNames(body: readonly Statement[], names: Set<string> = new Set(['self'])): Set<string> {
  for (const node of body) collect(node, names);
  return names;
}

function collect(node: Statement, names: Set<string>): void {
  switch (node.kind) {
    case 'set':
    case 'set block':
      collectTarget(node.target, names);
      break;
    case 'for':
      names.add('loop');
      collectTarget(node.target, names);
      definedNames(node.otherwise, names);
      break;
    case 'if':
      for (const branch of node.branches) definedNames(branch.body, names);
      definedNames(node.otherwise, names);
      break;
    case 'with':
      for (const { target } of node.bindings) collectTarget(target, names);
      break;
    case 'macro':
      names.add(node.name);
      for (const name of ['caller', 'varargs', 'kwargs']) names.add(name);
      for (const { name } of node.parameters) names.add(name);
      break;
    case 'call block':
      for (const name of ['caller', 'varargs', 'kwargs']) names.add(name);
      for (const { name } of node.parameters) names.add(name);
      break;
    case 'block':
      names.add('super').add('self');
      break;
    case 'import':
      names.add(node.target);
      break;
    case 'from import':
      for (const { as } of node.names) names.add(as);
      break;
    default:
      break;
  }
  if ('body' in node) definedNames(node.body, names);
}

function collectTarget(target: Target, names: Set<string>): void {
  if (target.kind === 'targets') for (const item of target.items) collectTarget(item, names);
  else names.add(target.name);
}

/** Whether a statement, and those in it, define no variables in their frame and keep nothing of it. */
export function keepsNothing(node: Statement): boolean {
  switch (node.kind) {
    case 'data':
    case 'output':
    case 'do':
    case 'for':
    case 'break':
    case 'continue':
      return true;
    case 'if':
      return node.branches.every(({ body }) => body.every(keepsNothing)) && node.otherwise.every(keepsNothing);
    default:
      return false;
  }
}
