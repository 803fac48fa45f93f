// The methods of Python's list, tuple and dict; those of a dict that do not change it work on whatever reads as one.

import { Dict, Tuple, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { bind, integerArgument } from '../arguments.ts';
import { equals, sorted } from '../compare.ts';
import { noKwargs, PyInstance, type PyMapping } from '../instance.ts';
import { iterate, length, toKey, toList, truth } from '../items.ts';
import { DictView } from '../objects.ts';
import { orElse } from '../or-else.ts';
import { repr } from '../text.ts';
import { asDict, typeName } from '../types.ts';
import { exactly, type Method, type Methods, methods, needed } from './method.ts';

function indexOf(items: readonly Value[], args: readonly Value[], kind: string): number {
  const wanted = needed('index', args);
  const bound = (value: Value | undefined, fallback: number) => {
    if (value === undefined) return fallback;
    const index = integerArgument(value);
    return Math.max(0, index < 0 ? index + items.length : index);
  };
  const end = bound(args[2], items.length);
  for (const [index, item] of items.entries()) {
    if (index >= bound(args[1], 0) && index < end && (item === wanted || equals(item, wanted))) return index;
  }
  throw new TemplateError(kind === 'tuple' ? 'tuple.index(x): x not in tuple' : `${repr(wanted)} is not in list`);
}

function countOf(items: readonly Value[], wanted: Value): number {
  return items.filter((item) => item === wanted || equals(item, wanted)).length;
}

function pop(self: Value[], args: readonly Value[]): Value {
  if (self.length === 0) throw new TemplateError('pop from empty list');
  const index = integerArgument(args[0] ?? -1);
  const at = index < 0 ? index + self.length : index;
  if (at < 0 || at >= self.length) throw new TemplateError('pop index out of range');
  return self.splice(at, 1)[0] ?? null;
}

/** The methods of list. */
export const listMethods: Methods<Value[]> = methods<Value[]>({
  append: exactly('list.append', 1, (self, item = null) => {
    self.push(item);
    return null;
  }),
  clear: exactly('list.clear', 0, (self) => {
    self.length = 0;
    return null;
  }),
  copy: exactly('list.copy', 0, (self) => [...self]),
  count: exactly('list.count', 1, (self, item = null) => countOf(self, item)),
  extend: exactly('list.extend', 1, (self, items = null) => {
    for (const item of toList(items)) self.push(item);
    return null;
  }),
  index: (self, args) => indexOf(self, args, 'list'),
  insert: exactly('list.insert', 2, (self, index = 0, item = null) => {
    self.splice(integerArgument(index), 0, item);
    return null;
  }),
  pop: (self, args) => pop(self, args),
  remove: exactly('list.remove', 1, (self, item = null) => {
    const at = self.findIndex((one) => one === item || equals(one, item));
    if (at < 0) throw new TemplateError('list.remove(x): x not in list');
    self.splice(at, 1);
    return null;
  }),
  reverse: exactly('list.reverse', 0, (self) => {
    self.reverse();
    return null;
  }),
  sort: (self, args, kwargs) => {
    if (args.length > 0) throw new TemplateError('sort() takes no positional arguments');
    const [key = null, reverse = false] = bind('sort', ['key', 'reverse'], 0, [], kwargs);
    if (key !== null)
      throw new TemplateError("sort(key=...) is not available in templates; use the filter sort(attribute='...')");
    self.splice(0, self.length, ...sorted([...self], (item) => item, truth(reverse)));
    return null;
  },
});

/** The methods of tuple. */
export const tupleMethods: Methods<Tuple> = methods<Tuple>({
  count: exactly('tuple.count', 1, (self, item = null) => countOf(self.items, item)),
  index: (self, args) => indexOf(self.items, args, 'tuple'),
});

/** What `dict()` and `dict.update()` take: dicts, or pairs. */
export function fillDict(target: Dict, source: Value): void {
  const dict = asDict(source);
  if (dict) {
    for (const [key, value] of dict.entries()) target.set(key, value);
    return;
  }
  let index = 0;
  for (const pair of iterate(source)) {
    if (typeof pair !== 'string' && !Array.isArray(pair) && !(pair instanceof Tuple || pair instanceof PyInstance)) {
      throw new TemplateError(`cannot convert dictionary update sequence element #${index} to a sequence`);
    }
    const size = length(pair);
    if (size !== 2)
      throw new TemplateError(`dictionary update sequence element #${index} has length ${size}; 2 is required`);
    const [key = null, value = null] = iterate(pair);
    target.set(toKey(key), value);
    index++;
  }
}

function update(self: Dict, args: readonly Value[], kwargs: ReadonlyMap<string, Value>): null {
  if (args.length > 1) throw new TemplateError(`update expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source !== undefined) fillDict(self, source);
  for (const [key, value] of kwargs) self.set(key, value);
  return null;
}

function popKey(self: Dict, args: readonly Value[]): Value {
  const key = toKey(needed('pop', args));
  const value = orElse(self.get(key), () => args[1]);
  if (value === undefined) throw new TemplateError(repr(key));
  self.delete(key);
  return value;
}

function popLast(self: Dict): Value {
  const last = [...self.entries()].at(-1);
  if (!last) throw new TemplateError("'popitem(): dictionary is empty'");
  self.delete(last[0]);
  return new Tuple([...last]);
}

function getter(self: Dict | PyMapping, args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value {
  if (kwargs.size > 0 && self instanceof Dict) throw new TemplateError('dict.get() takes no keyword arguments');
  const key = toKey(needed('get', args));
  const found = self instanceof Dict ? self.get(key) : self.at(key);
  if (found !== undefined) return found;
  const [, fallback = kwargs.get('default') ?? null] = args;
  return fallback;
}

function view(kind: 'keys' | 'values' | 'items'): Method<Dict | PyMapping> {
  return exactly(`dict.${kind}`, 0, (self) => new DictView(self, kind));
}

/** The methods of everything that reads as a dict. */
export const mappingMethods: Methods<Dict | PyMapping> = methods<Dict | PyMapping>({
  copy: exactly('dict.copy', 0, (self) => (self instanceof Dict ? self.copy() : self.toDict())),
  get: getter,
  items: view('items'),
  keys: view('keys'),
  values: view('values'),
});

/** The methods of dict alone. */
export const dictMethods: Methods<Dict> = methods<Dict>({
  clear: exactly('dict.clear', 0, (self) => {
    self.clear();
    return null;
  }),
  fromkeys: (_, args) => {
    const dict = new Dict();
    for (const key of iterate(needed('fromkeys', args))) dict.set(toKey(key), args[1] ?? null);
    return dict;
  },
  pop: (self, args) => popKey(self, args),
  popitem: exactly('dict.popitem', 0, popLast),
  setdefault: (self, args) => {
    const key = toKey(needed('setdefault', args));
    const present = self.get(key);
    if (present !== undefined) return present;
    const value = args[1] ?? null;
    self.set(key, value);
    return value;
  },
  update,
});

/** Python's dict(source, **kwargs). */
export function makeDict(source: Value | undefined, kwargs = noKwargs): Dict {
  const dict = new Dict();
  if (source !== undefined) {
    if (source === null || typeof source === 'number')
      throw new TemplateError(`'${typeName(source)}' object is not iterable`);
    fillDict(dict, source);
  }
  for (const [key, value] of kwargs) dict.set(key, value);
  return dict;
}
