// Blocks at run time: which template's version is due, `super()` and `self`.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { PyInstance, Undefined } from '../python/index.ts';
import { type BlockEntry, type Context, Frame, Output, Run } from './frame.ts';
import { conclude } from './output.ts';

/** Runs the most derived version of a block. `scope` is the frame it sees, where it is `scoped`. */
export function runBlock(context: Context, name: string, output: Output, scope: Frame | undefined): void {
  const entries = context.blocks.get(name) ?? [];
  const [first] = entries;
  if (!first) throw new TemplateError(`there is no block '${name}'`);
  if (first.required) throw new TemplateError(`Required block '${name}' not found`);
  execute(first, { context, name, level: 0 }, output, scope);
}

interface BlockState {
  readonly context: Context;
  readonly name: string;
  /** Which version: 0 is the most derived. */
  readonly level: number;
}

function execute(entry: BlockEntry, state: BlockState, output: Output, scope: Frame | undefined): void {
  const { run } = entry;
  const context = scope ? state.context.derived({ resolve: (name) => scope.lookup(name) }) : state.context;
  const own = new Run(run.pass, run.template, run.source, context);
  const frame = new Frame(own, undefined);
  frame.vars.set('super', parentOf(state));
  frame.vars.set('self', new SelfReference(state.context));
  run.pass.nested(() => own.guard(() => entry.body(frame, output)));
}

function parentOf(state: BlockState): Value {
  const next = { ...state, level: state.level + 1 };
  if (state.context.blocks.get(state.name)?.[next.level]) return new BlockReference(next);
  return new Undefined({ name: 'super', hint: `there is no parent block called '${state.name}'.` });
}

/** `super` or `self.name`: calling it gives the block's text. */
class BlockReference extends PyInstance {
  readonly typeName = 'BlockReference';
  readonly #state: BlockState;

  constructor(state: BlockState) {
    super();
    this.#state = state;
  }
  override get(name: Value): Value | undefined {
    return name === 'super' ? parentOf(this.#state) : undefined;
  }
  override call(): Value {
    const entry = this.#state.context.blocks.get(this.#state.name)?.[this.#state.level];
    const output = new Output();
    if (entry) execute(entry, this.#state, output, undefined);
    return conclude(output.written, 'text');
  }
  override str(): string {
    return `<BlockReference ${this.#state.name}>`;
  }
}

/** `self`: the blocks of the template by name. */
export class SelfReference extends PyInstance {
  readonly typeName = 'TemplateReference';
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }
  override get(name: Value): Value | undefined {
    if (typeof name !== 'string' || !this.#context.blocks.has(name)) return undefined;
    return new BlockReference({ context: this.#context, name, level: 0 });
  }
  override str(): string {
    return '<TemplateReference None>';
  }
}
