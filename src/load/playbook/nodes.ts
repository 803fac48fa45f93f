// Small questions about nodes that every check asks.

import type { MapEntry, Node, ScalarNode, Span } from '../../model/source.ts';

/** Whether a text is rendered before it is used, so that what is written says nothing about its value. */
export function isTemplate(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.tag !== 'unsafe' && hasTag(node.value);
}

/** Whether a text has a Jinja2 tag. */
export function hasTag(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/** Whether a node is YAML's null, or an empty value. */
export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** A scalar's text where it is one. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** What a value is called in messages, with the word that was written where it is short. */
export function described(node: Node): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  if (node.value === null) return 'nothing';
  if (node.tag === 'vault' || node.span.file.secret) return 'a secret value';
  const written = node.span.file.text.slice(node.span.start, node.span.end);
  const short = written.length <= 40 && !written.includes('\n') ? written : undefined;
  if (typeof node.value === 'string') return short === undefined ? 'text' : `'${node.value}'`;
  return short ?? String(node.value);
}

/** Where to point for a value; an empty one has no width, so its key stands for it. */
export function placeOfValue({ key, value }: MapEntry): Span {
  return value.span.end > value.span.start && value.span.file === key.span.file ? value.span : key.span;
}

/** Every scalar below a node, keys included. */
export function* scalarsIn(node: Node): Generator<ScalarNode> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'list') for (const item of node.items) yield* scalarsIn(item);
  else for (const { key, value } of node.entries) yield* [key, ...scalarsIn(value)];
}
