// Where a redirection leads, for requests that do more than ask: which of them are followed, and what is sent on.

import type { HttpRequest, UriParams } from './params.ts';
import type { HttpReply } from './reply.ts';

const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The address that a redirection names, absolute; `undefined` where the answer is none. */
export function locationOf({ headers, url, status }: HttpReply): string | undefined {
  const location = headers.get('location');
  if (location === undefined || !REDIRECTIONS.has(status)) return undefined;
  try {
    return new URL(location, url).href;
  } catch {
    return location;
  }
}

/** The next request, or `undefined` where the redirection is not to be followed. */
export function redirected(request: HttpRequest, reply: HttpReply, params: UriParams): HttpRequest | undefined {
  const url = locationOf(reply);
  if (url === undefined || !follows(params.follow_redirects, request.method, reply.status)) return undefined;
  const keepsBody = reply.status === 307 || reply.status === 308;
  const sameHost = hostOf(url) === hostOf(request.url);
  const body = keepsBody ? request.body : undefined;
  const dropped = new Set([
    ...params.unredirected_headers.map((name) => name.toLowerCase()),
    ...(sameHost ? [] : ['authorization', 'cookie']),
    ...(body === undefined ? ['content-type', 'content-length', 'transfer-encoding'] : []),
  ]);
  const headers = Object.entries(request.headers).filter(([name]) => !dropped.has(name.toLowerCase()));
  return {
    url,
    method: nextMethod(request.method, reply.status, params.follow_redirects),
    headers: Object.fromEntries([...headers, ...(sameHost ? cookieHeader(reply, headers) : [])]),
    body,
    authenticate: request.authenticate && sameHost,
  };
}

function follows(policy: UriParams['follow_redirects'], method: string, status: number): boolean {
  const safe = method === 'GET' || method === 'HEAD';
  switch (policy) {
    case 'none':
    case 'no':
      return false;
    case 'all':
    case 'yes':
      return true;
    case 'safe':
      return safe;
    case 'urllib2':
      return safe || (method === 'POST' && status < 307);
    default:
      return policy;
  }
}

function nextMethod(method: string, status: number, policy: UriParams['follow_redirects']): string {
  if (method === 'HEAD') return method;
  if (policy === 'urllib2' || policy === 'safe') return 'GET';
  const asks = status === 302 || status === 303 || (status === 301 && method === 'POST');
  return asks ? 'GET' : method;
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host;
  } catch {
    return undefined;
  }
}

function cookieHeader(
  { cookies }: HttpReply,
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const given = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const own = headers.some(([name]) => name.toLowerCase() === 'cookie');
  return given.length === 0 || own ? [] : [['Cookie', given.join('; ')]];
}
