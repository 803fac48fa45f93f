// The libraries that read XML and evaluate XPath: slimdom, which takes only what is well-formed, and xpath, which knows XPath 1.0. Loaded when they are needed.

import type { Document, Element, Node } from 'slimdom';

/** What an expression comes to; `attribute` stands for any result that is text on its own. */
export type Selected =
  | { readonly kind: 'nodes'; readonly nodes: readonly Node[] }
  | { readonly kind: 'value'; readonly value: string | number | boolean };

export interface XmlLibrary {
  /** Reads a document, or says why it is none. */
  readonly parse: (text: string) => Document | { readonly problem: string };
  /** Evaluates an expression, or says what is wrong with it. */
  readonly select: (expression: string, node: Node, namespaces: Namespaces) => Selected | { readonly problem: string };
}

/** Prefix to URI. */
export type Namespaces = Readonly<Record<string, string>>;

export async function loadXml(): Promise<XmlLibrary> {
  const [{ parseXmlDocument, Node }, { useNamespaces }] = await Promise.all([import('slimdom'), import('xpath')]);
  return {
    parse: (text) => {
      try {
        return parseXmlDocument(text);
      } catch (error) {
        return { problem: firstWords(error) };
      }
    },
    select: (expression, node, namespaces) => {
      for (const element of elementsOf(node)) countable(element);
      try {
        const found = useNamespaces(namespaces)(expression, node);
        if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean')
          return { kind: 'value', value: found };
        const nodes = Array.isArray(found) ? found.filter((one): one is Node => one instanceof Node) : [];
        return { kind: 'nodes', nodes };
      } catch (error) {
        return { problem: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

// slimdom underlines the mistake, over several lines: the first two are its sentence and the place.
function firstWords(error: unknown): string {
  const [sentence = '', place = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `${sentence} (${place.replace(/^At /, '').replace(/:$/, '')})`;
}

function elementsOf(node: Node): readonly Element[] {
  const document = node.ownerDocument ?? node;
  return 'getElementsByTagNameNS' in document && typeof document.getElementsByTagNameNS === 'function'
    ? document.getElementsByTagNameNS('*', '*')
    : [];
}

// The one thing that xpath asks of a DOM and slimdom has not: attributes by number, of a list that is an array.
function countable({ attributes }: Element): void {
  if ('item' in attributes) return;
  Object.defineProperty(attributes, 'item', { value: (index: number) => attributes[index] ?? null });
}
