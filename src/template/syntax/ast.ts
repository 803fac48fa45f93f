// The syntax tree of templates; every node knows its place in the text.

import type { PyFloat } from '../../model/value.ts';
import type { Operator } from '../python/instance.ts';

/** A place in the template's text: `start` inclusive, `end` exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Expression =
  | NameNode
  | ConstNode
  | NestedNode
  | TupleNode
  | ListNode
  | DictNode
  | ConditionNode
  | LogicNode
  | NotNode
  | CompareNode
  | BinaryNode
  | ConcatNode
  | UnaryNode
  | AttributeNode
  | ItemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode;

export interface NameNode extends Place {
  readonly kind: 'name';
  readonly name: string;
}

export interface ConstNode extends Place {
  readonly kind: 'const';
  readonly value: null | boolean | number | bigint | string | PyFloat;
}

/** Text in a term of a lookup that is a template of its own: `lookup('file', '{{ name }}.txt')`. */
export interface NestedNode extends Place {
  readonly kind: 'nested';
  readonly text: string;
}

export interface TupleNode extends Place {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface DictNode extends Place {
  readonly kind: 'dict';
  readonly pairs: readonly { readonly key: Expression; readonly value: Expression }[];
}

/** `value if test else otherwise` */
export interface ConditionNode extends Place {
  readonly kind: 'condition';
  readonly test: Expression;
  readonly value: Expression;
  readonly otherwise: Expression | undefined;
}

export interface LogicNode extends Place {
  readonly kind: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}

export interface NotNode extends Place {
  readonly kind: 'not';
  readonly of: Expression;
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** `first OPERATOR next OPERATOR next ...`, each next one evaluated once. */
export interface CompareNode extends Place {
  readonly kind: 'compare';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expression }[];
}

export interface BinaryNode extends Place {
  readonly kind: 'binary';
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface ConcatNode extends Place {
  readonly kind: 'concat';
  readonly parts: readonly Expression[];
}

export interface UnaryNode extends Place {
  readonly kind: 'unary';
  readonly operator: '-' | '+';
  readonly of: Expression;
}

export interface AttributeNode extends Place {
  readonly kind: 'attribute';
  readonly of: Expression;
  readonly name: string;
}

export interface ItemNode extends Place {
  readonly kind: 'item';
  readonly of: Expression;
  readonly key: Expression;
}

/** `start:stop:step` inside a subscript. */
export interface SliceNode extends Place {
  readonly kind: 'slice';
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  readonly step: Expression | undefined;
}

/** The arguments of a call, filter or test. */
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly { readonly name: string; readonly value: Expression }[];
  /** `*expression` */
  readonly rest: Expression | undefined;
  /** `**expression` */
  readonly keywords: Expression | undefined;
}

export interface CallNode extends Place {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: Arguments;
}

export interface FilterNode extends Place {
  readonly kind: 'filter';
  /** Absent in `{% filter %}` and `{% set | %}`, where the block's text is the input. */
  readonly input: Expression | undefined;
  readonly name: string;
  readonly arguments: Arguments;
  /** The place of the name alone. */
  readonly nameAt: Place;
}

export interface TestNode extends Place {
  readonly kind: 'test';
  readonly input: Expression;
  readonly name: string;
  readonly arguments: Arguments;
  readonly nameAt: Place;
}

/** What can be assigned to. */
export type Target = NameNode | NamespaceTarget | TargetTuple;

/** `{% set ns.attribute = ... %}` */
export interface NamespaceTarget extends Place {
  readonly kind: 'namespace';
  readonly name: string;
  readonly attribute: string;
}

export interface TargetTuple extends Place {
  readonly kind: 'targets';
  readonly items: readonly Target[];
}

export type Statement =
  | DataNode
  | OutputNode
  | ForNode
  | IfNode
  | SetNode
  | SetBlockNode
  | WithNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | BlockNode
  | ExtendsNode
  | IncludeNode
  | ImportNode
  | FromImportNode
  | ScopeNode
  | DoNode
  | LoopControlNode;

export interface DataNode extends Place {
  readonly kind: 'data';
  readonly text: string;
}

/** `{{ expression }}` */
export interface OutputNode extends Place {
  readonly kind: 'output';
  readonly expression: Expression;
}

export interface ForNode extends Place {
  readonly kind: 'for';
  readonly target: Target;
  readonly items: Expression;
  readonly test: Expression | undefined;
  readonly recursive: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface IfNode extends Place {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}

export interface SetNode extends Place {
  readonly kind: 'set';
  readonly target: Target;
  readonly value: Expression;
}

export interface SetBlockNode extends Place {
  readonly kind: 'set block';
  readonly target: Target;
  readonly filter: FilterNode | undefined;
  readonly body: readonly Statement[];
}

export interface WithNode extends Place {
  readonly kind: 'with';
  readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: readonly Statement[];
}

export interface Parameter extends Place {
  readonly name: string;
  readonly default: Expression | undefined;
}

export interface MacroNode extends Place {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface CallBlockNode extends Place {
  readonly kind: 'call block';
  readonly call: CallNode;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface FilterBlockNode extends Place {
  readonly kind: 'filter block';
  readonly filter: FilterNode;
  readonly body: readonly Statement[];
}

export interface BlockNode extends Place {
  readonly kind: 'block';
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: readonly Statement[];
}

export interface ExtendsNode extends Place {
  readonly kind: 'extends';
  readonly template: Expression;
}

export interface IncludeNode extends Place {
  readonly kind: 'include';
  readonly template: Expression;
  readonly ignoreMissing: boolean;
  readonly withContext: boolean;
}

export interface ImportNode extends Place {
  readonly kind: 'import';
  readonly template: Expression;
  readonly target: string;
  readonly withContext: boolean;
}

export interface FromImportNode extends Place {
  readonly kind: 'from import';
  readonly template: Expression;
  readonly names: readonly { readonly name: string; readonly as: string }[];
  readonly withContext: boolean;
}

/** `{% autoescape %}`: a scope of its own; escaping is for HTML and stays off. */
export interface ScopeNode extends Place {
  readonly kind: 'scope';
  readonly body: readonly Statement[];
}

export interface DoNode extends Place {
  readonly kind: 'do';
  readonly expression: Expression;
}

export interface LoopControlNode extends Place {
  readonly kind: 'break' | 'continue';
}
