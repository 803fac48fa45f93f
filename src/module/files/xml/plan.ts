// Plans the editing of an XML file or text.

import type { FileSeen } from '../../../plan/look.ts';
import type { Plan, Result } from '../../../plan/plan.ts';
import { planContent, unreadable } from '../content.ts';
import { NO_ATTRIBUTES } from '../no-attributes.ts';
import { editXml, type XmlRequest } from './edit.ts';
import type { Namespaces, XmlLibrary } from './library.ts';
import { removeBlanks, serializeDocument } from './serialize.ts';
import { readBytes, readText, type XmlSource } from './source.ts';

export interface XmlOptions {
  readonly library: XmlLibrary;
  /** What is to be done; nothing where the text is only to be laid out. */
  readonly request: XmlRequest | undefined;
  readonly namespaces: Namespaces;
  readonly pretty: boolean;
  readonly stripCdata: boolean;
  readonly backup: boolean;
}

const failed = (problem: string): Plan => ({ changes: [], failed: problem });

/** Plans for a file that was seen with its bytes. */
export function planXmlFile(options: XmlOptions, path: string, file: FileSeen): Plan {
  if (!file.exists) return failed(`The target XML source '${path}' does not exist.`);
  if (file.type === 'directory') return failed(`'${path}' is a directory, not an XML file`);
  const problem = unreadable(file);
  if (problem !== undefined) return failed(problem);
  const bytes = file.content ?? Buffer.alloc(0);
  const edited = edit(options, readBytes(options.library, bytes), path);
  if ('problem' in edited) return failed(edited.problem);
  const content = Buffer.from(edited.text, 'utf8');
  const isChange = options.request ? edited.changed : !content.equals(bytes);
  const planned = planContent({
    seen: file,
    content: isChange ? content : undefined,
    params: NO_ATTRIBUTES,
    accounts: { owner: undefined, group: undefined },
    backup: options.backup,
  });
  return planned.ok ? { changes: planned.changes, result: edited.result } : failed(planned.problem);
}

/** Plans for a text: nothing is changed on the host, and the result has the new text. */
export function planXmlText(options: XmlOptions, text: string): Plan {
  const edited = edit(options, readText(options.library, text), 'xml_string');
  if ('problem' in edited) return failed(edited.problem);
  const changed = options.request ? edited.changed : edited.text !== text;
  return { changes: [], changed, result: { ...edited.result, xmlstring: edited.text } };
}

type Edit =
  | { readonly text: string; readonly changed: boolean; readonly result: Result }
  | { readonly problem: string };

function edit(
  { library, request, namespaces, pretty, stripCdata }: XmlOptions,
  source: XmlSource | { readonly problem: string },
  name: string,
): Edit {
  if ('problem' in source) return { problem: `Error while parsing document: ${name} (${source.problem})` };
  const { document, doctype, version } = source;
  const root = document.documentElement;
  if (!root) return { problem: `Error while parsing document: ${name} (it has no element)` };
  if (pretty) removeBlanks(root);
  const edited = request && editXml({ library, document, root, namespaces }, request);
  if (edited && 'problem' in edited) return edited;
  const actions = request && { actions: { xpath: request.xpath, namespaces, state: request.state } };
  return {
    text: serializeDocument(document, { pretty, stripCdata, doctype, version }),
    changed: edited?.changed ?? false,
    result: { ...actions, ...edited?.result },
  };
}
