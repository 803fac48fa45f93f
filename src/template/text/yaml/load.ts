// Reads YAML text into values as PyYAML's safe loader does: YAML 1.1, merge keys, the last of repeated keys.

import { EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';
import { Dict, isKey, Tuple, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { typeName } from '../../python/index.ts';
import { type CollectionEvent, type ScalarEvent, scalarText } from './event-text.ts';
import { plainScalar, typedScalar } from './scalars.ts';
import { scan } from './scan.ts';

/** The only document of a text; None where there is none. */
export function loadYaml(text: string): Value {
  const [first = null, second] = loadYamlAll(text);
  if (second !== undefined)
    throw new TemplateError('expected a single document in the stream, but found another document');
  return first;
}

/** Every document of a text. */
export function loadYamlAll(text: string): Value[] {
  const loader: Loader = { ...scanned(text), next: 0, anchors: new Map(), nodes: 0 };
  const documents: Value[] = [];
  while (loader.next < loader.events.length) {
    loader.next += 1;
    loader.anchors.clear();
    documents.push(readNode(loader));
    loader.next += 1;
  }
  return documents;
}

function scanned(source: string): Pick<Loader, 'text' | 'events'> {
  const result = scan(source);
  if ('events' in result) return result;
  const before = source.slice(0, result.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  throw new TemplateError(`this is not YAML: ${result.reason} in ${place}`);
}

interface Loader {
  readonly text: string;
  readonly events: readonly Event[];
  next: number;
  readonly anchors: Map<string, { readonly value: Value; readonly nodes: number }>;
  nodes: number;
}

function readNode(loader: Loader): Value {
  const event = loader.events[loader.next];
  loader.next += 1;
  loader.nodes += 1;
  switch (event?.type) {
    case EVENT_ID.ALIAS:
      return alias(loader, loader.text.slice(event.anchorStart, event.anchorEnd));
    case EVENT_ID.SCALAR:
      return anchored(loader, event, () => scalar(loader, event));
    case EVENT_ID.SEQUENCE:
      return anchored(loader, event, () => sequence(loader, event));
    case EVENT_ID.MAPPING:
      return anchored(loader, event, () => mapping(loader, event));
    default:
      // An empty document: its end is what was found.
      loader.next -= 1;
      return null;
  }
}

// Aliases of aliases can stand for billions of values.
const mostNodes = 2_000_000;

function alias(loader: Loader, name: string): Value {
  const target = loader.anchors.get(name);
  if (!target) throw new TemplateError(`found undefined alias '${name}'`);
  loader.nodes += target.nodes;
  if (loader.nodes > mostNodes) throw new TemplateError('the aliases of this YAML stand for too many values');
  return target.value;
}

function anchored(loader: Loader, event: ScalarEvent | CollectionEvent, read: () => Value): Value {
  const before = loader.nodes;
  const value = read();
  if (event.anchorStart >= 0) {
    const name = loader.text.slice(event.anchorStart, event.anchorEnd);
    loader.anchors.set(name, { value, nodes: loader.nodes - before + 1 });
  }
  return value;
}

/** The name of one of YAML's own types; `undefined` without a tag. */
function tagOf({ text }: Loader, event: ScalarEvent | CollectionEvent): string | undefined {
  if (event.tagStart < 0) return undefined;
  const written = text.slice(event.tagStart, event.tagEnd);
  if (written === '!') return undefined;
  const name = /^!<(.*)>$/.exec(written)?.[1] ?? written.replace(/^!!/, 'tag:yaml.org,2002:');
  const core = /^tag:yaml\.org,2002:(.+)$/.exec(name)?.[1];
  if (core === undefined) throw unknownTag(name);
  return core;
}

function unknownTag(name: string): TemplateError {
  return new TemplateError(`could not determine a constructor for the tag '${name}'`);
}

function scalar(loader: Loader, event: ScalarEvent): Value {
  const text = scalarText(loader.text, event);
  const tag = tagOf(loader, event);
  if (tag !== undefined) return typedScalar(tag, text);
  return event.style === SCALAR_STYLE.PLAIN ? plainScalar(text) : text;
}

function* nodesOf(loader: Loader): Iterable<Value> {
  while (hasMore(loader)) yield readNode(loader);
  loader.next += 1;
}

function hasMore({ events, next }: Loader): boolean {
  const event = events[next];
  return event !== undefined && event.type !== EVENT_ID.POP;
}

function sequence(loader: Loader, event: CollectionEvent): Value {
  const tag = tagOf(loader, event);
  const items = [...nodesOf(loader)];
  if (tag === undefined || tag === 'seq') return items;
  if (tag === 'omap' || tag === 'pairs') return items.map(pair);
  throw unknownTag(`tag:yaml.org,2002:${tag}`);
}

function pair(item: Value): Value {
  const [entry] = item instanceof Dict && item.size === 1 ? [...item.entries()] : [];
  if (!entry) throw new TemplateError('expected a mapping of length 1');
  return new Tuple(entry);
}

function mapping(loader: Loader, event: CollectionEvent): Value {
  const tag = tagOf(loader, event);
  if (tag !== undefined && tag !== 'map' && tag !== 'set') throw unknownTag(`tag:yaml.org,2002:${tag}`);
  const merged: Dict[] = [];
  const own = new Dict();
  while (hasMore(loader)) {
    if (isMergeKey(loader)) {
      loader.next += 1;
      merged.push(...mergeSources(readNode(loader)));
      continue;
    }
    const key = readNode(loader);
    if (!isKey(key)) throw new TemplateError(`found unhashable key: a ${typeName(key)}`);
    own.set(key, readNode(loader));
  }
  loader.next += 1;
  if (tag === 'set') return [...own.keys()];
  const dict = new Dict();
  for (const source of [...merged, own]) for (const [key, value] of source.entries()) dict.set(key, value);
  return dict;
}

function isMergeKey({ events, next, text }: Loader): boolean {
  const event = events[next];
  if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return false;
  return text.slice(event.valueStart, event.valueEnd) === '<<';
}

// Of several the first has the last word.
function mergeSources(value: Value): Dict[] {
  const sources = Array.isArray(value) ? value.toReversed() : [value];
  return sources.map((source) => {
    if (source instanceof Dict) return source;
    throw new TemplateError(`expected a mapping or list of mappings for merging, but found ${typeName(source)}`);
  });
}
