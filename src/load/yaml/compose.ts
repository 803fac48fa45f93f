// js-yaml's event stream to nodes with their places: anchors, merge keys, tags, repeated keys, scalars as PyYAML reads them.

import { COLLECTION_STYLE, EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { ListNode, MapEntry, MapNode, Node, ScalarNode, SourceFile, Span } from '../../model/source.ts';
import { Anchors } from './anchors.ts';
import {
  type AliasEvent,
  afterClosingBracket,
  type CollectionEvent,
  type ScalarEvent,
  scalarExtent,
  scalarText,
} from './event-text.ts';
import { isMergeKey, mappingOf } from './mapping.ts';
import { compoundKey, pairOf, unsafe } from './node-forms.ts';
import { BadScalar, jsonValue, plainValue } from './plain-scalars.ts';
import type { Scan } from './scan.ts';
import { knownTag, type TaggedScalar, taggedValue } from './tagged-scalars.ts';

const STYLES: ReadonlyMap<number, NonNullable<ScalarNode['style']>> = new Map([
  [SCALAR_STYLE.PLAIN, 'plain'],
  [SCALAR_STYLE.SINGLE_QUOTED, 'single'],
  [SCALAR_STYLE.DOUBLE_QUOTED, 'double'],
  [SCALAR_STYLE.LITERAL_BLOCK, 'literal'],
  [SCALAR_STYLE.FOLDED_BLOCK, 'folded'],
]);

export interface ComposeOptions {
  /** The file is valid JSON, so its numbers mean what JSON says. */
  readonly json: boolean;
}

/** What a document is made of, and every mistake in it that syntax alone does not show. */
export interface Composed {
  readonly root: Node;
  readonly problems: readonly Diagnostic[];
}

/** Builds the only document of a file. */
export function compose(file: SourceFile, scan: Scan, options: ComposeOptions): Composed {
  return new Composer(file, scan, options).document();
}

class Composer {
  readonly #file: SourceFile;
  readonly #scan: Scan;
  readonly #options: ComposeOptions;
  readonly #problems: Diagnostic[] = [];
  readonly #anchors = new Anchors();
  #next = 0;
  /** Where the last token ended, in the scan's text. */
  #cursor = 0;

  constructor(file: SourceFile, scan: Scan, options: ComposeOptions) {
    this.#file = file;
    this.#scan = scan;
    this.#options = options;
  }

  document(): Composed {
    const first = this.#take();
    if (first === undefined) return { root: this.#empty(0), problems: [] };
    const root = this.#node();
    this.#take();
    if (this.#peek()) {
      const marker = this.#scan.text.indexOf('\n---', this.#cursor) + 1;
      const span = this.#span(marker, marker + 3);
      this.#problems.push(error('a second YAML document starts here', span, 'put each document in a file of its own'));
    }
    return { root, problems: this.#problems };
  }

  #peek(): Event | undefined {
    return this.#scan.events[this.#next];
  }

  #take(): Event | undefined {
    return this.#scan.events[this.#next++];
  }

  #node(): Node {
    const event = this.#take();
    this.#anchors.count();
    switch (event?.type) {
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      case EVENT_ID.SCALAR:
        return this.#anchored(event, () => this.#scalar(event));
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#list(event));
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#map(event));
      default:
        return this.#empty(this.#cursor);
    }
  }

  #anchored(event: ScalarEvent | CollectionEvent, build: () => Node): Node {
    if (event.anchorStart < 0) return build();
    return this.#anchors.define(this.#scan.text.slice(event.anchorStart, event.anchorEnd), build);
  }

  #alias(event: AliasEvent): Node {
    this.#cursor = event.anchorEnd;
    const span = this.#span(event.anchorStart - 1, event.anchorEnd);
    const target = this.#anchors.resolve(this.#scan.text.slice(event.anchorStart, event.anchorEnd), span);
    if ('kind' in target) return target;
    this.#problems.push(target);
    return { kind: 'scalar', value: null, span };
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const [start, end] = scalarExtent(this.#scan.text, event, this.#cursor);
    this.#cursor = end;
    const span = this.#span(start, end);
    const style = STYLES.get(event.style) ?? 'plain';
    const tag = this.#tag(event);
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const text = scalarText(this.#scan.text, event);
    // `!` alone says "no tag" to PyYAML.
    const typed = tag === undefined || tag === '!' ? this.#implicit(text, plain) : taggedValue(tag, text);
    if (typed instanceof BadScalar) {
      this.#problems.push(error(typed.message, span, typed.hint));
      return { kind: 'scalar', value: text, span, style };
    }
    return { kind: 'scalar', value: typed.value, span, style, ...(typed.tag && { tag: typed.tag }) };
  }

  #implicit(text: string, plain: boolean): TaggedScalar | BadScalar {
    if (!plain) return { value: text };
    const value = this.#options.json ? jsonValue(text) : plainValue(text);
    return value instanceof BadScalar ? value : { value };
  }

  #list(event: CollectionEvent): ListNode {
    const tag = this.#tag(event);
    this.#cursor = event.start;
    const items: Node[] = [];
    while (this.#hasMore()) items.push(this.#node());
    const span = this.#closed(event);
    if (tag === '!!omap' || tag === '!!pairs') return { kind: 'list', items: items.map(pairOf), span };
    return tag === '!unsafe'
      ? { kind: 'list', items: items.map(unsafe), span, tag: 'unsafe' }
      : { kind: 'list', items, span };
  }

  #map(event: CollectionEvent): MapNode {
    const tag = this.#tag(event);
    this.#cursor = event.start;
    const entries: MapEntry[] = [];
    while (this.#hasMore()) {
      const key = this.#key();
      const value = this.#node();
      if (key) entries.push({ key, value });
    }
    const span = this.#closed(event);
    const mapping = mappingOf(entries, span);
    this.#problems.push(...mapping.problems);
    const map: MapNode = { kind: 'map', entries: mapping.entries, span };
    return tag === '!unsafe' ? unsafe(map) : map;
  }

  #key(): ScalarNode | undefined {
    const event = this.#peek();
    if (event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0) {
      // `<<` as a key is YAML 1.1's merge, which as a value it cannot be.
      const { valueStart, valueEnd } = event;
      if (isMergeKey(this.#scan.text.slice(valueStart, valueEnd))) {
        this.#take();
        this.#cursor = valueEnd;
        return { kind: 'scalar', value: '<<', span: this.#span(valueStart, valueEnd), style: 'plain' };
      }
    }
    const before = this.#problems.length;
    const key = this.#node();
    if (key.kind === 'scalar') return key;
    // A mistake inside of the key (`{{ x }}: 1` is a mapping as the key of a mapping) has told it already.
    if (this.#problems.length === before) this.#problems.push(compoundKey(key));
    return undefined;
  }

  #hasMore(): boolean {
    const event = this.#peek();
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  /** Takes the end of a list or mapping and gives its span, which the events only tell the start of. */
  #closed(event: CollectionEvent): Span {
    this.#take();
    const { text } = this.#scan;
    const bracket = text[event.start];
    // `[a: 1]` has a mapping in flow style without brackets of its own.
    if (event.style === COLLECTION_STYLE.FLOW && (bracket === '[' || bracket === '{'))
      this.#cursor = afterClosingBracket(text, this.#cursor);
    return this.#span(event.start, Math.max(this.#cursor, event.start));
  }

  #tag(event: ScalarEvent | CollectionEvent): string | undefined {
    if (event.tagStart < 0) return undefined;
    const span = this.#span(event.tagStart, event.tagEnd);
    const tag = knownTag(this.#scan.text.slice(event.tagStart, event.tagEnd), kindOf(event), span);
    if (typeof tag === 'string') return tag;
    this.#problems.push(tag);
    return undefined;
  }

  #span(start: number, end: number): Span {
    return { file: this.#file, start: this.#scan.original(start), end: this.#scan.original(end) };
  }

  #empty(at: number): ScalarNode {
    return { kind: 'scalar', value: null, span: this.#span(at, at), style: 'plain' };
  }
}

function kindOf(event: ScalarEvent | CollectionEvent): Node['kind'] {
  if (event.type === EVENT_ID.SCALAR) return 'scalar';
  return event.type === EVENT_ID.SEQUENCE ? 'list' : 'map';
}
