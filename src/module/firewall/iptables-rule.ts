// The words of a rule of iptables, in the order in which Ansible's module gives them.

import type { ParamsOf } from '../params.ts';
import type { iptablesParams } from './iptables-params.ts';

export type IptablesParams = ParamsOf<typeof iptablesParams>;

/** The words behind the name of the chain. */
export function ruleWords(given: IptablesParams): readonly string[] {
  const has = (match: string): boolean => given.match.includes(match);
  const { ctstate, tcp_flags: flags, limit, limit_burst: burst } = given;
  return [
    ...option('-w', given.wait),
    ...option('-p', given.protocol),
    ...option('-s', given.source),
    ...option('-d', given.destination),
    ...given.match.flatMap((match) => ['-m', match]),
    ...(flags?.flags ? ['--tcp-flags', flags.flags.join(','), (flags.flags_set ?? []).join(',')] : []),
    ...option('-j', given.jump ?? (isLogging(given) ? 'LOG' : undefined)),
    ...(given.jump?.toLowerCase() === 'tee' ? option('--gateway', given.gateway) : []),
    ...option('--log-prefix', given.log_prefix),
    ...option('--log-level', given.log_level),
    ...option('--to-destination', given.to_destination),
    ...(given.destination_ports.length > 0 ? ['-m', 'multiport', '--dports', given.destination_ports.join(',')] : []),
    ...option('--to-source', given.to_source),
    ...option('-g', given.goto),
    ...option('-i', given.in_interface),
    ...option('-o', given.out_interface),
    ...(given.fragment === undefined ? [] : given.fragment.startsWith('!') ? ['!', '-f'] : ['-f']),
    ...(given.set_counters === undefined ? [] : ['-c', ...given.set_counters.split(/[\s,]+/)]),
    ...option('--source-port', given.source_port),
    ...option('--destination-port', given.destination_port),
    ...option('--to-ports', given.to_ports),
    ...option('--set-dscp', given.set_dscp_mark),
    ...option('--set-dscp-class', given.set_dscp_mark_class),
    ...{ ignore: [], match: ['--syn'], negate: ['!', '--syn'] }[given.syn],
    ...(ctstate.length === 0 ? [] : states(ctstate.join(','), has)),
    ...ranges(given, has),
    ...set(given, has),
    ...(limit === undefined && burst === undefined ? [] : ['-m', 'limit']),
    ...option('--limit', limit),
    ...option('--limit-burst', burst),
    ...(given.uid_owner === undefined ? [] : ['-m', 'owner', ...option('--uid-owner', given.uid_owner)]),
    ...(given.gid_owner === undefined ? [] : ['-m', 'owner', ...option('--gid-owner', given.gid_owner)]),
    ...(given.reject_with !== undefined && given.jump === undefined ? ['-j', 'REJECT'] : []),
    ...option('--reject-with', given.reject_with),
    ...option(given.ip_version === 'ipv4' ? '--icmp-type' : '--icmpv6-type', given.icmp_type),
    ...(given.comment === undefined ? [] : ['-m', 'comment', '--comment', given.comment]),
  ];
}

/** Whether the parameters only make sense for a target that logs. */
export function isLogging({ log_prefix: prefix, log_level: level }: IptablesParams): boolean {
  return prefix !== undefined || level !== undefined;
}

// A sign in front of a value turns the option round; iptables wants it in front of the option.
function option(flag: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.startsWith('!') ? ['!', flag, value.slice(1).trim()] : [flag, value];
}

type Has = (match: string) => boolean;

function states(list: string, has: Has): readonly string[] {
  if (has('conntrack')) return ['--ctstate', list];
  return has('state') ? ['--state', list] : ['-m', 'conntrack', '--ctstate', list];
}

function ranges({ src_range: source, dst_range: destination }: IptablesParams, has: Has): readonly string[] {
  if (source === undefined && destination === undefined) return [];
  return [
    ...(has('iprange') ? [] : ['-m', 'iprange']),
    ...option('--src-range', source),
    ...option('--dst-range', destination),
  ];
}

function set({ match_set: name, match_set_flags: flags }: IptablesParams, has: Has): readonly string[] {
  if (name === undefined || flags === undefined) return [];
  return [...(has('set') ? [] : ['-m', 'set']), ...option('--match-set', name), flags];
}
