// Writes the body of a request in the format asked for.

import { randomBytes } from 'node:crypto';
import { Dict, Tuple, type Value } from '../../model/value.ts';
import { str, typeName } from '../../template/python/index.ts';
import { dumpJson } from '../../template/text/json-dump.ts';
import { baseName } from '../files/paths.ts';
import { type ControllerFiles, ModuleError } from '../module.ts';
import type { Body, UriParams } from './params.ts';

/** The body, and the type that its format gives it. */
export interface Encoded {
  readonly body: Body | undefined;
  readonly contentType?: string;
}

/** What a request sends. Reads files of the controller; fails with a `ModuleError`. */
export async function encodeBody(params: UriParams, files: ControllerFiles): Promise<Encoded> {
  const { src, remote_src, body, body_format: format } = params;
  if (src !== undefined) return { body: remote_src ? { file: src } : { bytes: await fileOf(src, files) } };
  switch (format) {
    case 'json':
      return { body: text(typeof body === 'string' ? body : dumpJson(body ?? null)), contentType: 'application/json' };
    case 'form-urlencoded':
      return {
        body: text(typeof body === 'string' ? body : urlEncoded(body ?? null)),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'form-multipart':
      return multipart(body ?? null, files);
    case 'raw':
      return { body: body === undefined || body === null ? undefined : text(rawText(body)) };
    default:
      return format;
  }
}

const text = (written: string): Body => ({ bytes: Buffer.from(written) });

async function fileOf(name: string, files: ControllerFiles): Promise<Buffer> {
  const found = files.find('files', name);
  if (found !== undefined) return files.read(found);
  throw new ModuleError(
    `Could not find or access '${name}' on the controller; searched in: ${files.searched('files', name).join(', ')}; a file of the host is sent with remote_src: true`,
  );
}

function rawText(body: Value): string {
  if (!(body instanceof Dict || body instanceof Tuple || Array.isArray(body))) return str(body);
  throw new ModuleError(
    `'body' is a ${typeName(body)}; say how it is to be written: body_format: json, form-urlencoded or form-multipart`,
  );
}

// Lists (and the names of mappings) become one pair for each of their members, as in Ansible; nothing becomes none.
function urlEncoded(body: Value): string {
  const pairs = pairsOf(body).flatMap(([name, value]) => membersOf(value).map((one) => [name, str(one)] as const));
  return pairs.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join('&');
}

function pairsOf(body: Value): readonly (readonly [string, Value])[] {
  if (body === null) return [];
  if (body instanceof Dict) return [...body.entries()].map(([name, value]) => [str(name), value] as const);
  const items = listOf(body);
  const pairs = items?.map((item) => listOf(item));
  if (pairs?.every((pair) => pair?.length === 2))
    return pairs.map((pair) => [str(pair?.[0] ?? null), pair?.[1] ?? null]);
  throw new ModuleError("'body' cannot be written as form-urlencoded: it is neither a mapping nor a list of pairs");
}

function listOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Tuple ? value.items : undefined;
}

function membersOf(value: Value): readonly Value[] {
  if (value === null) return [];
  if (value instanceof Dict) return [...value.keys()];
  return listOf(value) ?? [value];
}

// As Python's quote_plus.
function quoted(written: string): string {
  return encodeURIComponent(written)
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

async function multipart(body: Value, files: ControllerFiles): Promise<Encoded> {
  if (!(body instanceof Dict))
    throw new ModuleError(`'body' must be a mapping for form-multipart; it is of the type ${typeName(body)}`);
  const boundary = `=_${randomBytes(16).toString('hex')}`;
  const parts: Buffer[] = [];
  for (const [name, field] of body.entries()) parts.push(await partOf(str(name), field, boundary, files));
  return {
    body: { bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) },
    contentType: `multipart/form-data; boundary="${boundary}"`,
  };
}

async function partOf(name: string, field: Value, boundary: string, files: ControllerFiles): Promise<Buffer> {
  const { bytes, type, filename } = await contentOf(name, field, files);
  const disposition = filename === undefined ? '' : `; filename="${escaped(baseName(filename))}"`;
  const head = `--${boundary}\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${escaped(name)}"${disposition}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n')]);
}

const escaped = (word: string): string => word.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

interface Part {
  readonly bytes: Buffer;
  readonly type: string;
  readonly filename?: string;
}

async function contentOf(name: string, field: Value, files: ControllerFiles): Promise<Part> {
  if (typeof field === 'string') return { bytes: Buffer.from(field), type: 'text/plain' };
  if (!(field instanceof Dict))
    throw new ModuleError(
      `the field '${name}' of 'body' must be a text or a mapping; it is of the type ${typeName(field)}`,
    );
  const member = (key: string): string | undefined => {
    const found = field.get(key);
    return found === undefined || found === null ? undefined : str(found);
  };
  const filename = member('filename');
  const content = member('content');
  if (filename === undefined && content === undefined)
    throw new ModuleError(`the field '${name}' of 'body' must have 'filename' or 'content'`);
  return {
    bytes: content === undefined ? await fileOf(filename ?? '', files) : Buffer.from(content),
    type: member('mime_type') ?? typeByName(filename ?? ''),
    ...(filename !== undefined && { filename }),
  };
}

// What most servers look at; anything else is bytes.
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  xml: 'text/xml',
  zip: 'application/zip',
};

function typeByName(name: string): string {
  return TYPES[/\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
