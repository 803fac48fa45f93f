// Edits the text of a known_hosts file: which lines are of a host, which are there already, and which take their place.

import { createHmac } from 'node:crypto';

/** A line that names a host's key. */
export interface HostLine {
  readonly marker: string;
  /** Names, patterns, or one hashed name. */
  readonly hosts: string;
  readonly type: string;
  readonly key: string;
}

/** The line's parts; `undefined` for comments, empty lines, and what is no key. */
export function parseHostLine(line: string): HostLine | undefined {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith('@') ? (words.shift() ?? '') : '';
  const [hosts, type, key] = words;
  if (hosts === undefined || hosts.startsWith('#') || type === undefined || key === undefined) return undefined;
  return { marker, hosts, type, key };
}

/** Whether a line is of a host. Patterns are nobody's own: they stay. */
export function isOfHost({ hosts }: HostLine, name: string): boolean {
  const [, method, salt, digest] = isHashed(hosts) ? hosts.split('|') : [];
  if (method !== undefined) return method === '1' && hmac(name, Buffer.from(salt ?? '', 'base64')) === digest;
  return hosts.toLowerCase().split(',').includes(name);
}

const isHashed = (hosts: string): boolean => hosts.startsWith('|');

function hmac(name: string, salt: Buffer): string {
  return createHmac('sha1', salt).update(name).digest('base64');
}

export interface KnownHostsWish {
  /** In lower case; with another port as `[name]:port`. */
  readonly name: string;
  readonly state: 'present' | 'absent';
  /** Lines for the file. */
  readonly key: string | undefined;
  readonly hash: boolean;
  /** For hashed names. */
  readonly salt: Buffer;
}

/** Why the wish makes no sense; `undefined` where it does. */
export function refuseKnownHost({
  name,
  key,
  state,
}: Pick<KnownHostsWish, 'name' | 'key' | 'state'>): string | undefined {
  if (key === undefined || key.trim() === '')
    return state === 'present' ? 'No key specified when adding a host' : undefined;
  const lines = key.split('\n').flatMap((line) => parseHostLine(line) ?? []);
  if (lines.length === 0)
    return `'key' is no line of a known_hosts file; it has the form '${name} ssh-ed25519 AAAA...'`;
  return lines.every((line) => isOfHost(line, name))
    ? undefined
    : `Host parameter does not match hashed host field in supplied key: '${name}' is not '${lines[0]?.hosts}'`;
}

/** The text as it shall be. Lines that have nothing to do with the host stay as they are. */
export function editKnownHosts(text: string, wish: KnownHostsWish): string {
  const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const wanted = (wish.key ?? '').split('\n').flatMap((line) => parseHostLine(line) ?? []);
  return wish.state === 'absent' ? without(all, wish, wanted) : withKeys(all, wish, wanted);
}

function without(all: readonly string[], { name }: KnownHostsWish, wanted: readonly HostLine[]): string {
  return all
    .filter((line) => {
      const parsed = parseHostLine(line);
      if (!parsed || !isOfHost(parsed, name)) return true;
      return wanted.length > 0 && !wanted.some((one) => isSameKey(one, parsed));
    })
    .join('');
}

// A host has one key of each type: another one of the type gives way, and so does the key itself under a name that is hashed and shall not be.
function withKeys(all: readonly string[], wish: KnownHostsWish, wanted: readonly HostLine[]): string {
  const isRight = (one: HostLine, there: HostLine): boolean =>
    isSameKey(one, there) && isHashed(there.hosts) === (wish.hash || isHashed(one.hosts));
  const own = all.flatMap((line) => {
    const parsed = parseHostLine(line);
    return parsed && isOfHost(parsed, wish.name) ? [parsed] : [];
  });
  const missing = wanted.filter((one) => !own.some((there) => isRight(one, there)));
  if (missing.length === 0) return all.join('');
  const kept = all.filter((line) => {
    const parsed = parseHostLine(line);
    if (!parsed || !isOfHost(parsed, wish.name)) return true;
    return !missing.some((one) => one.type === parsed.type && one.marker === parsed.marker);
  });
  const before = kept.join('');
  const written = missing.length === wanted.length ? (wish.key ?? '') : missing.map(lineOf).join('\n');
  const added = wish.hash ? missing.map((one) => lineOf(hashed(one, wish))).join('\n') : written;
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${added}${added.endsWith('\n') ? '' : '\n'}`;
}

const isSameKey = (one: HostLine, other: HostLine): boolean =>
  one.marker === other.marker && one.type === other.type && one.key === other.key;

const lineOf = ({ marker, hosts, type, key }: HostLine): string =>
  [marker, hosts, type, key].filter((word) => word !== '').join(' ');

function hashed(line: HostLine, { name, salt }: KnownHostsWish): HostLine {
  if (isHashed(line.hosts)) return line;
  return { ...line, hosts: `|1|${salt.toString('base64')}|${hmac(name, salt)}` };
}
