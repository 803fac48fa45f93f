// Which hosts of an inventory a pattern means, in the order in which plays take them.

import { type Checked, type Diagnostic, error } from '../../../model/diagnostic.ts';
import { type Host, hostsOf, type Inventory, localhostNames } from '../../../model/inventory.ts';
import type { Span } from '../../../model/source.ts';
import { globRegex } from '../../../template/text/glob.ts';
import { compileRegex, isRegexMistake } from '../../../template/text/python-regex.ts';
import { didYouMean } from '../../diagnostics/nearest.ts';
import { type PatternPart, splitPattern, subscripted } from './split.ts';

export interface PatternOptions {
  /** HOST_PATTERN_MISMATCH: what is done about a part that matches nothing. */
  readonly mismatch?: 'warning' | 'error' | 'ignore';
  /** Where the pattern is written. */
  readonly span?: Span;
}

/** The hosts that patterns mean together. First hosts are added, part by part; then those not in every `&` part go, then those in a `!` part. */
export function matchHosts(
  patterns: readonly string[],
  inventory: Inventory,
  options: PatternOptions = {},
): Checked<readonly Host[]> {
  const matcher = new Matcher(inventory, options);
  const parts = patterns.flatMap(splitPattern);
  const signed = (sign: PatternPart['sign']): readonly PatternPart[] => parts.filter((part) => part.sign === sign);
  const added = signed('add').length > 0 ? signed('add') : splitPattern('all');
  let hosts: readonly Host[] = [...new Set(added.flatMap((part) => matcher.match(part)))];
  for (const part of signed('keep')) {
    const wanted = new Set(matcher.match(part));
    hosts = hosts.filter((host) => wanted.has(host));
  }
  for (const part of signed('remove')) {
    const unwanted = new Set(matcher.match(part));
    hosts = hosts.filter((host) => !unwanted.has(host));
  }
  return matcher.result(hosts);
}

class Matcher {
  readonly #inventory: Inventory;
  readonly #options: PatternOptions;
  readonly #problems: Diagnostic[] = [];

  constructor(inventory: Inventory, options: PatternOptions) {
    this.#inventory = inventory;
    this.#options = options;
  }

  match(part: PatternPart): readonly Host[] {
    const before = this.#problems.length;
    const hosts = this.#named(part.name);
    if (this.#problems.length > before) return [];
    if (hosts.length === 0 && part.name !== 'all') this.#reportUnmatched(part);
    if (!part.subscript) return hosts;
    if (part.subscript.old) {
      this.#report('warning', `'${part.written}' is an old spelling`, 'write [x:y]; both ends are meant');
    }
    const chosen = subscripted(hosts, part.subscript);
    // A range may well hold nobody; a single host that is not there is a mistake, as it is to Ansible.
    if (hosts.length > 0 && chosen.length === 0 && part.subscript.single) {
      const hint = `'${part.name}' has ${hosts.length} host${hosts.length === 1 ? '' : 's'}, counted from 0`;
      this.#report('error', `No hosts matched the subscripted pattern '${part.written}'`, hint);
    }
    return chosen;
  }

  result(hosts: readonly Host[]): Checked<readonly Host[]> {
    const failed = this.#problems.some(({ severity }) => severity === 'error');
    return failed ? { ok: false, problems: this.#problems } : { ok: true, value: hosts, warnings: this.#problems };
  }

  /** Hosts of the groups of that name; hosts themselves only if there is no such group, or if it may mean several names. */
  #named(name: string): readonly Host[] {
    if (name === 'all' || name === '*') return hostsOf(this.#inventory.all);
    const several = /^~|[.?*[]/.test(name);
    if (!several) return this.#exact(name);
    const matches = this.#predicate(name);
    const groups = [...this.#inventory.groups.values()].filter((group) => matches(group.name));
    const hosts = [...this.#inventory.hosts.values()].filter((host) => matches(host.name));
    const found = [...new Set([...groups.flatMap(hostsOf), ...hosts])];
    return found.length > 0 ? found : this.#localhost(name);
  }

  #exact(name: string): readonly Host[] {
    const group = this.#inventory.groups.get(name);
    if (group) return hostsOf(group);
    const host = this.#inventory.hosts.get(name);
    return host ? [host] : this.#localhost(name);
  }

  #localhost(name: string): readonly Host[] {
    const host = localhostNames.includes(name) ? this.#inventory.host(name) : undefined;
    return host ? [host] : [];
  }

  #predicate(name: string): (candidate: string) => boolean {
    if (!name.startsWith('~')) {
      const glob = globRegex(name);
      return (candidate) => glob.test(candidate);
    }
    const regex = compileRegex(name.slice(1));
    if (!isRegexMistake(regex)) return (candidate) => regex.match(candidate) !== undefined;
    this.#report('error', `'${name.slice(1)}' is no regular expression: ${regex.message}`);
    return () => false;
  }

  #reportUnmatched({ written, name }: PatternPart): void {
    const { mismatch = 'warning' } = this.#options;
    if (mismatch === 'ignore') return;
    const names = [...this.#inventory.groups.keys(), ...this.#inventory.hosts.keys()];
    // In Ansible's words, which people know and search for.
    this.#report(mismatch, `Could not match supplied host pattern, ignoring: ${written}`, didYouMean(name, names));
  }

  #report(severity: 'warning' | 'error', message: string, hint?: string): void {
    this.#problems.push({ ...error(message, this.#options.span, hint), severity });
  }
}
