// What `import` gives: a template's macros and variables under one name.

import type { Value } from '../../model/value.ts';
import { PyInstance, repr } from '../python/index.ts';
import type { Context } from './frame.ts';
import { conclude } from './output.ts';

/** An imported template. */
export class TemplateModule extends PyInstance {
  readonly typeName = 'TemplateModule';
  readonly name: string;
  readonly #context: Context;
  readonly #parts: readonly Value[];

  constructor(name: string, context: Context, parts: readonly Value[]) {
    super();
    this.name = name;
    this.#context = context;
    this.#parts = parts;
  }
  /** A macro or variable from the template's top level; names with an underscore stay private. */
  override get(name: Value): Value | undefined {
    return typeof name === 'string' && !name.startsWith('_') ? this.#context.vars.get(name) : undefined;
  }
  override str(): string {
    const text = conclude(this.#parts, 'text');
    return typeof text === 'string' ? text : repr(text);
  }
}
