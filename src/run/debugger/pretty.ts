// Python's pprint: a value on one line where it fits, else an item a line, dicts sorted by their keys.

import { Dict, type Key, Tuple, type Value } from '../../model/value.ts';
import { PyMapping, repr } from '../../template/index.ts';

const WIDTH = 80;

/** `indent`: the column in which the value starts; `after`: what follows its last line. */
export function pretty(value: Value, indent = 0, after = 0): string {
  const plain = value instanceof PyMapping ? value.toDict() : value;
  const line = repr(sorted(plain));
  if (line.length <= WIDTH - indent - after) return line;
  if (plain instanceof Dict && plain.size > 0) return items(entryTexts(plain, indent, after), indent, '{}');
  const list = plain instanceof Tuple ? plain.items : plain;
  if (!Array.isArray(list) || list.length === 0) return line;
  const texts = list.map((item, index) => pretty(item, indent + 1, index === list.length - 1 ? after + 1 : 1));
  return items(texts, indent, plain instanceof Tuple ? '()' : '[]');
}

function entryTexts(dict: Dict, indent: number, after: number): readonly string[] {
  const entries = [...dict.entries()].toSorted(byKey);
  return entries.map(([key, value], index) => {
    const name = repr(key);
    return `${name}: ${pretty(value, indent + name.length + 3, index === entries.length - 1 ? after + 1 : 1)}`;
  });
}

function items(texts: readonly string[], indent: number, brackets: '{}' | '[]' | '()'): string {
  return `${brackets[0]}${texts.join(`,\n${' '.repeat(indent + 1)}`)}${brackets[1]}`;
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!(value instanceof Dict)) return value;
  return Dict.of([...value.entries()].toSorted(byKey).map(([key, item]) => [key, sorted(item)]));
}

function byKey([a]: readonly [Key, Value], [b]: readonly [Key, Value]): number {
  return repr(a) < repr(b) ? -1 : 1;
}
