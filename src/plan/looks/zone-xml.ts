// The XML of firewalld's zone files, and their rich rules in the form of the command line.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** The elements of a document. firewalld writes no entities but the five of XML, no CDATA and no namespaces. */
export function xmlElements(text: string): readonly XmlElement[] {
  const root: { children: XmlElement[] } = { children: [] };
  const open: { children: XmlElement[] }[] = [root];
  for (const [, closing, name = '', rest = '', selfClosing] of text
    .replace(/<!--[\s\S]*?-->|<[?!][^>]*>/g, '')
    .matchAll(/<(\/)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?>/g)) {
    if (closing) {
      if (open.length > 1) open.pop();
      continue;
    }
    const element = { name, attributes: attributesOf(rest), children: [] };
    open.at(-1)?.children.push(element);
    if (!selfClosing) open.push(element);
  }
  return root.children;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[name] = decode(double ?? single ?? '');
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    return name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? all);
  });
}

/** The order in which firewalld writes the parts of a rule. */
const ORDER = [
  'source',
  'destination',
  'service',
  'port',
  'protocol',
  'tcp-mss-clamp',
  'icmp-block',
  'icmp-type',
  'masquerade',
  'forward-port',
  'source-port',
  'log',
  'nflog',
  'audit',
  'accept',
  'reject',
  'drop',
  'mark',
];

/** A `<rule>` as `firewall-cmd --list-rich-rules` prints it. */
export function richRuleOf(rule: XmlElement): string {
  const parts = rule.children.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  const priority = rule.attributes.priority === undefined ? [] : [`priority="${rule.attributes.priority}"`];
  const family = rule.attributes.family === undefined ? [] : [`family="${rule.attributes.family}"`];
  return ['rule', ...priority, ...family, ...parts.flatMap(words)].join(' ');
}

function words(element: XmlElement): readonly string[] {
  const { invert, ...attributes } = element.attributes;
  const not = invert !== undefined && /^(yes|true)$/i.test(invert) ? ['NOT'] : [];
  const rest = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  return [element.name, ...not, ...rest, ...element.children.flatMap(words)];
}

/** A rich rule in one spelling, so that two that mean the same are equal: quotes everywhere, single spaces, attributes of a part sorted. */
export function canonicalRichRule(rule: string): string {
  const parts: { readonly word: string; readonly attributes: string[] }[] = [];
  for (const [, name, double, single, bare, word] of rule.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|(\S+)/g)) {
    if (word !== undefined) parts.push({ word, attributes: [] });
    else parts.at(-1)?.attributes.push(`${name}="${double ?? single ?? bare ?? ''}"`);
  }
  return parts.map(({ word, attributes }) => [word, ...attributes.sort()].join(' ')).join(' ');
}
