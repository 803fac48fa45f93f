// Manages rules of the kernel's packet filter, one at a time.

import {
  defineModule,
  type IptablesParams,
  iptablesLook,
  iptablesParams,
  isLogging,
  planIptables,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage rules of iptables',
  description:
    'Rules are in force at once and gone with the next boot: iptables_state saves them. Whether a rule is there is asked of iptables itself (-C), and each change is one command. What iptables does not take is told in check mode too.',
  params: iptablesParams,
  returns: {
    rule: 'the words of the rule',
    chain: 'the chain',
    table: 'the table',
    flush: 'whether it was to be flushed',
    ip_version: 'the version of IP',
    state: 'the state',
    chain_management: 'whether chains are made and removed',
  },
  examples: [
    {
      name: 'Let the web in',
      yaml: 'iptables:\n  chain: INPUT\n  protocol: tcp\n  destination_ports: [80, 443]\n  ctstate: [NEW]\n  jump: ACCEPT\n  comment: the web',
    },
    { name: 'Drop the rest', yaml: 'iptables:\n  chain: INPUT\n  policy: DROP' },
    {
      name: 'Redirect a port',
      yaml: 'iptables:\n  table: nat\n  chain: PREROUTING\n  protocol: tcp\n  destination_port: 80\n  jump: REDIRECT\n  to_ports: 8080',
    },
    { name: 'A chain of our own', yaml: 'iptables:\n  chain: WEB\n  chain_management: true' },
  ],
  refuse,
  look: (given) => ({ seen: iptablesLook(given) }),
  plan: (given, { seen }) => planIptables(given, seen),
});

function refuse(given: IptablesParams): string | undefined {
  const { chain, flush, jump, tcp_flags: flags } = given;
  if (chain === undefined && !flush) return 'Either chain or flush parameter must be specified.';
  if (given.set_dscp_mark !== undefined && given.set_dscp_mark_class !== undefined)
    return 'parameters are mutually exclusive: set_dscp_mark|set_dscp_mark_class';
  if (flush && given.policy !== undefined) return 'parameters are mutually exclusive: flush|policy';
  if (jump?.toLowerCase() === 'tee' && given.gateway === undefined)
    return 'jump is TEE but all of the following are missing: gateway';
  if (isLogging(given) && jump !== undefined && jump !== 'LOG')
    return 'Logging options can only be used with the LOG jump target.';
  if (flags && (flags.flags === undefined || flags.flags_set === undefined))
    return "'tcp_flags' needs both flags and flags_set";
  if ((given.match_set === undefined) !== (given.match_set_flags === undefined))
    return "'match_set' and 'match_set_flags' need each other";
  if (flush || given.policy !== undefined) return undefined;
  return [given.comment, given.log_prefix].includes('') ? "'comment' and 'log_prefix' must not be empty" : undefined;
}
