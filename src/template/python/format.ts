// Python's str.format: replacement fields, and where their values come from.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { attributeOf } from './attributes.ts';
import { formatValue } from './format-spec.ts';
import type { Kwargs } from './instance.ts';
import { itemOf } from './items.ts';
import { ascii, repr, str } from './text.ts';
import { typeName } from './types.ts';

/** Python's `text.format(*args, **kwargs)`. */
export function format(text: string, args: readonly Value[], kwargs: Kwargs): string {
  return new Formatter(args, kwargs).expand(text, 2);
}

class Formatter {
  readonly #args: readonly Value[];
  readonly #kwargs: Kwargs;
  #automatic = 0;
  #numbering: 'automatic' | 'manual' | undefined;

  constructor(args: readonly Value[], kwargs: Kwargs) {
    this.#args = args;
    this.#kwargs = kwargs;
  }

  // `depth` is how deep fields may still nest in format specs.
  expand(text: string, depth: number): string {
    let out = '';
    for (let at = 0; at < text.length; ) {
      const char = text.charAt(at);
      if (char !== '{' && char !== '}') {
        out += char;
        at++;
      } else if (text.charAt(at + 1) === char) {
        out += char;
        at += 2;
      } else {
        if (char === '}') throw new TemplateError("Single '}' encountered in format string");
        const end = closing(text, at);
        out += this.#field(text.slice(at + 1, end), depth);
        at = end + 1;
      }
    }
    return out;
  }

  #field(field: string, depth: number): string {
    if (depth === 0) throw new TemplateError('Max string recursion exceeded');
    const match = /^((?:[^[\]!:]|\[[^\]]*\]?)*)(?:!([^:]*))?(?::(.*))?$/s.exec(field);
    if (!match) throw new TemplateError("expected ':' after conversion specifier");
    const [, path = '', conversion, spec = ''] = match;
    const value = converted(this.#value(path), conversion);
    return formatValue(value, this.expand(spec, depth - 1));
  }

  #value(path: string): Value {
    const [, name = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
    let value = this.#argument(name);
    for (const [part, attribute, index] of rest.matchAll(/\.([^.[]*)|\[([^\]]*)\]|./gs)) {
      if (attribute !== undefined && attribute !== '') value = readAttribute(value, attribute);
      else if (index !== undefined && index !== '')
        value = readItem(value, /^\d+$/.test(index) ? Number(index) : index);
      else throw new TemplateError(part === '[' ? "Missing ']' in format string" : 'Empty attribute in format string');
    }
    return value;
  }

  #argument(name: string): Value {
    if (name === '') return this.#positional(this.#number('automatic', this.#automatic++));
    if (/^\d+$/.test(name)) return this.#positional(this.#number('manual', Number(name)));
    const value = this.#kwargs.get(name);
    if (value === undefined) throw new TemplateError(repr(name));
    return value;
  }

  #number(way: 'automatic' | 'manual', index: number): number {
    if (this.#numbering !== undefined && this.#numbering !== way) {
      const [from, to] =
        way === 'automatic'
          ? ['manual field specification', 'automatic field numbering']
          : ['automatic field numbering', 'manual field specification'];
      throw new TemplateError(`cannot switch from ${from} to ${to}`);
    }
    this.#numbering = way;
    return index;
  }

  #positional(index: number): Value {
    const value = this.#args[index];
    if (value === undefined)
      throw new TemplateError(`Replacement index ${index} out of range for positional args tuple`);
    return value;
  }
}

// The brace that closes the field opened at `start`; fields may nest in the format spec.
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  throw new TemplateError(
    start === text.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function readAttribute(value: Value, name: string): Value {
  const found = attributeOf(value, name);
  if (found === undefined) throw new TemplateError(`'${typeName(value)}' object has no attribute '${name}'`);
  return found;
}

function readItem(value: Value, key: Value): Value {
  const found = itemOf(value, key);
  if (found === undefined) throw new TemplateError(repr(key));
  return found;
}

function converted(value: Value, conversion: string | undefined): Value {
  switch (conversion) {
    case undefined:
      return value;
    case 's':
      return str(value);
    case 'r':
      return repr(value);
    case 'a':
      return ascii(value);
    default:
      throw new TemplateError(`Unknown conversion specifier ${conversion}`);
  }
}
