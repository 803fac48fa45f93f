// What `import` gives: a template's macros and variables under one name.

import type { Value } from '../../model/value.ts';
import { PyInstance, repr } from '../python/index.ts';
import type { Context, Written } from './frame.ts';
import { conclude } from './output.ts';

/** An imported template. */
export class TemplateModule extends PyInstance {
  readonly typeName = 'TemplateModule';
  readonly name: string;
  readonly #context: Context;
  readonly #written: Written | undefined;

  constructor(name: string, context: Context, written: Written | undefined) {
    super();
    this.name = name;
    this.#context = context;
    this.#written = written;
  }
  /** A macro or variable from the template's top level; names with an underscore stay private. */
  override get(name: Value): Value | undefined {
    return typeof name === 'string' && !name.startsWith('_') ? this.#context.vars.get(name) : undefined;
  }
  override str(): string {
    const text = conclude(this.#written, 'text');
    return typeof text === 'string' ? text : repr(text);
  }
}
