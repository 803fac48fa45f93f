// Nodes in another form: what is unsafe throughout, pairs of an ordered mapping, and keys that cannot be.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { ListNode, MapNode, Node } from '../../model/source.ts';

/** What to say about a collection as a key: nearly always it is a Jinja2 expression without quotes. */
export function compoundKey({ kind, span }: ListNode | MapNode): Diagnostic {
  const { text } = span.file;
  const written = text.slice(span.start, span.end);
  const template = /^\{[^{}]*\}$/.test(written) && text[span.start - 1] === '{';
  if (!template) return error(`a ${kind === 'list' ? 'list' : 'mapping'} cannot be the key of a mapping`, span);
  const braces = { ...span, start: span.start - 1, end: span.end + 1 };
  return error('a value that starts with {{ must be in quotes', braces, `write "{${written}}"`);
}

/** An item of `!!omap` or `!!pairs`, a mapping of one entry, as a list of its key and value. */
export function pairOf(item: Node): Node {
  const entry = item.kind === 'map' ? item.entries[0] : undefined;
  return entry ? { kind: 'list', items: [entry.key, entry.value], span: item.span } : item;
}

/** A node whose texts are never templates, however deep. */
export function unsafe<T extends Node>(node: T): T;
export function unsafe(node: Node): Node {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && node.tag === undefined ? { ...node, tag: 'unsafe' } : node;
    case 'list':
      return { ...node, items: node.items.map(unsafe), tag: 'unsafe' };
    case 'map':
      return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: unsafe(value) })), tag: 'unsafe' };
  }
}
