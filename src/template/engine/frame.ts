// What a running template works on: its variables in nested frames, and its output.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { checkDefined, str, Undefined, UndefinedError } from '../python/index.ts';
import type { Place } from '../syntax/ast.ts';
import { copyDeep } from './copy.ts';
import type { Pass } from './pass.ts';
import { inheritPlace, locate, type Source } from './place.ts';
import type { Template } from './template.ts';

/** Gives the value of an expression. */
export type Evaluate = (frame: Frame) => Value;

/** How a statement ended. */
export type Ending = 'break' | 'continue' | undefined;

/** Performs a statement. */
export type Execute = (frame: Frame, output: Output) => Ending;

/**
 * What a template, or a part of it whose text becomes a value, has written. A single value keeps its type until it is known whether more
 * follows; text is made of values at once, since a list may change afterwards.
 */
export class Output {
  /** Set by `extends`: from then on only blocks of the parent write. */
  muted = false;
  #first: Value | undefined;
  #text: string | undefined;

  write(value: Value): void {
    if (this.#first === undefined) {
      this.#first = value;
      return;
    }
    this.#text ??= textOf(this.#first);
    this.#text += typeof value === 'string' ? value : textOf(value);
  }

  /** The one value, or the text of several; `undefined` where nothing was written. */
  get written(): Written | undefined {
    if (this.#text !== undefined) return { text: this.#text };
    return this.#first === undefined ? undefined : { value: this.#first };
  }
}

/** What was written: one value, or text. */
export type Written = { readonly value: Value } | { readonly text: string };

function textOf(value: Value): string {
  checkDefined(value);
  return str(value);
}

/** A block of a template, with what it needs to run. */
export interface BlockEntry {
  readonly run: Run;
  readonly body: Execute;
  readonly required: boolean;
}

/** Where variables come from that a template does not define itself. */
export interface Outer {
  resolve(name: string): Value | undefined;
}

// Shared by all templates that define nothing: most are such, and short.
const noVars = new Map<string, Value>();
const noBlocks = new Map<string, BlockEntry[]>();

/** The variables at the top of a template, which includes, blocks and parents share. */
export class Context {
  /** What `set`, `macro` and `import` defined at the top level. */
  readonly vars: Map<string, Value>;
  /** The blocks by name, the most derived first. */
  readonly blocks: Map<string, BlockEntry[]>;
  readonly #outer: Outer;

  constructor(outer: Outer, vars: Map<string, Value> = new Map(), blocks: Map<string, BlockEntry[]> = new Map()) {
    this.#outer = outer;
    this.vars = vars;
    this.blocks = blocks;
  }

  /** The context of a template that sees the variables of a pass. */
  static of(pass: Pass, { definesNothing }: Template): Context {
    return definesNothing ? new Context(pass, noVars, noBlocks) : new Context(pass);
  }

  /** A context with the same blocks that finds its variables elsewhere. */
  derived(outer: Outer): Context {
    return new Context(outer, new Map(), this.blocks);
  }

  resolve(name: string): Value | undefined {
    const own = this.vars.get(name);
    return own === undefined ? this.#outer.resolve(name) : own;
  }
}

/** One run of one template. */
export class Run {
  readonly pass: Pass;
  readonly template: Template;
  readonly source: Source;
  readonly context: Context;
  /** The template that this one extends, once it said so. */
  parent: Run | undefined;
  /** What is being evaluated: where an error happened that does not say so itself. */
  at: Place = nowhere;
  // Copies of outer variables in a template that calls methods which change them: the originals belong to others.
  #copies: Map<string, Value> | undefined;

  constructor(pass: Pass, template: Template, source: Source, context: Context) {
    this.pass = pass;
    this.template = template;
    this.source = source;
    this.context = context;
  }

  /** Adds the template's blocks behind those that are more derived. */
  registerBlocks(): void {
    for (const [name, block] of this.template.blocks) {
      const entries = this.context.blocks.get(name) ?? [];
      entries.push({ run: this, body: block.body, required: block.required });
      this.context.blocks.set(name, entries);
    }
  }

  /** An outer variable. */
  resolve(name: string): Value | undefined {
    if (!this.template.mutates) return this.context.resolve(name);
    const own = this.context.vars.get(name);
    if (own !== undefined) return own;
    const copied = this.#copies?.get(name);
    if (copied !== undefined) return copied;
    const value = this.context.resolve(name);
    if (value === undefined) return undefined;
    const copy = copyDeep(value);
    this.#copies ??= new Map();
    this.#copies.set(name, copy);
    return copy;
  }

  /** Does something of this template's; an error that comes out of it knows its place afterwards. */
  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#located(error);
    }
  }

  #located(error: unknown): unknown {
    if (error instanceof UndefinedError) {
      const { origin, missing } = error.value;
      if (origin instanceof Origin) locate(error, origin.source, origin.at);
      else if (missing.cause) inheritPlace(error, missing.cause);
    }
    const known = error instanceof RangeError ? new TemplateError(limitOf(error)) : error;
    if (known instanceof TemplateError) locate(known, this.source, this.at);
    return known;
  }
}

// What JavaScript cannot do: the stack ends, or a text or list grows too long.
function limitOf(error: RangeError): string {
  return /call stack/i.test(error.message)
    ? 'templates are nested too deeply'
    : `this takes too much memory (${error.message})`;
}

const nowhere: Place = { start: 0, end: 0 };

/** Where an undefined value came up. */
export class Origin {
  readonly source: Source;
  readonly at: Place;
  constructor(source: Source, at: Place) {
    this.source = source;
    this.at = at;
  }
}

/** Variables of a part of a template: a loop's round, a macro's call, a `with`. */
export class Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  /** Own variables; at the top level those of the context. */
  readonly vars: Map<string, Value>;

  constructor(run: Run, parent: Frame | undefined, vars: Map<string, Value> = new Map()) {
    this.run = run;
    this.parent = parent;
    this.vars = vars;
  }

  /** A variable that this template may define itself. */
  lookup(name: string): Value | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) {
      const value = frame.vars.get(name);
      if (value !== undefined) return value;
    }
    return this.run.resolve(name);
  }

  /** Marks where an undefined value came up, if it does not know. */
  originate(value: Value, at: Place): Value {
    if (value instanceof Undefined && value.origin === undefined) value.origin = new Origin(this.run.source, at);
    return value;
  }
}
