// One evaluation pass: resolves variables lazily, remembers them, and is what filters and lookups ask.

import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { type CallContext, type Controller, type RenderOptions, TemplateError } from '../callable.ts';
import { type Kwargs, noKwargs, orElse, Undefined, UndefinedError } from '../python/index.ts';
import { globals } from './globals.ts';
import { TextMarks, textFilters } from './kept-text.ts';
import type { Conversion } from './output.ts';
import { addVariable } from './place.ts';
import { callFilter, callLookup, callTest } from './registry.ts';
import { renderFileText, renderNode, renderText } from './render.ts';
import { layered, type Scope, valueScope } from './scope.ts';
import { CannotWait, type Waits } from './waits.ts';

/** What evaluations share that does not change from one to the next. */
export interface Engine {
  readonly controller: Controller;
  /** Ansible's `jinja2_native`: expressions keep their type. */
  readonly native?: boolean;
  /** Takes warnings, each once per place. */
  readonly warn?: (message: string) => void;
  /** For guessing what will be evaluated later: what leaves something behind, or has to be waited for, is refused. */
  readonly guessing?: true;
}

// Lookups that run commands, write files, or answer otherwise each time.
const notWhileGuessing = /^(?:[a-z_]+\.[a-z_]+\.)?(?:pipe|lines|url|password|random_[a-z]+)$/;

// Deeper than any real nesting of macros, includes and variables, and well before JavaScript's stack ends.
const deepest = 250;

/** One evaluation: within it every variable is rendered at most once. */
export class Pass implements CallContext {
  readonly engine: Engine;
  readonly scope: Scope;
  readonly #waits: Waits;
  readonly #known = new Map<string, Value>();
  /** Texts that stay text though they look like data. */
  readonly marks: TextMarks;
  readonly #rendering: string[] = [];
  #depth = 0;
  #conversion: Conversion;

  readonly #others: Map<Scope, Pass>;

  constructor(engine: Engine, scope: Scope, waits: Waits, from?: Pass) {
    this.engine = engine;
    this.scope = scope;
    this.#waits = waits;
    this.#others = from ? from.#others : new Map();
    this.marks = from ? from.marks : new TextMarks();
    this.#conversion = this.usual;
  }

  get controller(): Controller {
    return this.engine.controller;
  }

  /** What blocks, macros and `set` blocks make of their text. */
  get conversion(): Conversion {
    return this.#conversion;
  }

  /** Does something with another conversion in force: templates whose result stays text. */
  converting<T>(conversion: Conversion, work: () => T): T {
    const before = this.#conversion;
    this.#conversion = conversion;
    try {
      return work();
    } finally {
      this.#conversion = before;
    }
  }

  /** The conversion that is usual with this engine. */
  get usual(): Conversion {
    return this.engine.native ? 'native' : 'data';
  }

  warn(message: string): void {
    this.engine.warn?.(message);
  }

  /** A variable, or a global function. */
  resolve(name: string): Value | undefined {
    return orElse(this.variable(name), () => globals.get(name));
  }

  variable(name: string): Value | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const binding = this.scope.lookup(name);
    if (!binding) return undefined;
    const value = binding.kind === 'value' ? binding.value : this.#rendered(name, binding.node);
    this.#known.set(name, value);
    return value;
  }

  // A variable whose own template is undefined somewhere is undefined itself: `is defined` and `default` see that.
  #rendered(name: string, node: Node): Value {
    if (this.#rendering.includes(name)) throw new TemplateError(this.#loop(name));
    this.#rendering.push(name);
    try {
      return this.nested(() => renderNode(this, node));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      addVariable(error, { name, node });
      if (!(error instanceof UndefinedError)) throw error;
      return new Undefined({ name: error.value.missing.name, hint: error.message, cause: error });
    } finally {
      this.#rendering.pop();
    }
  }

  #loop(name: string): string {
    const chain = [...this.#rendering.slice(this.#rendering.indexOf(name)), name];
    return `the variable '${name}' refers to itself: ${chain.join(' -> ')}`;
  }

  /** Goes one level deeper: into a macro, an include, a variable. */
  nested<T>(work: () => T): T {
    if (this.#depth >= deepest)
      throw new TemplateError(`templates are nested more than ${deepest} levels deep, probably without end`);
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  variableNames(): Iterable<string> {
    return this.scope.names();
  }

  filter(name: string, input: Value, args: readonly Value[], kwargs: Kwargs = noKwargs): Value {
    const result = callFilter(name, input, { args, kwargs, context: this });
    if (typeof result === 'string' && textFilters.has(name)) this.marks.add(result);
    return result;
  }

  test(name: string, input: Value, args: readonly Value[]): boolean {
    return callTest(name, input, { args, kwargs: noKwargs, context: this });
  }

  lookup(name: string, terms: readonly Value[], options: Kwargs): Value[] {
    if (this.engine.guessing && notWhileGuessing.test(name)) throw new CannotWait(name);
    return callLookup(name, terms, { args: terms, kwargs: options, context: this });
  }

  render(text: string, options: RenderOptions = {}): Value {
    const inner = options.variables ? this.with(valueScope(options.variables)) : this;
    const { file, convertData } = options;
    const result = this.nested(() =>
      file === undefined ? renderText(inner, text, options) : renderFileText(inner, text, file, convertData),
    );
    if (options.convertData === false && typeof result === 'string') this.marks.add(result);
    return result;
  }

  /** A pass with more variables in front; what it renders is its own, since it may depend on them. */
  with(scope: Scope): Pass {
    return new Pass(this.engine, layered(scope, this.scope), this.#waits, this);
  }

  /** The pass of another scope within this evaluation (another host's variables); asked again, the same one. */
  within(scope: Scope): Pass {
    const known = this.#others.get(scope);
    if (known) return known;
    const pass = new Pass(this.engine, scope, this.#waits, this);
    this.#others.set(scope, pass);
    return pass;
  }

  wait<T>(key: string, start: () => Promise<T>): T {
    if (this.engine.guessing) throw new CannotWait(key);
    return this.#waits.take(key, start);
  }
}
