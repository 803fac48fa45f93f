// Host patterns (`web:&prod:!db1`, `~^db`, `web[0:2]`) over the groups that templates see.

import { TemplateError } from '../callable.ts';
import { globRegex } from './glob.ts';
import { compileRegex, isRegexMistake } from './python-regex.ts';

/** Groups with the names of their hosts, in the order of the inventory. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/** The hosts that a pattern means, in order and each once. */
export function matchHosts(pattern: string, groups: Groups): string[] {
  const parts = splitPattern(pattern);
  const plain = parts.filter((part) => !/^[!&]/.test(part));
  const included = plain.length === 0 ? ['all'] : plain;
  let hosts = [...new Set(included.flatMap((part) => matchOne(part, groups)))];
  for (const part of parts.filter((one) => one.startsWith('&'))) {
    const wanted = new Set(matchOne(part.slice(1), groups));
    hosts = hosts.filter((host) => wanted.has(host));
  }
  for (const part of parts.filter((one) => one.startsWith('!'))) {
    const unwanted = new Set(matchOne(part.slice(1), groups));
    hosts = hosts.filter((host) => !unwanted.has(host));
  }
  return hosts;
}

// At commas, or else at colons that are not inside of brackets.
function splitPattern(pattern: string): string[] {
  const parts = pattern.includes(',') ? pattern.split(',') : (pattern.match(/(?:\[[^\]]*\]|[^:[])+/g) ?? []);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function matchOne(pattern: string, groups: Groups): readonly string[] {
  const [, name = pattern, single, from, to] = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(pattern) ?? [];
  const hosts = namedHosts(pattern.startsWith('~') ? pattern : name, groups);
  if (pattern.startsWith('~')) return hosts;
  if (single !== undefined) return hosts.slice(Number(single)).slice(0, 1);
  if (from === undefined) return hosts;
  return hosts.slice(Number(from), to === undefined || to === '' ? undefined : Number(to) + 1);
}

function namedHosts(pattern: string, groups: Groups): readonly string[] {
  const all = groups.get('all') ?? [];
  if (pattern === 'all' || pattern === '*') return all;
  const matches = matcher(pattern);
  const found = [...groups].filter(([group]) => matches(group)).flatMap(([, hosts]) => hosts);
  const mayBeHosts = found.length === 0 || /^~|[.?*[]/.test(pattern);
  const hosts = new Set([...found, ...(mayBeHosts ? all.filter(matches) : [])]);
  if (hosts.size === 0 && ['localhost', '127.0.0.1', '::1'].includes(pattern)) return [pattern];
  return all.filter((host) => hosts.has(host));
}

function matcher(pattern: string): (name: string) => boolean {
  if (!pattern.startsWith('~')) {
    const regex = globRegex(pattern);
    return (name) => regex.test(name);
  }
  const regex = compileRegex(pattern.slice(1));
  if (isRegexMistake(regex)) throw new TemplateError(`the host pattern '${pattern}': ${regex.message}`);
  return (name) => regex.match(name) !== undefined;
}
