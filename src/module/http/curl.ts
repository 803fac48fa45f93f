// A request by the curl of the host: its configuration and the body travel by standard input, so that no secret is ever in a process list.

import type { Command } from '../../plan/command.ts';
import { curlOption as option } from '../files/download/request.ts';
import { type Body, type HttpRequest, headerOf, type UriParams } from './params.ts';

/** What curl writes behind everything else: status, bytes of headers, seconds, and the address that answered. */
const TRAILER = '\n%{http_code} %{size_header} %{time_total} %{url_effective}';

// The lines up to a dot are curl's configuration, what follows is the body.
const SCRIPT = `command -v curl >/dev/null 2>&1 || exit 127
config=
while IFS= read -r line && [ "$line" != . ]; do config="$config$line
"; done
exec 4<&0
printf '%s' "$config" | curl -q -K /dev/fd/3 3<&0 <&4`;

// Without a body, curl itself reads all there is, in the place of the shell.
const WITHOUT_BODY = `command -v curl >/dev/null 2>&1 || exit 127
exec curl -q -K -`;

/** The command that performs a request and writes headers, body and trailer. */
export function curlCommand(request: HttpRequest, params: UriParams): Command {
  const body = request.body && 'bytes' in request.body ? request.body.bytes : undefined;
  const config = `${configOf(request, params).join('\n')}\n`;
  if (body === undefined) return { script: WITHOUT_BODY, args: [], stdin: Buffer.from(config) };
  return { script: SCRIPT, args: [], stdin: Buffer.concat([Buffer.from(`${config}.\n`), body]) };
}

/** Whether curl itself may follow redirections: where nothing but the address changes on the way. */
export function curlFollows({ method, body }: HttpRequest, params: UriParams): boolean {
  const { follow_redirects: policy, unredirected_headers: kept } = params;
  return policy !== 'none' && policy !== 'no' && isSafe(method) && body === undefined && kept.length === 0;
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD';

// A transfer that stands still for the timeout is ended, one that goes on may take as long as it needs.
function configOf(request: HttpRequest, params: UriParams): readonly string[] {
  const seconds = String(Math.max(1, params.timeout));
  const when = (condition: boolean, ...lines: readonly string[]): readonly string[] => (condition ? lines : []);
  return [
    option('url', request.url),
    'globoff',
    'silent',
    'show-error',
    'include',
    'http1.1',
    option('write-out', TRAILER),
    ...when(request.method === 'HEAD', 'head'),
    ...when(request.method !== 'HEAD', option('request', request.method)),
    ...when(curlFollows(request, params), 'location', 'max-redirs = 10'),
    `connect-timeout = ${seconds}`,
    'speed-limit = 1',
    `speed-time = ${seconds}`,
    // Cookies that are given on the way are sent on.
    'cookie = ""',
    ...bodyLines(request.body, request.method),
    ...headerLines(request, params),
    ...when(request.authenticate, ...authentication(params)),
    ...tlsLines(params),
    ...when(params.decompress, 'compressed'),
    ...when(!params.use_proxy, option('noproxy', '*')),
    ...(params.unix_socket === undefined ? [] : [option('unix-socket', params.unix_socket)]),
  ];
}

function bodyLines(body: Body | undefined, method: string): readonly string[] {
  if (body !== undefined) return [option('data-binary', 'file' in body ? `@${body.file}` : '@-')];
  return ['POST', 'PUT', 'PATCH'].includes(method) ? [option('data', '')] : [];
}

// What curl adds by itself is taken away, since a server may go by it.
function headerLines({ headers, body }: HttpRequest, params: UriParams): readonly string[] {
  const own: Readonly<Record<string, string | undefined>> = {
    'User-Agent': params.http_agent,
    Accept: undefined,
    Expect: undefined,
    Connection: 'close',
    'Accept-Encoding': 'identity',
    ...(params.force && { 'Cache-Control': 'no-cache' }),
    ...(body === undefined && { 'Content-Type': undefined }),
  };
  const added = Object.entries(own).filter(([name]) => headerOf(headers, name.toLowerCase()) === undefined);
  return [
    ...added.map(([name, value]) => option('header', value === undefined ? `${name}:` : `${name}: ${value}`)),
    ...Object.entries(headers).map(([name, value]) =>
      option('header', value === '' ? `${name};` : `${name}: ${value}`),
    ),
  ];
}

// With both methods named, curl first asks without and then answers what the server demands.
function authentication(params: UriParams): readonly string[] {
  const { url_username: name, url_password: password, use_gssapi, force_basic_auth, use_netrc } = params;
  const methods = use_gssapi ? ['negotiate'] : force_basic_auth ? ['basic'] : ['basic', 'digest'];
  const user = name === undefined ? (use_gssapi ? ':' : undefined) : `${name}:${password ?? ''}`;
  return [
    ...methods,
    ...(user === undefined ? [] : [option('user', user)]),
    ...(use_netrc && name === undefined ? ['netrc-optional'] : []),
  ];
}

function tlsLines({ validate_certs, ca_path, client_cert, client_key, ciphers }: UriParams): readonly string[] {
  return [
    ...(validate_certs ? [] : ['insecure']),
    ...(ca_path === undefined ? [] : [option('cacert', ca_path)]),
    ...(client_cert === undefined ? [] : [option('cert', client_cert)]),
    ...(client_key === undefined ? [] : [option('key', client_key)]),
    ...(ciphers.length === 0 ? [] : [option('ciphers', ciphers.join(':'))]),
  ];
}
