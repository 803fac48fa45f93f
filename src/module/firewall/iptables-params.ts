// The parameters of iptables: a rule's words, and what to do with it.

import { bool, choice, list, record, text } from '../params.ts';

const flags = record(
  {
    flags: list(text('A flag.'), 'The flags that are looked at.').optional(),
    flags_set: list(text('A flag.'), 'Those of them that must be set.').optional(),
  },
  'Flags of TCP.',
);

const INVERTED = 'A ! in front turns it round.';

export const iptablesParams = {
  table: choice(['filter', 'nat', 'mangle', 'raw', 'security'], 'The table.').default('filter'),
  state: choice(['absent', 'present'], 'Whether the rule shall be there.').default('present'),
  action: choice(['append', 'insert'], 'Where a new rule goes: last or first.').default('append'),
  rule_num: text('With insert: the place of a new rule.').optional(),
  ip_version: choice(['ipv4', 'ipv6'], 'Which version of IP.').default('ipv4'),
  chain: text('The chain: INPUT, FORWARD, OUTPUT, PREROUTING, POSTROUTING or one of your own.').optional(),
  chain_management: bool('Make the chain where it is missing; with absent and no rule: remove the chain.').default(
    false,
  ),
  flush: bool('Remove all rules of the chain, or of the table.').default(false),
  policy: choice(
    ['ACCEPT', 'DROP', 'QUEUE', 'RETURN'],
    'What becomes of packets that no rule of the chain fits; other parameters of rules count for nothing.',
  ).optional(),
  protocol: text(`The protocol. ${INVERTED}`).optional(),
  source: text(`Address or network the packet is from. ${INVERTED}`).optional(),
  destination: text(`Address or network the packet is for. ${INVERTED}`).optional(),
  match: list(text('The name of a match.'), 'Matches to load.').default([]),
  tcp_flags: flags.optional(),
  jump: text('The target: ACCEPT, DROP, REJECT, LOG, another chain.').optional(),
  gateway: text('With jump=TEE: where the copy goes.').optional(),
  log_prefix: text('Text in front of what is logged.').optional(),
  log_level: choice(
    ['0', '1', '2', '3', '4', '5', '6', '7', 'emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'],
    'The level of what is logged.',
  ).optional(),
  goto: text('The chain in which to go on, without coming back.').optional(),
  in_interface: text(`The interface the packet came in by. ${INVERTED}`).optional(),
  out_interface: text(`The interface the packet goes out by. ${INVERTED}`).optional(),
  fragment: text('Only second and further fragments; with ! only heads and whole packets.').optional(),
  set_counters: text('Counters of packets and bytes to begin with.').optional(),
  source_port: text(`The port or the range first:last it is from. ${INVERTED}`).optional(),
  destination_port: text(`The port or the range first:last it is for. ${INVERTED}`).optional(),
  destination_ports: list(text('A port or a range.'), 'Several of them.').default([]),
  to_ports: text('The ports to redirect to.').optional(),
  to_destination: text('With jump=DNAT: the new destination.').optional(),
  to_source: text('With jump=SNAT: the new source.').optional(),
  syn: choice(['ignore', 'match', 'negate'], 'Whether the packet opens a connection of TCP.').default('ignore'),
  set_dscp_mark: text('The mark to give; or set_dscp_mark_class.').optional(),
  set_dscp_mark_class: text('The class to give; or set_dscp_mark.').optional(),
  comment: text('A comment for the rule.').optional(),
  ctstate: list(text('NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, SNAT or DNAT.'), 'States of connections.').default(
    [],
  ),
  src_range: text(`The range of addresses it is from. ${INVERTED}`).optional(),
  dst_range: text(`The range of addresses it is for. ${INVERTED}`).optional(),
  match_set: text(`A set of ipset. ${INVERTED}`).optional(),
  match_set_flags: choice(['src', 'dst', 'src,dst', 'dst,src'], 'What is looked for in the set.').optional(),
  limit: text('How often at most: 5/second.').optional(),
  limit_burst: text('How many at once before the limit counts.').optional(),
  uid_owner: text(`The user of the process. ${INVERTED}`).optional(),
  gid_owner: text(`The group of the process. ${INVERTED}`).optional(),
  reject_with: text('The answer of jump=REJECT, which it implies.').optional(),
  icmp_type: text(`The type of ICMP. ${INVERTED}`).optional(),
  wait: text('Seconds to wait for others who change rules.').optional(),
};
