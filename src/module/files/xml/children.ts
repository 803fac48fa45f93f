// Makes elements of what playbooks write for them: names, names with texts, names with attributes and children, or XML.

import type { Document, Element } from 'slimdom';
import type { Plain } from '../../../model/value.ts';
import type { Namespaces, XmlLibrary } from './library.ts';
import { addElement, nameOf, setAttribute, setLeadingText } from './nodes.ts';
import { readText } from './source.ts';

export interface ChildrenOptions {
  readonly library: XmlLibrary;
  readonly document: Document;
  readonly namespaces: Namespaces;
  readonly inputType: 'xml' | 'yaml';
}

type Problem = { readonly problem: string };

/** Adds children at the end of an element, in their order. */
export function addChildren(
  options: ChildrenOptions,
  parent: Element,
  children: readonly Plain[],
): readonly Element[] | Problem {
  const made: Element[] = [];
  for (const child of children) {
    const one = options.inputType === 'xml' ? fromXml(options, parent, child) : fromData(options, parent, child);
    if ('problem' in one) return one;
    made.push(one);
  }
  return made;
}

function fromXml({ library, document }: ChildrenOptions, parent: Element, child: Plain): Element | Problem {
  if (typeof child !== 'string')
    return { problem: `with input_type=xml children are texts, not ${JSON.stringify(child)}` };
  const read = readText(library, child.trim());
  if ('problem' in read) return { problem: `Error while parsing child element '${child}': ${read.problem}` };
  const root = read.document.documentElement;
  return root ? parent.appendChild(document.importNode(root, true)) : { problem: `there is no element in '${child}'` };
}

function fromData(options: ChildrenOptions, parent: Element, child: Plain): Element | Problem {
  if (typeof child === 'string') return named(options, parent, child);
  if (!isMapping(child))
    return { problem: `Invalid child ${JSON.stringify(child)}: children are names, or a name with its value` };
  const [entry, ...others] = Object.entries(child);
  if (!entry || others.length > 0) return { problem: 'Can only create children from hashes with one key' };
  const [word, content] = entry;
  const element = named(options, parent, word);
  if ('problem' in element || content === null) return element;
  if (isMapping(content)) return filled(options, element, content);
  if (Array.isArray(content))
    return { problem: `'${word}' has a list, where a text or attributes are wanted; children stand under '_'` };
  setLeadingText(options.document, element, textOf(content));
  return element;
}

function named({ document, namespaces }: ChildrenOptions, parent: Element, word: string): Element | Problem {
  const name = nameOf(word, namespaces);
  if (!name) return { problem: `the prefix of '${word}' is none of the namespaces; name it in 'namespaces'` };
  try {
    return addElement(document, parent, name);
  } catch {
    return { problem: `'${word}' cannot be the name of an element` };
  }
}

function filled(
  options: ChildrenOptions,
  element: Element,
  content: Readonly<Record<string, Plain>>,
): Element | Problem {
  for (const [word, value] of Object.entries(content)) {
    if (word === '_') {
      if (!Array.isArray(value)) return { problem: `'_' is ${JSON.stringify(value)}; it must be a list of children` };
      const made = addChildren({ ...options, inputType: 'yaml' }, element, value);
      if ('problem' in made) return made;
      continue;
    }
    const name = nameOf(word, options.namespaces);
    if (!name) return { problem: `the prefix of '${word}' is none of the namespaces; name it in 'namespaces'` };
    setAttribute(element, name, textOf(value));
  }
  return element;
}

function isMapping(value: Plain): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as text, numbers and booleans in Python's spelling. */
export function textOf(value: Plain): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
