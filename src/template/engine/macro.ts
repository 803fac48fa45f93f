// Macros as values that can be called.

import { Tuple, type Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { makeDict, orElse, PyInstance, repr, Undefined, undefinedVariable } from '../python/index.ts';
import { type Evaluate, type Execute, Frame, Output } from './frame.ts';
import { conclude } from './output.ts';

/** A macro as it is written. */
export interface MacroShape {
  /** Absent for the block of `{% call %}`. */
  readonly name: string | undefined;
  readonly parameters: readonly { readonly name: string; readonly default: Evaluate | undefined }[];
  readonly body: Execute;
  readonly takesCaller: boolean;
  readonly takesKwargs: boolean;
  readonly takesVarargs: boolean;
}

/** A macro, bound to the variables around its definition. */
export class Macro extends PyInstance {
  readonly typeName = 'Macro';
  readonly #shape: MacroShape;
  readonly #frame: Frame;

  constructor(shape: MacroShape, frame: Frame) {
    super();
    this.#shape = shape;
    this.#frame = frame;
  }

  override get(name: Value): Value | undefined {
    const { name: own, parameters, takesCaller, takesKwargs, takesVarargs } = this.#shape;
    switch (name) {
      case 'name':
        return own ?? null;
      case 'arguments':
        return new Tuple(parameters.map((parameter) => parameter.name));
      case 'caller':
        return takesCaller;
      case 'catch_kwargs':
        return takesKwargs;
      case 'catch_varargs':
        return takesVarargs;
      default:
        return undefined;
    }
  }

  override call(call: Call): Value {
    const { run } = this.#frame;
    return run.pass.nested(() => {
      const before = run.at;
      const value = run.guard(() => this.#invoke(call));
      run.at = before;
      return value;
    });
  }

  #invoke({ args, kwargs }: Call): Value {
    const frame = new Frame(this.#frame.run, this.#frame);
    this.#bind(frame, args, new Map(kwargs));
    const output = new Output();
    this.#shape.body(frame, output);
    return conclude(output.written, frame.run.pass.conversion);
  }

  #bind(frame: Frame, args: readonly Value[], kwargs: Map<string, Value>): void {
    const { parameters } = this.#shape;
    const defaults: (() => void)[] = [];
    for (const [index, parameter] of parameters.entries()) {
      const given = orElse(args[index], () => take(kwargs, parameter.name));
      if (given !== undefined) frame.vars.set(parameter.name, given);
      else
        defaults.push(() =>
          frame.vars.set(parameter.name, parameter.default ? parameter.default(frame) : notGiven(parameter.name)),
        );
    }
    this.#bindRest(frame, args, kwargs);
    // Last, since a default may speak of any other parameter.
    for (const set of defaults) set();
  }

  #bindRest(frame: Frame, args: readonly Value[], kwargs: Map<string, Value>): void {
    const { parameters, takesCaller, takesKwargs, takesVarargs } = this.#shape;
    const name = repr(this.#shape.name ?? null);
    if (takesCaller && !parameters.some((parameter) => parameter.name === 'caller')) {
      const caller = take(kwargs, 'caller');
      frame.vars.set(
        'caller',
        orElse(caller, () => new Undefined({ name: 'caller', hint: 'No caller defined' })),
      );
    }
    const [unknown] = kwargs.keys();
    if (takesKwargs) frame.vars.set('kwargs', makeDict(undefined, kwargs));
    else if (unknown === 'caller' && takesCaller) {
      throw new TemplateError(
        `macro ${name} was invoked with two values for the special caller argument. This is most likely a bug.`,
      );
    } else if (unknown !== undefined)
      throw new TemplateError(`macro ${name} takes no keyword argument ${repr(unknown)}`);
    if (takesVarargs) frame.vars.set('varargs', new Tuple(args.slice(parameters.length)));
    else if (args.length > parameters.length)
      throw new TemplateError(`macro ${name} takes not more than ${parameters.length} argument(s)`);
  }

  override str(): string {
    return `<Macro ${this.#shape.name === undefined ? 'anonymous' : repr(this.#shape.name)}>`;
  }
}

function take(kwargs: Map<string, Value>, name: string): Value | undefined {
  const value = kwargs.get(name);
  kwargs.delete(name);
  return value;
}

function notGiven(name: string): Value {
  return new Undefined({ ...undefinedVariable(name).missing, hint: `parameter '${name}' was not provided` });
}
