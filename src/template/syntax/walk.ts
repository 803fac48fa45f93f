// The parts of a syntax node, for whatever looks through whole templates.

import type { Arguments, Expression, Parameter, Statement } from './ast.ts';

/** The statements and expressions directly inside a node. Assignment targets are no expressions and not among them. */
export function childrenOf(node: Statement | Expression): readonly (Statement | Expression)[] {
  switch (node.kind) {
    case 'name':
    case 'const':
    case 'nested':
    case 'data':
    case 'break':
    case 'continue':
      return [];
    case 'tuple':
    case 'list':
      return node.items;
    case 'dict':
      return node.pairs.flatMap(({ key, value }) => [key, value]);
    case 'condition':
      return present(node.test, node.value, node.otherwise);
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right];
    case 'not':
    case 'unary':
    case 'attribute':
      return [node.of];
    case 'compare':
      return [node.first, ...node.rest.map(({ value }) => value)];
    case 'concat':
      return node.parts;
    case 'item':
      return [node.of, node.key];
    case 'slice':
      return present(node.from, node.to, node.step);
    case 'call':
      return [node.callee, ...argumentsOf(node.arguments)];
    case 'filter':
      return [...present(node.input), ...argumentsOf(node.arguments)];
    case 'test':
      return [node.input, ...argumentsOf(node.arguments)];
    default:
      return statementChildren(node);
  }
}

function statementChildren(
  node: Exclude<Statement, { kind: 'data' | 'break' | 'continue' }>,
): readonly (Statement | Expression)[] {
  switch (node.kind) {
    case 'output':
    case 'do':
      return [node.expression];
    case 'for':
      return [...present(node.items, node.test), ...node.body, ...node.otherwise];
    case 'if':
      return [...node.branches.flatMap(({ test, body }) => [test, ...body]), ...node.otherwise];
    case 'set':
      return [node.value];
    case 'set block':
      return [...present(node.filter), ...node.body];
    case 'with':
      return [...node.bindings.map(({ value }) => value), ...node.body];
    case 'macro':
      return [...defaults(node.parameters), ...node.body];
    case 'call block':
      return [node.call, ...defaults(node.parameters), ...node.body];
    case 'filter block':
      return [node.filter, ...node.body];
    case 'block':
    case 'scope':
      return node.body;
    case 'extends':
    case 'include':
    case 'import':
    case 'from import':
      return [node.template];
  }
}

function argumentsOf(node: Arguments): readonly Expression[] {
  return present(...node.args, ...node.kwargs.map(({ value }) => value), node.rest, node.keywords);
}

function defaults(parameters: readonly Parameter[]): readonly Expression[] {
  return present(...parameters.map((parameter) => parameter.default));
}

function present(...nodes: readonly (Expression | undefined)[]): Expression[] {
  return nodes.filter((node) => node !== undefined);
}
