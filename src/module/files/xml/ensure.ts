// Sees to it that an expression finds something: what is missing is made, from the last step back to what is there.

import type { Document, Element, Node } from 'slimdom';
import type { Namespaces, XmlLibrary } from './library.ts';
import { addElement, isElement, leadingText, nameOf, setAttribute, setLeadingText } from './nodes.ts';
import { type Wish, wishOf } from './steps.ts';

export interface Tree {
  readonly library: XmlLibrary;
  readonly document: Document;
  readonly root: Element;
  readonly namespaces: Namespaces;
}

export type Ensured = { readonly changed: boolean } | { readonly problem: string };

/** Makes what an expression names. An attribute that it names without a value becomes empty. */
export function ensure(tree: Tree, expression: string, context: Node = tree.root): Ensured {
  const found = tree.library.select(expression, context, tree.namespaces);
  if ('problem' in found) return syntaxProblem(expression, found.problem);
  if (found.kind === 'value' && found.value === true) return { changed: false };
  if (found.kind === 'nodes' && found.nodes.some(isElement)) return { changed: false };
  const wish = wishOf(expression);
  if (!wish || wish.parent === '') return cannotMake(tree, expression);
  const parents = elementsAt(tree, wish.parent, context);
  if ('problem' in parents) return parents;
  let { changed } = parents;
  for (const parent of parents.elements) {
    const made = make(tree, parent, wish);
    if ('problem' in made) return made;
    changed ||= made.changed;
  }
  return { changed };
}

export const syntaxProblem = (expression: string, problem: string): { readonly problem: string } => ({
  problem: `Syntax error in xpath expression: ${expression} (${problem})`,
});

function elementsAt(
  tree: Tree,
  path: string,
  context: Node,
): { readonly changed: boolean; readonly elements: readonly Element[] } | { readonly problem: string } {
  const ensured = ensure(tree, path, context);
  if ('problem' in ensured) return ensured;
  const found = tree.library.select(path, context, tree.namespaces);
  const elements = 'problem' in found || found.kind === 'value' ? [] : found.nodes.filter(isElement);
  return elements.length === 0 ? cannotMake(tree, path) : { ...ensured, elements };
}

function make(tree: Tree, parent: Element, wish: Wish): Ensured {
  if (wish.kind === 'text') {
    if (leadingText(parent) === wish.value) return { changed: false };
    setLeadingText(tree.document, parent, wish.value);
    return { changed: true };
  }
  const name = nameOf(wish.name, tree.namespaces);
  if (!name) return { problem: `the prefix of '${wish.name}' is none of the namespaces; name it in 'namespaces'` };
  if (wish.kind === 'attribute') return { changed: setAttribute(parent, name, wish.value) };
  const element = addElement(tree.document, parent, name);
  for (const condition of wish.conditions) {
    const ensured = ensure(tree, `./${condition}`, element);
    if ('problem' in ensured) return cannotMake(tree, `${wish.name}[${condition}]`);
  }
  return { changed: true };
}

function cannotMake({ root, namespaces }: Tree, expression: string): { readonly problem: string } {
  const hint =
    root.namespaceURI !== null && Object.keys(namespaces).length === 0
      ? '; the document has namespaces: name them in `namespaces`, and use their prefixes'
      : '';
  return {
    problem: `Xpath ${expression} does not reference a node, and none can be made from it: only names, @attributes, text() and conditions that they are so can be made below what is there${hint}`,
  };
}
