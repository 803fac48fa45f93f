// Writes documents as libxml2 does, byte for byte: what playbooks have written so far stays as it is.

import type { Document, Element, Node } from 'slimdom';
import { isDeclaration, isElement, isText } from './nodes.ts';

export interface Writing {
  /** Elements on lines of their own, by two spaces for each level, where they hold no text. */
  readonly pretty: boolean;
  /** CDATA sections become plain text. */
  readonly stripCdata: boolean;
  /** The document type as the source has it, with a newline; empty without one. */
  readonly doctype: string;
  readonly version: string;
}

/** The document with its declaration, in UTF-8. */
export function serializeDocument(document: Document, writing: Writing): string {
  const end = writing.pretty ? '\n' : '';
  const parts = document.childNodes.map((node) =>
    node.nodeType === DOCTYPE
      ? writing.doctype
      : `${serializeNode(node, { ...writing, indent: writing.pretty ? '' : undefined })}${end}`,
  );
  return `<?xml version='${writing.version}' encoding='UTF-8'?>\n${parts.join('')}`;
}

const DOCTYPE = 10;
const CDATA = 4;
const COMMENT = 8;
const INSTRUCTION = 7;

interface Way {
  readonly stripCdata: boolean;
  /** What stands before the node on its line; `undefined` where nothing may be put between nodes. */
  readonly indent: string | undefined;
}

/** One node and what is in it, as it stands. */
export const serializeAlone = (node: Node): string => serializeNode(node, { stripCdata: false, indent: undefined });

function serializeNode(node: Node, way: Way): string {
  if (isElement(node)) return serializeElement(node, way);
  const text = node.nodeValue ?? '';
  switch (node.nodeType) {
    case CDATA:
      return way.stripCdata ? escapeText(text) : `<![CDATA[${text}]]>`;
    case COMMENT:
      return `<!--${text}-->`;
    case INSTRUCTION:
      return `<?${node.nodeName}${text === '' ? '' : ` ${text}`}?>`;
    default:
      return escapeText(text);
  }
}

function serializeElement(element: Element, { stripCdata, indent }: Way): string {
  const declared = element.attributes.filter(isDeclaration);
  const others = element.attributes.filter((one) => !isDeclaration(one));
  const attributes = [...declared, ...others].map(({ nodeName, value }) => ` ${nodeName}="${escapeValue(value)}"`);
  const start = `<${element.nodeName}${attributes.join('')}`;
  const children = element.childNodes;
  if (children.length === 0) return `${start}/>`;
  const inner = indent === undefined || children.some(isText) ? undefined : `${indent}  `;
  const content = children.map((child) => {
    const written = serializeNode(child, { stripCdata, indent: inner });
    return inner === undefined ? written : `\n${inner}${written}`;
  });
  return `${start}>${content.join('')}${inner === undefined ? '' : `\n${indent}`}</${element.nodeName}>`;
}

const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const VALUE: Readonly<Record<string, string>> = { ...TEXT, '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (one) => TEXT[one] ?? one);
const escapeValue = (text: string): string => text.replace(/[&<>\r"\n\t]/g, (one) => VALUE[one] ?? one);

/** Takes out the white space between elements, as libxml2 finds it where it is asked to: not beside text, nor where it is all there is. */
export function removeBlanks(element: Element): void {
  if (element.getAttribute('xml:space') === 'preserve') return;
  if (element.childNodes.length > 1 || !isText(element.firstChild)) {
    for (const node of [...element.childNodes]) {
      const first = element.firstChild;
      const besideText = first?.nodeType === 3 && first !== node;
      if (node.nodeType === 3 && !besideText && /^[ \t\r\n]*$/.test(node.nodeValue ?? '')) element.removeChild(node);
    }
  }
  for (const child of element.children) removeBlanks(child);
}
