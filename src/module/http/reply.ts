// Reads what curl wrote of an answer: headers of all hops, the body, and the trailer.

import { TextDecoder } from 'node:util';
import { type Plain, toPlain } from '../../model/value.ts';
import { parseJson } from '../../template/text/json-load.ts';

/** What a program on the host said. */
export interface Output {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface HttpReply {
  readonly status: number;
  /** As the server words it: `Not Found`. */
  readonly reason: string;
  /** Names in small letters; what came more than once is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of all hops: name to value. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly redirections: number;
  readonly seconds: number;
  /** The address that answered. */
  readonly url: string;
}

// HTTP/2 sends none. Node's names are loaded when they are needed: they come with all of HTTP.
function reasonOf(status: number): string {
  return process.getBuiltinModule('node:http').STATUS_CODES[status] ?? '';
}

/** An answer, or why there is none. */
export type Answered =
  | { readonly ok: true; readonly reply: HttpReply }
  | { readonly ok: false; readonly problem: string; readonly seconds: number };

export function readReply({ code, stdout, stderr }: Output): Answered {
  const end = stdout.lastIndexOf('\n');
  const [status = 0, size = 0, seconds = 0] = stdout
    .subarray(end + 1)
    .toString('utf8')
    .split(' ')
    .map(Number);
  if (code !== 0 || end < 0 || status === 0) return { ok: false, problem: problemOf(code, stderr), seconds };
  const blocks = stdout
    .subarray(0, size)
    .toString('latin1')
    .trim()
    .split(/\r?\n\r?\n/);
  const lines = (blocks.at(-1) ?? '').split(/\r?\n/);
  const reply = {
    status,
    reason: /^\S+ \d+ (.+)$/.exec(lines[0] ?? '')?.[1] ?? reasonOf(status),
    headers: headersOf(lines.slice(1)),
    cookies: cookiesOf(blocks),
    body: stdout.subarray(size, Math.max(size, end)),
    redirections: blocks.slice(0, -1).filter(isRedirection).length,
    seconds,
    url: stdout
      .subarray(end + 1)
      .toString('utf8')
      .split(' ')
      .slice(3)
      .join(' '),
  };
  return { ok: true, reply };
}

// That the server first wanted a name and password, or said that it goes on, is no redirection.
function isRedirection(block: string): boolean {
  return /^HTTP\/\S+ 30[12378]/.test(block) && /^location:/im.test(block);
}

const TIMED_OUT = 28;

function problemOf(code: number, stderr: Buffer): string {
  if (code === TIMED_OUT) return 'Connection failure: timed out';
  const said = stderr
    .toString('utf8')
    .trim()
    .replace(/^curl: \(\d+\) /gm, '');
  return `Request failed: ${said === '' ? `curl ended with exit code ${code}` : said}`;
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ''] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
  }
  return headers;
}

// What the server takes back at once counts as not given.
function cookiesOf(blocks: readonly string[]): Readonly<Record<string, string>> {
  const cookies = new Map<string, string>();
  for (const [, line = ''] of blocks.join('\n').matchAll(/^set-cookie:\s*(.*)$/gim)) {
    const [pair = '', ...attributes] = line.trim().split(/\s*;\s*/);
    const at = pair.indexOf('=');
    if (at < 1) continue;
    if (attributes.some(isExpired)) cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return Object.fromEntries(cookies);
}

function isExpired(attribute: string): boolean {
  const age = /^max-age=(-?\d+)$/i.exec(attribute)?.[1];
  if (age !== undefined) return Number(age) <= 0;
  const date = /^expires=(.+)$/i.exec(attribute)?.[1];
  return date !== undefined && Date.parse(date) < Date.now();
}

/** The body as text, by the charset that its type names. */
export function textOf({ body, headers }: HttpReply): string {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(headers.get('content-type') ?? '')?.[1];
  return decoder(charset).decode(body);
}

function decoder(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8', { ignoreBOM: true });
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true });
  }
}

/** The body as data, where its type says that it is JSON and it is. */
export function jsonOf(reply: HttpReply): Plain | undefined {
  const type = (reply.headers.get('content-type') ?? '').replace(/;.*$/, '').trim().toLowerCase();
  if (!/\/(?:json|javascript|.*\+json)$/.test(type)) return undefined;
  try {
    return toPlain(parseJson(textOf(reply)));
  } catch {
    return undefined;
  }
}
