// Parameters of modules: declared once, they give the type, the check, the coercion, the JSON Schema and the manual page.

import type { Plain, Value } from '../model/value.ts';
import { type CoerceContext, type Coerced, type ParamType, types } from './param-types.ts';

/** What is known of a parameter, for manuals, schemas and checks. */
export interface ParamInfo {
  readonly type: ParamType<unknown>;
  /** One or two sentences for the manual. */
  readonly doc: string;
  readonly required: boolean;
  readonly defaultValue: Plain;
  readonly aliases: readonly string[];
  /** The value is a secret: shown as stars everywhere. */
  readonly secret: boolean;
  /** Reaches the module as written, not rendered (`debug: var`, `assert: that`). */
  readonly raw: boolean;
  /** It is taken and has no effect: why, as the hint of a warning. */
  readonly obsolete?: string;
  /** The engine alone gives it: no manual names it. */
  readonly internal?: true;
}

/** A parameter whose value has the type `T`; required until `.optional()` or `.default()` says otherwise. */
export class Param<T> {
  readonly info: ParamInfo;
  readonly #type: ParamType<unknown>;
  readonly #convert: (value: Value, context: CoerceContext) => Coerced<T>;
  readonly #absent: T | undefined;

  constructor(info: ParamInfo, convert: (value: Value, context: CoerceContext) => Coerced<T>, absent?: T) {
    this.info = info;
    this.#type = info.type;
    this.#convert = convert;
    this.#absent = absent;
  }

  static of<T>(type: ParamType<T>, doc: string): Param<T> {
    const info = { type, doc, required: true, defaultValue: null, aliases: [], secret: false, raw: false };
    return new Param<T>(info, type.coerce);
  }

  /** The parameter may be left out. */
  optional(): Param<T | undefined> {
    return new Param<T | undefined>({ ...this.info, required: false }, this.#convert);
  }

  /** The parameter may be left out and then has this value. */
  default(value: T & Plain): Param<T> {
    return new Param<T>({ ...this.info, required: false, defaultValue: value }, this.#convert, value);
  }

  /** Other names under which it may be written. */
  alias(...aliases: readonly string[]): Param<T> {
    return new Param<T>({ ...this.info, aliases }, this.#convert, this.#absent);
  }

  /** The value never appears in output, logs, journals or diffs. */
  secret(): Param<T> {
    return new Param<T>({ ...this.info, secret: true }, this.#convert, this.#absent);
  }

  /** The value reaches the module as written in the playbook, without rendering. */
  raw(): Param<T> {
    return new Param<T>({ ...this.info, raw: true }, this.#convert, this.#absent);
  }

  /** Old playbooks may set it; it has no effect. */
  obsolete(why: string): Param<T | undefined> {
    return new Param<T | undefined>({ ...this.info, required: false, obsolete: why }, this.#convert);
  }

  /** Not for playbooks: the engine gives it. */
  internal(): Param<T> {
    return new Param<T>({ ...this.info, internal: true }, this.#convert, this.#absent);
  }

  /** The value as the module sees it, or what is wrong with it. `null` (YAML's empty value) counts as left out. */
  coerce(value: Value | undefined, context: CoerceContext): Coerced<T | undefined> {
    if (value === undefined || (value === null && this.#type.name !== 'raw')) {
      if (this.info.required) return { ok: false, problem: 'is required', fault: { kind: 'missing' } };
      const { defaultValue } = this.info;
      // `~` of a default is as much the remote user's home as one that is written.
      if (this.#type.name === 'path' && typeof defaultValue === 'string') return this.#convert(defaultValue, context);
      return { ok: true, value: this.#absent };
    }
    return this.#convert(value, context);
  }
}

/** The parameters of a module, by name. */
export type Params = Readonly<Record<string, Param<unknown>>>;

/** The type of a module's parameters, from their declaration. */
export type ParamsOf<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** Text. Numbers and booleans become their Python spelling, as in Ansible. */
export const text = (doc: string): Param<string> => Param.of(types.text, doc);
/** A path on the host: `~` and environment variables of the remote user are expanded. */
export const path = (doc: string): Param<string> => Param.of(types.path, doc);
/** A whole number; text that spells one is taken. */
export const integer = (doc: string): Param<number> => Param.of(types.integer, doc);
/** A number with a fraction. */
export const float = (doc: string): Param<number> => Param.of(types.float, doc);
/** yes/no, true/false, on/off, 1/0. */
export const bool = (doc: string): Param<boolean> => Param.of(types.bool, doc);
/** One of several words. */
export const choice = <const C extends readonly string[]>(choices: C, doc: string): Param<C[number]> =>
  Param.of(types.choice(choices), doc);
/** A list; a comma-separated text and a single value become one, as in Ansible. */
export const list = <T>(of: Param<T>, doc: string): Param<readonly T[]> => Param.of(types.list(of), doc);
/** Names with values; `a=b c=d` text and JSON text become one. */
export const dict = (doc: string): Param<Readonly<Record<string, Plain>>> => Param.of(types.dict, doc);
/** A dict with parameters of its own. */
export const record = <P extends Params>(params: P, doc: string): Param<ParamsOf<P>> =>
  Param.of(types.record(params), doc);
/** File permissions: octal as a number or text (`0644`, `'644'`), or symbolic (`u+rwX,g-w`), or `preserve` where a module takes it. */
export const mode = (doc: string): Param<string> => Param.of(types.mode, doc);
/** Whatever was written. */
export const raw = (doc: string): Param<Plain> => Param.of(types.raw, doc);
/** A value of the language with its types kept (tuples, floats, undefined). */
export const value = (doc: string): Param<Value> => Param.of(types.value, doc);
/** A size such as `10M`, in bytes. */
export const bytes = (doc: string): Param<number> => Param.of(types.bytes, doc);
