// Small questions about nodes of a document, and small changes of it, with text belonging to what it stands behind as in lxml.

import type { Attr, Document, Element, Node } from 'slimdom';

export const isElement = (node: Node | null): node is Element => node?.nodeType === 1;
export const isAttribute = (node: Node): node is Attr => node.nodeType === 2;
/** Text, CDATA too. */
export const isText = (node: Node | null): boolean => node?.nodeType === 3 || node?.nodeType === 4;

/** A name as lxml has it: `{uri}local`. */
export function fullName({ namespaceURI, localName }: Element | Attr): string {
  return namespaceURI === null ? localName : `{${namespaceURI}}${localName}`;
}

/** An element's text before its first child of another kind; `null` where there is none. */
export function leadingText(element: Element): string | null {
  let text: string | null = null;
  for (let node = element.firstChild; isText(node); node = node?.nextSibling ?? null)
    text = (text ?? '') + (node?.nodeValue ?? '');
  return text;
}

/** Replaces that text. */
export function setLeadingText(document: Document, element: Element, text: string): void {
  for (let node = element.firstChild; node && isText(node); node = element.firstChild) element.removeChild(node);
  element.insertBefore(document.createTextNode(text), element.firstChild);
}

/** Takes a node out together with the text behind it. */
export function removeWithTail(node: Node): void {
  const parent = node.parentNode;
  for (let next = node.nextSibling; next && isText(next); next = node.nextSibling) parent?.removeChild(next);
  parent?.removeChild(node);
}

/** What stands behind a node and its text. */
export function behind(node: Node): Node | null {
  let next = node.nextSibling;
  while (isText(next)) next = next?.nextSibling ?? null;
  return next;
}

export const isDeclaration = ({ nodeName }: Attr): boolean => nodeName === 'xmlns' || nodeName.startsWith('xmlns:');

/** The attributes that are no declarations of namespaces. */
export const plainAttributes = (element: Element): readonly Attr[] =>
  element.attributes.filter((one) => !isDeclaration(one));

/** A name of the parameters: `prefix:local` with a prefix of `namespaces`. */
export interface Name {
  readonly uri: string | null;
  readonly local: string;
}

/** Reads a name; `undefined` where its prefix is none of the namespaces. */
export function nameOf(word: string, namespaces: Readonly<Record<string, string>>): Name | undefined {
  const at = word.indexOf(':');
  if (at < 0) return { uri: null, local: word };
  const uri = namespaces[word.slice(0, at)];
  return uri === undefined ? undefined : { uri, local: word.slice(at + 1) };
}

/** Makes an element below a parent, before a child of it or at its end, under the prefix that is in force there. */
export function addElement(document: Document, parent: Element, name: Name): Element {
  const element = document.createElementNS(name.uri, name.local);
  if (name.uri === null) return parent.appendChild(element);
  if (parent.isDefaultNamespace(name.uri)) return parent.appendChild(element);
  const { prefix, isNew } = prefixFor(parent, name.uri);
  const named = document.createElementNS(name.uri, `${prefix}:${name.local}`);
  if (isNew) named.setAttributeNS(XMLNS, `xmlns:${prefix}`, name.uri);
  return parent.appendChild(named);
}

/** Sets an attribute; whether it differed. */
export function setAttribute(element: Element, { uri, local }: Name, value: string): boolean {
  if (element.getAttributeNS(uri, local) === value) return false;
  if (uri === null || element.hasAttributeNS(uri, local)) {
    const there = uri === null ? undefined : element.getAttributeNodeNS(uri, local);
    element.setAttributeNS(uri, there?.nodeName ?? local, value);
    return true;
  }
  const { prefix, isNew } = prefixFor(element, uri);
  if (isNew) element.setAttributeNS(XMLNS, `xmlns:${prefix}`, uri);
  element.setAttributeNS(uri, `${prefix}:${local}`, value);
  return true;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

// As lxml chooses it: one that is in force, or the first of ns0, ns1, ... that is not.
function prefixFor(element: Element, uri: string): { readonly prefix: string; readonly isNew: boolean } {
  const known = element.lookupPrefix(uri);
  if (known !== null) return { prefix: known, isNew: false };
  let number = 0;
  while (element.lookupNamespaceURI(`ns${number}`) !== null) number += 1;
  return { prefix: `ns${number}`, isNew: true };
}

/** The path of an element as libxml2 gives it: `/a/b[2]`; names without a prefix in a namespace are `*`. */
export function nodePath(element: Element): string {
  const parts: string[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) {
    const generic = one.namespaceURI !== null && one.prefix === null;
    const mine = one;
    const same = [...(one.parentElement?.children ?? [])].filter(
      (other) => generic || other.nodeName === mine.nodeName,
    );
    const index = same.length > 1 ? `[${same.indexOf(one) + 1}]` : '';
    parts.unshift(`${generic ? '*' : one.nodeName}${index}`);
  }
  return `/${parts.join('/')}`;
}
