// Does to a document what the parameters of the xml module ask for, and tells what is asked of it.

import type { Element, Node } from 'slimdom';
import type { Plain } from '../../../model/value.ts';
import type { Result } from '../../../plan/plan.ts';
import { addChildren, textOf } from './children.ts';
import { ensure, syntaxProblem, type Tree } from './ensure.ts';
import {
  behind,
  fullName,
  isAttribute,
  isElement,
  isText,
  leadingText,
  nameOf,
  nodePath,
  plainAttributes,
  removeWithTail,
  setAttribute,
  setLeadingText,
} from './nodes.ts';
import { serializeAlone } from './serialize.ts';

export interface XmlRequest {
  readonly xpath: string;
  readonly state: 'absent' | 'present';
  readonly value: Plain;
  readonly attribute: string | undefined;
  readonly addChildren: readonly Plain[] | undefined;
  readonly setChildren: readonly Plain[] | undefined;
  readonly inputType: 'xml' | 'yaml';
  readonly insert: 'before' | 'after' | 'within';
  readonly count: boolean;
  readonly printMatch: boolean;
  readonly content: 'attribute' | 'text' | undefined;
}

export type Edited = { readonly changed: boolean; readonly result: Result } | { readonly problem: string };

/** Edits the document in place. */
export function editXml(tree: Tree, request: XmlRequest): Edited {
  const { xpath } = request;
  const found = tree.library.select(xpath, tree.root, tree.namespaces);
  if ('problem' in found) return syntaxProblem(xpath, found.problem);
  const nodes = found.kind === 'nodes' ? found.nodes : [];
  if (request.printMatch) return printed(xpath, found.kind === 'nodes' ? nodes : undefined);
  if (request.count) return { changed: false, result: { count: nodes.length, msg: `found ${nodes.length} nodes` } };
  if (request.content !== undefined) return contents(xpath, nodes, request.content);
  const edited = change(tree, request, nodes);
  return 'problem' in edited ? edited : { ...edited, result: {} };
}

type Changed = { readonly changed: boolean } | { readonly problem: string };

function change(tree: Tree, request: XmlRequest, nodes: readonly Node[]): Changed {
  const { xpath, state, value, attribute } = request;
  if (state === 'absent') return remove(xpath, nodes);
  if (request.setChildren) return replaceChildren(tree, request, nodes.filter(isElement), request.setChildren);
  if (request.addChildren) return insertChildren(tree, request, nodes.filter(isElement), request.addChildren);
  if (value === null) return ensure(tree, xpath);
  if (typeof value === 'object') return { problem: `'value' is ${JSON.stringify(value)}, which is no text` };
  return setValue(tree, xpath, attribute, textOf(value));
}

function printed(xpath: string, nodes: readonly Node[] | undefined): Edited {
  if (!nodes || nodes.some((node) => isAttribute(node) || isText(node)))
    return { problem: `Xpath ${xpath} does not find elements, and nothing else has a path; use content or count` };
  const paths = nodes.filter(isElement).map((node) => JSON.stringify(nodePath(node)));
  return { changed: false, result: { matches: [], msg: `selector '${xpath}' match: [${paths.join(', ')}]` } };
}

function contents(xpath: string, nodes: readonly Node[], content: 'attribute' | 'text'): Edited {
  const elements = nodes.filter(isElement);
  if (elements.length === 0) return { problem: `Xpath ${xpath} does not reference a node!` };
  const told = (element: Element): Plain =>
    content === 'text'
      ? leadingText(element)
      : Object.fromEntries(plainAttributes(element).map((one) => [fullName(one), one.value]));
  const matches = elements.map((element) => ({ [fullName(element)]: told(element) }));
  return { changed: false, result: { count: matches.length, matches, msg: matches.length } };
}

function remove(xpath: string, nodes: readonly Node[]): Changed {
  for (const node of nodes) {
    if (isAttribute(node)) node.ownerElement?.removeAttributeNode(node);
    else if (!isElement(node.parentNode))
      return { problem: `Couldn't delete xpath target: ${xpath} (the root element, and what is beside it, stays)` };
    else if (isText(node)) node.parentNode.removeChild(node);
    else removeWithTail(node);
  }
  return { changed: nodes.length > 0 };
}

function setValue(tree: Tree, xpath: string, attribute: string | undefined, value: string): Changed {
  const ensured = ensure(tree, xpath);
  if ('problem' in ensured) return ensured;
  const found = tree.library.select(xpath, tree.root, tree.namespaces);
  const nodes = 'problem' in found || found.kind === 'value' ? [] : found.nodes;
  if (nodes.length === 0 || !nodes.every(isElement)) {
    return {
      problem: `Xpath ${xpath} does not reference a node! An element is wanted; its attribute goes by 'attribute'`,
    };
  }
  const name = attribute === undefined ? undefined : nameOf(attribute, tree.namespaces);
  if (attribute !== undefined && !name)
    return { problem: `the prefix of '${attribute}' is none of the namespaces; name it in 'namespaces'` };
  let { changed } = ensured;
  for (const element of nodes) {
    if (name) changed = setAttribute(element, name, value) || changed;
    else if ((leadingText(element) ?? '') !== value) {
      setLeadingText(tree.document, element, value);
      changed = true;
    }
  }
  return { changed };
}

function replaceChildren(
  tree: Tree,
  { inputType }: XmlRequest,
  elements: readonly Element[],
  children: readonly Plain[],
): Changed {
  let changed = false;
  for (const element of elements) {
    const old = element.childNodes.filter((node) => !isText(node));
    const made = addChildren({ ...tree, inputType }, element, children);
    if ('problem' in made) return made;
    const [before, after] = [old, made].map((list) => list.map(serializeAlone).join('\0'));
    if (old.length === made.length && before === after) for (const one of made) element.removeChild(one);
    else {
      for (const one of old) removeWithTail(one);
      changed = true;
    }
  }
  return { changed };
}

function insertChildren(
  tree: Tree,
  { inputType, insert, xpath }: XmlRequest,
  elements: readonly Element[],
  children: readonly Plain[],
): Changed {
  const beside = insert === 'after' ? elements.at(-1) : elements[0];
  if (!beside) return { changed: false };
  const place = beside.parentElement;
  if (insert !== 'within' && !place) return { problem: `nothing can stand beside ${xpath}, which is the root element` };
  for (const element of insert === 'within' || !place ? elements : [place]) {
    const next = insert === 'before' ? beside : insert === 'after' ? behind(beside) : null;
    const made = addChildren({ ...tree, inputType }, element, children);
    if ('problem' in made) return made;
    if (next) for (const one of made) element.insertBefore(one, next);
  }
  return { changed: children.length > 0 };
}
