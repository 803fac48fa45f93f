// Splits URLs as Python's urllib does, which is looser than the browsers' way.

import { TemplateError } from '../callable.ts';

export interface SplitUrl {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** The five parts of a URL; throws where the brackets of an address do not match. */
export function splitUrl(text: string): SplitUrl {
  const clean = text.replace(/[\t\r\n]/g, '');
  const [, scheme = '', afterScheme = clean] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(clean) ?? [];
  const [, netloc = ''] = /^\/\/([^/?#]*)/.exec(afterScheme) ?? [];
  if (netloc.includes('[') !== netloc.includes(']')) throw new TemplateError('Invalid IPv6 URL');
  const afterNetloc = afterScheme.startsWith('//') ? afterScheme.slice(2 + netloc.length) : afterScheme;
  const [beforeFragment, fragment] = cut(afterNetloc, '#');
  const [path, query] = cut(beforeFragment, '?');
  return { scheme: scheme.toLowerCase(), netloc, path, query, fragment };
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

export interface Authority {
  readonly username: string | null;
  readonly password: string | null;
  readonly hostname: string | null;
  readonly port: number | null;
}

/** The parts of a netloc (`user:password@host:port`); throws for a port that is none. */
export function splitNetloc(netloc: string): Authority {
  const at = netloc.lastIndexOf('@');
  const user = at < 0 ? undefined : netloc.slice(0, at);
  const host = netloc.slice(at + 1);
  const [, bracketed, plain = '', port = ''] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/s.exec(host) ?? [];
  const colon = user?.indexOf(':') ?? -1;
  const hostname = (bracketed ?? plain).toLowerCase();
  return {
    username: user === undefined ? null : colon < 0 ? user : user.slice(0, colon),
    password: user === undefined || colon < 0 ? null : user.slice(colon + 1),
    hostname: hostname === '' ? null : hostname,
    port: port === '' ? null : parsePort(port),
  };
}

function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new TemplateError(`Port could not be cast to integer value as '${text}'`);
  const port = Number(text);
  if (port > 65535) throw new TemplateError('Port out of range 0-65535');
  return port;
}
