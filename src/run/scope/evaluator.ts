// Evaluates nodes, texts and conditions in a scope: the only file of the run that drives the template engine.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import {
  asCurrent,
  type Engine,
  evaluateAsync,
  evaluateExpression,
  judge,
  judgeNode,
  Pass,
  renderNode,
  renderText,
  type Scope,
  Suspension,
  TemplateError,
  toDiagnostic,
  Undefined,
  Waits,
} from '../../template/index.ts';

/** An evaluation failed; the diagnostic says where and why. */
export class EvaluationError extends Error {
  readonly problem: Diagnostic;
  readonly isUndefined: boolean;
  constructor(problem: Diagnostic, isUndefined: boolean) {
    super(problem.message);
    this.name = 'EvaluationError';
    this.problem = problem;
    this.isUndefined = isUndefined;
  }
}

/** What a task's or a play's expressions are evaluated with. */
export class Evaluator {
  readonly engine: Engine;
  readonly scope: Scope;

  constructor(engine: Engine, scope: Scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /** The same engine with other variables. */
  in(scope: Scope): Evaluator {
    return new Evaluator(this.engine, scope);
  }

  /** An evaluator for what is not due yet: it says nothing, waits for nothing and leaves nothing behind. */
  guessing(): Evaluator {
    const { warn: _, ...engine } = this.engine;
    return new Evaluator({ ...engine, guessing: true }, this.scope);
  }

  /** Does something with the engine's own pass (a template file). */
  async withPass<T>(work: (pass: Pass) => T): Promise<T> {
    const outcome = await evaluateAsync(this.engine, this.scope, work);
    if (outcome.ok) return outcome.value;
    throw new EvaluationError(outcome.problem, outcome.undefinedName !== undefined);
  }

  /** Does several evaluations as one: variables are rendered once. May run more than once where something is waited for. Throws `EvaluationError`. */
  run<T>(work: (evaluation: Evaluation) => T): Promise<T> {
    return this.withPass((pass) => work(new Evaluation(pass)));
  }

  /**
   * Does asynchronous work that evaluates in between. Where an evaluation has to wait for something, the work starts over with the
   * answer at hand; so it must evaluate before it does anything that counts.
   */
  async during<T>(work: (evaluation: Evaluation) => Promise<T>): Promise<T> {
    const waits = new Waits();
    for (;;) {
      const pass = new Pass(this.engine, this.scope, waits);
      try {
        return await work(new Evaluation(pass));
      } catch (error) {
        if (error instanceof Suspension) await error.promise;
        else if (error instanceof TemplateError) throw evaluationError(error, pass);
        else throw error;
      }
    }
  }

  node(node: Node): Promise<Value> {
    return this.run((evaluation) => evaluation.node(node));
  }

  holds(condition: Node): Promise<boolean> {
    return this.run((evaluation) => evaluation.holds(condition));
  }
}

function evaluationError(error: TemplateError, pass: Pass): EvaluationError {
  return new EvaluationError(toDiagnostic(error, pass.variableNames()), error.undefinedName !== undefined);
}

/** One evaluation under way. Its methods throw `TemplateError`. */
export class Evaluation {
  readonly #pass: Pass;

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  node(node: Node): Value {
    return this.#running(() => renderNode(this.#pass, node));
  }

  /** The value of a node, or `undefined` where it needs an undefined variable. */
  lenient(node: Node): Value | undefined {
    try {
      const value = this.node(node);
      return value instanceof Undefined ? undefined : value;
    } catch (error) {
      if (error instanceof TemplateError && error.undefinedName !== undefined) return undefined;
      throw error;
    }
  }

  text(text: string): Value {
    return this.#running(() => renderText(this.#pass, text));
  }

  expression(text: string): Value {
    return this.#running(() => evaluateExpression(this.#pass, text, { text }));
  }

  variable(name: string): Value | undefined {
    return this.#running(() => this.#pass.variable(name));
  }

  /** Whether a condition as written holds. Of a list all must. A failure names the condition. */
  holds(condition: Node): boolean {
    if (condition.kind === 'list') return condition.items.every((item) => this.holds(item));
    try {
      return this.#running(() => judgeNode(this.#pass, condition));
    } catch (error) {
      if (error instanceof TemplateError && condition.kind === 'scalar') {
        error.message = `The conditional check '${String(condition.value)}' failed. The error was: ${error.message}`;
      }
      throw error;
    }
  }

  /** Whether a condition that is a value holds. */
  valueHolds(condition: Value): boolean {
    return this.#running(() => judge(this.#pass, condition));
  }

  lookup(name: string, terms: readonly Value[], options: ReadonlyMap<string, Value> = new Map()): Value[] {
    return this.#running(() => this.#pass.lookup(name, terms, options));
  }

  #running<T>(work: () => T): T {
    return asCurrent(this.#pass, work);
  }
}
