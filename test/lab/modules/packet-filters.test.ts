import iptables from '../../../modules/iptables.ts';
import ufw from '../../../modules/ufw.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { obeysTheLaws } from '../../support/laws.ts';

describe('packet filters on a lab host', () => {
  const lab = onLabHost('ubuntu');

  const options = (state: string) => ({
    exchange: lab.exchange,
    shell: lab.shell,
    state,
  });

  describe('iptables', () => {
    const drop = { chain: 'INPUT', source: '192.0.2.1', jump: 'DROP' };
    const rules = 'for n in 1 2 3; do iptables -A INPUT -s 192.0.2.$n -j DROP; done';
    obeysTheLaws(
      iptables,
      [
        {
          name: 'appends a rule',
          args: drop,
          result: {
            rule: '-s 192.0.2.1 -j DROP',
            chain: 'INPUT',
            table: 'filter',
            ip_version: 'ipv4',
            state: 'present',
          },
        },
        { name: 'leaves a rule', given: rules, args: drop, changed: false },
        {
          name: 'inserts one with most of what a rule may have',
          args: {
            chain: 'INPUT',
            action: 'insert',
            rule_num: '2',
            protocol: 'tcp',
            destination_ports: [80, '8000:8010'],
            in_interface: '! eth0',
            ctstate: ['NEW', 'RELATED'],
            syn: 'match',
            limit: '5/second',
            limit_burst: 10,
            src_range: '!192.0.2.1-192.0.2.9',
            comment: "the web, isn't it",
            jump: 'ACCEPT',
          },
        },
        { name: 'logs', args: { chain: 'INPUT', log_prefix: 'what? ', log_level: 'info' } },
        { name: 'rejects', args: { chain: 'OUTPUT', uid_owner: '!root', reject_with: 'icmp-port-unreachable' } },
        {
          name: 'deletes a rule, and puts it back where it was',
          args: { ...drop, source: '192.0.2.2', state: 'absent' },
        },
        { name: 'has no rule to delete', args: { ...drop, source: '192.0.2.9', state: 'absent' }, changed: false },
        {
          name: 'knows other tables',
          args: {
            table: 'nat',
            chain: 'POSTROUTING',
            source: '10.0.0.0/8',
            out_interface: 'eth0',
            jump: 'SNAT',
            to_source: '192.0.2.3',
          },
        },
        {
          name: 'knows IPv6',
          args: {
            ip_version: 'ipv6',
            chain: 'INPUT',
            protocol: 'icmpv6',
            icmp_type: 'echo-request',
            jump: 'DROP',
            wait: 2,
          },
        },
        { name: 'sets a policy', args: { chain: 'FORWARD', policy: 'DROP' } },
        { name: 'leaves a policy', args: { chain: 'FORWARD', policy: 'ACCEPT' }, changed: false },
        { name: 'flushes a chain', args: { chain: 'INPUT', flush: true } },
        { name: 'has nothing to flush', args: { table: 'mangle', flush: true }, changed: false },
        { name: 'makes a chain', args: { chain: 'WEB', chain_management: true } },
        { name: 'makes a chain with a rule', args: { ...drop, chain: 'WEB', chain_management: true } },
        {
          name: 'removes a chain',
          given: 'iptables -N OLD',
          args: { chain: 'OLD', chain_management: true, state: 'absent' },
        },
        {
          name: 'has no chain to remove',
          args: { chain: 'NONE', chain_management: true, state: 'absent' },
          changed: false,
        },
        {
          name: 'needs the chain, in check mode too',
          args: { ...drop, chain: 'NONE' },
          fails: "there is no chain 'NONE' in the table filter",
        },
        { name: 'needs no chain to delete from', args: { ...drop, chain: 'NONE', state: 'absent' }, changed: false },
        {
          name: 'tells what iptables does not take, in check mode too',
          args: { ...drop, source: 'x y' },
          fails: "host/network `x y' not found",
        },
        { name: 'wants a chain', args: { jump: 'DROP' }, fails: 'Either chain or flush parameter must be specified.' },
        {
          name: 'logs to a log only',
          args: { ...drop, log_prefix: 'x' },
          fails: 'Logging options can only be used with the LOG jump target.',
        },
      ],
      options('iptables -S; iptables -t nat -S; ip6tables -S'),
    );
  });

  describe('ufw', () => {
    const ssh = { rule: 'allow', port: 22, proto: 'tcp' };
    obeysTheLaws(
      ufw,
      [
        { name: 'adds a rule', args: ssh },
        { name: 'leaves a rule', given: 'ufw allow 22/tcp', args: ssh, changed: false },
        {
          name: 'adds one for a network',
          args: { ...ssh, from_ip: '192.0.2.0/24', log: true, comment: 'our own net', insert: 1 },
        },
        { name: 'adds one for an interface', args: { ...ssh, direction: 'in', interface: 'eth0', port: 80 } },
        {
          name: 'adds one for what goes through',
          args: { rule: 'deny', route: true, src: '192.0.2.0/24', interface_out: 'eth1' },
        },
        { name: 'changes the comment', args: { ...ssh, comment: 'other' }, cannotUndo: true },
        { name: 'deletes a rule', args: { ...ssh, delete: true }, cannotUndo: true },
        { name: 'has no rule to delete', args: { ...ssh, delete: true, port: 23 }, changed: false },
        { name: 'sets a default', args: { policy: 'allow', direction: 'outgoing' }, changed: false },
        { name: 'sets another default', args: { default: 'reject' } },
        { name: 'sets logging', args: { logging: 'medium' } },
        { name: 'leaves logging', args: { logging: 'on' }, changed: false },
        { name: 'enables', given: 'ufw allow 22/tcp', args: { state: 'enabled' } },
        { name: 'disables nothing', args: { state: 'disabled' }, changed: false },
        {
          name: 'tells what ufw does not take, in check mode too',
          args: { rule: 'allow', port: 99999 },
          fails: "Bad port '99999'",
        },
        {
          name: 'wants something to do',
          args: { port: 22 },
          fails: 'one of the following is required: state, default, rule, logging',
        },
        {
          name: 'wants a direction',
          args: { ...ssh, interface: 'eth0' },
          fails: "'direction' is required when 'interface' is set",
        },
      ],
      options(
        'grep -h "^### tuple" /etc/ufw/user*.rules; grep -h -e ENABLED -e LOGLEVEL /etc/ufw/ufw.conf; grep ^DEFAULT /etc/default/ufw',
      ),
    );
  });
});
