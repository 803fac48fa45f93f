// Templates inside the texts that a lookup is given: `lookup('file', '{{ name }}.txt')`, which Ansible renders once more.

import type { Arguments, Expression } from '../syntax/ast.ts';

const TEMPLATE = /\{\{.*\}\}|\{%.*%\}/s;

const LOOKUPS: ReadonlySet<string> = new Set(['lookup', 'query', 'q']);

/** Whether a call is one of a lookup. */
export function isLookup(callee: Expression): boolean {
  return callee.kind === 'name' && LOOKUPS.has(callee.name);
}

/**
 * The arguments with the texts among the terms as templates of their own. Only what is written in the call is rendered: a value that
 * came from a host or a file may hold braces that nobody here wrote.
 */
export function withNested({ args, kwargs, ...rest }: Arguments): Arguments {
  // Of the options only variables for a template are rendered, as variables are.
  const own = kwargs.map(({ name, value }) => ({ name, value: name === 'template_vars' ? nested(value) : value }));
  return { ...rest, args: args.map(nested), kwargs: own };
}

function nested(node: Expression): Expression {
  switch (node.kind) {
    case 'const':
      return typeof node.value === 'string' && TEMPLATE.test(node.value)
        ? { kind: 'nested', text: node.value, start: node.start, end: node.end }
        : node;
    case 'list':
    case 'tuple':
      return { ...node, items: node.items.map(nested) };
    case 'dict':
      return { ...node, pairs: node.pairs.map(({ key, value }) => ({ key, value: nested(value) })) };
    case 'concat':
      return { ...node, parts: node.parts.map(nested) };
    case 'binary':
      return node.operator === '+' ? { ...node, left: nested(node.left), right: nested(node.right) } : node;
    case 'condition':
      return { ...node, value: nested(node.value), otherwise: node.otherwise && nested(node.otherwise) };
    default:
      return node;
  }
}
