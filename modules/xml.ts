// Manages parts of XML files.

import {
  bool,
  choice,
  defineModule,
  dict,
  fileLook,
  list,
  loadXml,
  type Params,
  type ParamsOf,
  path,
  planXmlFile,
  planXmlText,
  raw,
  text,
  type XmlLibrary,
  type XmlOptions,
  type XmlRequest,
} from '../src/module/index.ts';

const params = {
  path: path('The file; it must be there.').optional().alias('dest', 'file'),
  xmlstring: text('XML that is edited in place of a file; the result has the new text.').optional(),
  xpath: text('An XPath 1.0 expression for what is looked at or changed.').optional(),
  namespaces: dict('Prefixes of the expression and of names, and the namespaces that they stand for.').default({}),
  state: choice(['absent', 'present'], 'Whether what the expression finds is there.')
    .default('present')
    .alias('ensure'),
  attribute: text('The attribute that gets the value, by its name.').optional(),
  value: raw('The text of the elements, or the value of their attribute.').optional(),
  add_children: list(
    raw('A child.'),
    'Children that are added: names, {name: text}, or {name: {attribute: value, _: [children]}}.',
  ).optional(),
  set_children: list(
    raw('A child.'),
    'The children that elements have, and no others; written like add_children.',
  ).optional(),
  count: bool('Tell how many the expression finds.').default(false),
  print_match: bool('Tell the paths of what the expression finds.').default(false),
  content: choice(
    ['attribute', 'text'],
    'Tell the attributes, or the text, of the elements that are found.',
  ).optional(),
  pretty_print: bool('Lay the file out with two spaces for each level.').default(false),
  input_type: choice(['xml', 'yaml'], 'How add_children and set_children are written.').default('yaml'),
  backup: bool('Keep a copy of the old file.').default(false),
  strip_cdata_tags: bool('Make CDATA sections plain text.').default(false),
  insertbefore: bool('add_children go before the first element that is found.').default(false),
  insertafter: bool('add_children go behind the last element that is found.').default(false),
} satisfies Params;
type XmlParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage parts of XML files',
  description:
    'The file is read, edited on the controller and written in one step, in UTF-8; nothing is needed on the host. What the expression does not find is made, where it can be told what that is: names, attributes, texts and conditions such as [@id="a"].',
  collection: 'community.general',
  params,
  returns: {
    actions: 'the expression, the namespaces and the state',
    count: 'how many were found, with count and content',
    matches: 'what was found, with content',
    msg: 'what was found, in words',
    xmlstring: 'the new text, with xmlstring',
    backup_file: 'the copy, with backup',
  },
  examples: [
    {
      name: 'Remove an attribute',
      yaml: 'xml:\n  path: /etc/app/server.xml\n  xpath: /Server/Service/@name\n  state: absent',
    },
    {
      name: 'Set an attribute, and make the element where it is missing',
      yaml: 'xml:\n  path: /etc/app/server.xml\n  xpath: "/Server/Service/Connector[@protocol=\'HTTP/1.1\']"\n  attribute: port\n  value: 8080',
    },
    {
      name: 'Read texts',
      yaml: 'xml:\n  path: /etc/app/pom.xml\n  xpath: /m:project/m:version\n  namespaces:\n    m: http://maven.apache.org/POM/4.0.0\n  content: text\nregister: version',
    },
  ],
  refuse,
  prepare: loadXml,
  look: (given) => ({ file: given.path === undefined ? undefined : fileLook(given.path, { content: 'all' }) }),
  plan: (given, { file }, library) =>
    file === undefined || given.path === undefined
      ? planXmlText(options(given, library), given.xmlstring ?? '')
      : planXmlFile(options(given, library), given.path, file),
});

function refuse(given: XmlParams): string | undefined {
  const asked = TASKS.filter((name) => isAsked(given[name]));
  if (asked.length > 1) return `${asked.map((name) => `'${name}'`).join(' and ')} exclude each other`;
  if ((given.path === undefined) === (given.xmlstring === undefined))
    return "either 'path' or 'xmlstring' must be given";
  if (given.insertbefore && given.insertafter) return "'insertbefore' and 'insertafter' exclude each other";
  if (given.attribute !== undefined && !isAsked(given.value)) return "'attribute' needs a 'value'";
  if (given.xpath !== undefined) return undefined;
  const [first] = asked;
  if (first !== undefined) return `'${first}' needs an 'xpath'`;
  return given.pretty_print ? undefined : "there is nothing to do: give 'xpath' or 'pretty_print'";
}

// Of these a task has one at most.
const TASKS = ['add_children', 'content', 'count', 'print_match', 'set_children', 'value'] as const;

const isAsked = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

function options(given: XmlParams, library: XmlLibrary): XmlOptions {
  return {
    library,
    request: given.xpath === undefined ? undefined : request(given, given.xpath),
    namespaces: Object.fromEntries(Object.entries(given.namespaces).map(([prefix, uri]) => [prefix, String(uri)])),
    pretty: given.pretty_print,
    stripCdata: given.strip_cdata_tags,
    backup: given.backup,
  };
}

function request(given: XmlParams, xpath: string): XmlRequest {
  return {
    xpath,
    state: given.state,
    value: given.value ?? null,
    attribute: given.attribute,
    addChildren: given.add_children,
    setChildren: given.set_children,
    inputType: given.input_type,
    insert: given.insertbefore ? 'before' : given.insertafter ? 'after' : 'within',
    count: given.count,
    printMatch: given.print_match,
    content: given.content,
  };
}
