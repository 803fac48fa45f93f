// Why a variable has its value: every place that sets it, the strongest first, and the variables that its template refers to.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { type Binding, neededByNode } from '../../template/index.ts';
import { EvaluationError, type Evaluator } from '../scope/evaluator.ts';
import type { LayeredScope, Origin } from '../scope/layer.ts';

/** A variable in one scope. */
export interface Explanation {
  readonly name: string;
  /** Empty where nothing sets it. The first holds. */
  readonly origins: readonly Origin[];
  /** Absent where nothing sets it or it cannot be rendered. */
  readonly value?: Value;
  readonly problem?: Diagnostic;
  /** It, or what it refers to, comes from a vault, or its name says that it is a password. */
  readonly secret: boolean;
  /** The variables that what holds refers to. */
  readonly refersTo: readonly Explanation[];
}

/** Explains variables of one scope. */
export class Explainer {
  readonly #scope: LayeredScope;
  readonly #evaluator: Evaluator;

  constructor(scope: LayeredScope, evaluator: Evaluator) {
    this.#scope = scope;
    this.#evaluator = evaluator;
  }

  explain(name: string): Promise<Explanation> {
    return this.#explain(name, []);
  }

  async #explain(name: string, around: readonly string[]): Promise<Explanation> {
    const origins = [...this.#scope.origins(name)];
    const holds = this.#scope.lookup(name);
    if (!holds) return { name, origins, secret: false, refersTo: [] };
    const refersTo: Explanation[] = [];
    // A variable that refers to itself is told by rendering it.
    for (const other of namesIn(holds))
      if (other !== name && !around.includes(other) && this.#isWritten(other))
        refersTo.push(await this.#explain(other, [...around, name]));
    const secret = isSecret(name, holds) || refersTo.some((one) => one.secret);
    return { name, origins, ...(await this.#valueOf(holds)), secret, refersTo };
  }

  // Functions and names that nothing sets are no variables that could be explained, but magic ones are.
  #isWritten(name: string): boolean {
    return this.#scope.lookup(name) !== undefined;
  }

  async #valueOf(binding: Binding): Promise<Pick<Explanation, 'value' | 'problem'>> {
    if (binding.kind === 'value') return { value: binding.value };
    try {
      return { value: await this.#evaluator.node(binding.node) };
    } catch (error) {
      if (error instanceof EvaluationError) return { problem: error.problem };
      throw error;
    }
  }
}

function namesIn(binding: Binding): readonly string[] {
  return binding.kind === 'node' ? [...neededByNode(binding.node).names] : [];
}

const SECRET_NAME = /(^|_)(pass|passwd|password|passphrase|secret|token|api_?key|private_key)s?$/i;

/** Whether what a variable says is not for everybody's eyes. */
export function isSecret(name: string, binding: Binding): boolean {
  return SECRET_NAME.test(name) || (binding.kind === 'node' && isVaulted(binding.node));
}

function isVaulted(node: Node): boolean {
  if (node.span.file.secret || node.tag === 'vault') return true;
  if (node.kind === 'list') return node.items.some(isVaulted);
  return node.kind === 'map' && node.entries.some(({ value }) => isVaulted(value));
}
