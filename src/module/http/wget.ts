// A plain GET by the wget of the host, where it has no curl: headers come on standard error, and nothing secret can be sent.

import type { Command } from '../../plan/command.ts';
import type { HttpRequest, UriParams } from './params.ts';
import type { Output } from './reply.ts';

/** What wget cannot do without showing it to everybody, or at all; `undefined` where it can do all of it. */
export function beyondWget({ method, headers, body, url }: HttpRequest, params: UriParams): string | undefined {
  if (method !== 'GET') return `method ${method}`;
  if (body !== undefined) return 'body';
  if (Object.keys(headers).length > 0) return 'headers';
  if (params.url_username !== undefined || params.use_gssapi || /^\w+:\/\/[^/]*@/.test(url)) return 'url_username';
  if (params.client_cert !== undefined || params.client_key !== undefined) return 'client_cert';
  if (params.ca_path !== undefined) return 'ca_path';
  if (params.unix_socket !== undefined) return 'unix_socket';
  return params.ciphers.length > 0 ? 'ciphers' : undefined;
}

// GNU's reads addresses from standard input and brings the body of errors over; busybox's does neither, and some of its builds crash when
// given a timeout.
const SCRIPT = `command -v wget >/dev/null 2>&1 || exit 127
read -r url
case $(wget --version 2>&1) in
  'GNU Wget'*) printf '%s\\n' "$url" | wget -nv -S --content-on-error -O - -T "$2" -t 1 --max-redirect "$1" $3 -i -;;
  *) wget -S -O - $3 -- "$url";;
esac`;

export function wgetCommand({ url }: HttpRequest, params: UriParams): Command {
  const follows = params.follow_redirects !== 'none' && params.follow_redirects !== 'no';
  return {
    script: SCRIPT,
    args: [follows ? '10' : '0', String(params.timeout), params.validate_certs ? '' : '--no-check-certificate'],
    stdin: Buffer.from(`${url}\n`),
    env: { LC_ALL: 'C' },
  };
}

/** What wget said, in the form in which curl says it. */
export function asCurl({ code, stdout, stderr }: Output, url: string): Output {
  const lines = stderr.toString('latin1').split('\n');
  const blocks: string[][] = [];
  for (const line of lines) {
    if (/^\s+HTTP\//.test(line)) blocks.push([line.trim()]);
    else if (/^\s+[\w-]+:/.test(line)) blocks.at(-1)?.push(line.trim());
  }
  const [, status = '0'] = /^HTTP\/\S+ (\d+)/.exec(blocks.at(-1)?.[0] ?? '') ?? [];
  const head = Buffer.from(blocks.map((block) => `${block.join('\n')}\n\n`).join(''), 'latin1');
  const locations = blocks
    .slice(0, -1)
    .flatMap((block) => block.flatMap((line) => /^location:\s*(\S+)/i.exec(line)?.[1] ?? []));
  const last = locations.reduce((from, to) => new URL(to, from).href, url);
  const trailer = Buffer.from(`\n${status} ${head.length} 0 ${last}`);
  const said = lines.filter((line) => !line.startsWith('  ')).join('\n');
  return {
    // wget calls every error of a server a failure.
    code: status === '0' ? code || 1 : 0,
    stdout: Buffer.concat([head, stdout, trailer]),
    stderr: Buffer.from(said, 'latin1'),
  };
}
