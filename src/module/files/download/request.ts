// A download on the host by curl, or by wget where there is no curl. Addresses, headers and passwords travel by standard input only: in a
// process list everybody could read them. wget takes no headers that way, so whoever needs them needs curl.

import type { Plain } from '../../../model/value.ts';
import { run } from '../../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../../plan/look.ts';

export interface RequestParams {
  readonly url: string;
  readonly headers: Readonly<Record<string, Plain>> | undefined;
  readonly http_agent: string;
  /** Seconds without an answer. */
  readonly timeout: number;
  readonly url_username: string | undefined;
  readonly url_password: string | undefined;
  readonly client_cert: string | undefined;
  readonly client_key: string | undefined;
  readonly ciphers: readonly string[] | undefined;
  readonly use_proxy: boolean;
  readonly use_netrc: boolean;
  readonly validate_certs: boolean;
  readonly decompress: boolean;
}

export type Downloader = 'curl' | 'wget' | 'busybox wget';

/** Which programs the host has. */
export function programLook(): RunLook {
  const script = 'command -v curl; command -v wget && wget --version 2>&1 | head -n 1; exit 0';
  return run({ script, args: [] }, ['packages']);
}

export function downloaderOf({ stdout }: RunSeen): Downloader | undefined {
  const lines = stdout.toString('utf8').split('\n');
  if (lines.some((line) => line.endsWith('/curl'))) return 'curl';
  if (!lines.some((line) => line.endsWith('/wget'))) return undefined;
  return lines.some((line) => line.startsWith('GNU Wget')) ? 'wget' : 'busybox wget';
}

/** sh text that writes what the address holds to its standard output, and what it reads on its standard input. */
export type Request =
  | { readonly ok: true; readonly script: string; readonly stdin: Buffer }
  | { readonly ok: false; readonly problem: string };

/** The request by the program that the host has; with `head` the headers of the answer, as far as the program tells them. */
export function request(program: Downloader | undefined, params: RequestParams, head = false): Request {
  if (params.url.startsWith('file://')) return ownFile(params.url, head);
  if (program === undefined) return { ok: false, problem: 'the host has neither curl nor wget; install curl on it' };
  if (program === 'curl') return { ok: true, script: 'curl -K -', stdin: Buffer.from(curlConfig(params, head)) };
  const beyond = beyondWget(params);
  if (beyond !== undefined)
    return { ok: false, problem: `'${beyond}' cannot be had by the wget of the host; install curl on it` };
  const insecure = params.validate_certs ? '' : ' --no-check-certificate';
  const what = `${head ? '-q -S --spider' : '-q -O -'}${insecure}`;
  const wget = program === 'wget' ? `wget ${what} -T ${Math.ceil(params.timeout)} -i -` : BUSYBOX.replace('WHAT', what);
  const script = `${wget}${head ? ' 2>&1' : ''}`;
  return { ok: true, script, stdin: Buffer.from(`${params.url}\n`) };
}

// A file of the host itself, which has no headers.
function ownFile(url: string, head: boolean): Request {
  const path = decodedPath(url.slice('file://'.length));
  return { ok: true, script: head ? ':' : 'IFS= read -r path; cat -- "$path"', stdin: Buffer.from(`${path}\n`) };
}

// busybox reads no addresses from standard input; what is left of them here is no secret. Some of its builds crash when given a timeout.
const BUSYBOX = 'read -r url; wget WHAT -- "$url"';

function beyondWget(params: RequestParams): string | undefined {
  const { headers, url_username, client_cert, client_key, ciphers, url } = params;
  if (headers && Object.keys(headers).length > 0) return 'headers';
  if (url_username !== undefined || /^\w+:\/\/[^/]*@/.test(url)) return 'url_username';
  if (client_cert !== undefined || client_key !== undefined) return 'client_cert';
  return ciphers ? 'ciphers' : undefined;
}

// One option a line. A transfer that stands still for the timeout is ended, one that goes on may take as long as it needs.
function curlConfig(params: RequestParams, head: boolean): string {
  const { timeout, url_username, url_password, headers, client_cert, client_key, ciphers } = params;
  const seconds = String(Math.ceil(timeout));
  const lines = [
    curlOption('url', params.url),
    'globoff',
    'silent',
    'show-error',
    'fail',
    'location',
    ...(head ? ['head'] : []),
    `connect-timeout = ${seconds}`,
    'speed-limit = 1',
    `speed-time = ${seconds}`,
    curlOption('user-agent', params.http_agent),
    ...Object.entries(headers ?? {}).map(([name, value]) => curlOption('header', `${name}: ${String(value)}`)),
    ...(url_username === undefined ? [] : [curlOption('user', `${url_username}:${url_password ?? ''}`)]),
    ...(client_cert === undefined ? [] : [curlOption('cert', client_cert)]),
    ...(client_key === undefined ? [] : [curlOption('key', client_key)]),
    ...(ciphers === undefined ? [] : [curlOption('ciphers', ciphers.join(':'))]),
    ...(params.decompress && !head ? ['compressed'] : []),
    ...(params.use_netrc ? ['netrc-optional'] : []),
    ...(params.use_proxy ? [] : [curlOption('noproxy', '*')]),
    ...(params.validate_certs ? [] : ['insecure']),
  ];
  return `${lines.join('\n')}\n`;
}

/** One option of a curl configuration, quoted as curl reads it. */
export function curlOption(name: string, value: string): string {
  const escaped = value
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${name} = "${escaped}"`;
}

/** The address without name and password, for messages and results. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}

/** The name under which an address is stored in a directory. */
export function nameByUrl(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/^\w+:\/\/[^/]*/, '');
  return path.slice(path.lastIndexOf('/') + 1) || 'index.html';
}

/** The name that the server gives its answer (Content-Disposition), never with a directory in it. */
export function nameByHeaders(headers: string): string | undefined {
  const header = /^\s*content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const extended = /filename\*=(?:UTF-8'[^']*')?([^;\s]+)/i.exec(header)?.[1];
  const plain = /filename="?([^";\r\n]+)"?/i.exec(header)?.[1];
  const name = (extended === undefined ? plain : decoded(extended))?.split('/').at(-1)?.trim();
  return name === undefined || name === '' || name === '.' || name === '..' ? undefined : name;
}

function decoded(name: string): string {
  return decodedPath(name).replaceAll('/', '');
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A plain request, by whichever program the host has: sh text that finds out itself. */
export function downloadRequest(
  url: string,
  validateCerts: boolean,
): { readonly script: string; readonly stdin: Buffer } {
  const insecure = validateCerts ? '' : ' --no-check-certificate';
  const curl = `curl -sSfL${validateCerts ? '' : 'k'} -K -`;
  const script = `read -r url
if command -v curl >/dev/null 2>&1; then printf 'url = "%s"\\n' "$url" | ${curl}
elif command -v wget >/dev/null 2>&1; then wget -q -O -${insecure} -- "$url"
else echo 'the host has neither curl nor wget; install curl on it' >&2; exit 127; fi`;
  return { script, stdin: Buffer.from(`${url}\n`) };
}
