// `action:` and `local_action:`, which name the module in their value.

import type { MapEntry, MapNode, ScalarNode } from '../../model/source.ts';
import { readArguments } from './arguments.ts';
import { isNull, textOf } from './nodes.ts';
import { pieceNode, pieceSpan } from './pieces.ts';
import type { Session } from './session.ts';

/** A module's word, and its arguments as they would be written below it. */
export interface Explicit {
  readonly word: ScalarNode;
  readonly argument: MapEntry;
}

/** `action: copy src=a`, `action: {module: copy, src: a}`, and both under `local_action`. */
export function explicitAction(session: Session, entry: MapEntry): Explicit | undefined {
  const { key, value } = entry;
  const text = textOf(value);
  if (value.kind === 'scalar' && text !== undefined) return splitWord(value, text, key);
  const mapped = value.kind === 'map' ? mappedAction(session, value, key) : undefined;
  if (!mapped) session.error(`'${key.value}' names no module`, key.span, `write ${key.value}: MODULE NAME=VALUE...`);
  return mapped;
}

function mappedAction(session: Session, value: MapNode, key: ScalarNode): Explicit | undefined {
  const module = value.entries.find((argument) => argument.key.value === 'module');
  const text = textOf(module?.value);
  if (module?.value.kind !== 'scalar' || text === undefined) return undefined;
  const { word, argument } = splitWord(module.value, text, key);
  const rest = value.entries.filter((other) => other !== module);
  if (isNull(argument.value)) return { word, argument: { key, value: { ...value, entries: rest } } };
  if (rest.length === 0) return { word, argument };
  // `{module: copy src=a, dest: b}`: both count.
  const { args, freeForm } = readArguments(session, { word: String(word.value), exists: true }, argument, undefined);
  const free = freeForm ? [{ key: rawParams(freeForm), value: freeForm }] : [];
  return { word, argument: { key, value: { ...value, entries: [...rest, ...args.entries, ...free] } } };
}

function rawParams({ span }: ScalarNode): ScalarNode {
  return { kind: 'scalar', value: '_raw_params', span };
}

function splitWord(node: ScalarNode, text: string, key: ScalarNode): Explicit {
  const match = /^\s*((?:\{\{.*?\}\}|\S)+)\s*/s.exec(text);
  const name = match?.[1] ?? '';
  const start = text.indexOf(name);
  const word = pieceNode(node, name, start, start + name.length);
  const from = match?.[0].length ?? text.length;
  const rest = text.slice(from);
  const nothing: ScalarNode = { kind: 'scalar', value: null, span: pieceSpan(node, text.length, text.length) };
  return { word, argument: { key, value: rest === '' ? nothing : pieceNode(node, rest, from, text.length) } };
}
