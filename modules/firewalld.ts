// Manages zones of firewalld.

import {
  bool,
  choice,
  defineModule,
  type FirewallSetting,
  fileLook,
  firewallSetting,
  integer,
  list,
  type ParamsOf,
  planSetting,
  planZone,
  record,
  text,
  unitLook,
  zoneLook,
} from '../src/module/index.ts';

const forward = record(
  {
    port: text('The port, or ports, that come in.'),
    proto: choice(['udp', 'tcp'], 'The protocol.'),
    toport: text('The port it goes to.'),
    toaddr: text('The address it goes to.').optional(),
  },
  'A forwarding.',
);

const params = {
  service: text('A service, as `firewall-cmd --get-services` lists them.').optional(),
  port: text('PORT/PROTOCOL or PORT-PORT/PROTOCOL.').optional(),
  protocol: text('A protocol.').optional(),
  source: text('An address, a network or a MAC.').optional(),
  interface: text('A network interface.').optional(),
  icmp_block: text('An ICMP type to block.').optional(),
  icmp_block_inversion: text('Turn ICMP blocks round.').optional(),
  masquerade: text('Masquerading.').optional(),
  rich_rule: text('A rule in the rich language.').optional(),
  port_forward: list(forward, 'A forwarding of a port.').optional(),
  target: choice(['default', 'ACCEPT', 'DROP', '%%REJECT%%'], 'What becomes of a packet that no rule fits.').optional(),
  zone: text('The zone (default: the default zone).').optional(),
  state: choice(
    ['absent', 'disabled', 'enabled', 'present'],
    'enabled or disabled for a setting; present or absent for a zone or a target.',
  ),
  permanent: bool('Change what is saved.').optional(),
  immediate: bool('With permanent: change what is in force too.').default(false),
  offline: bool('Change what is saved although firewalld does not run.').default(false),
  timeout: integer('Seconds for which a setting that is not permanent holds.').default(0),
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage zones of firewalld',
  description:
    'What is saved and what is in force are looked at and changed apart, over D-Bus; firewall-cmd is only started where that cannot be, and firewall-offline-cmd where firewalld does not run.',
  collection: 'ansible.posix',
  params,
  returns: { msg: 'which configuration, and what changed there' },
  examples: [
    {
      name: 'Let the web in',
      yaml: 'firewalld:\n  service: http\n  state: enabled\n  permanent: true\n  immediate: true',
    },
    {
      name: 'A network that may do everything',
      yaml: 'firewalld:\n  zone: trusted\n  source: 192.0.2.0/24\n  state: enabled\n  permanent: true',
    },
  ],
  refuse,
  look: ({ zone = '', service }) => ({
    permanent: zoneLook(zone, 'permanent'),
    runtime: zoneLook(zone, 'runtime'),
    unit: unitLook('firewalld'),
    services:
      service === undefined
        ? []
        : ['/etc', '/usr/lib'].map((root) => fileLook(`${root}/firewalld/services/${service}.xml`)),
  }),
  plan: (given, { services, ...seen }) => {
    const on = (given.state === 'enabled' || given.state === 'present') !== isNegated(given);
    const permanent = given.permanent ?? false;
    const immediate = given.immediate || !permanent;
    const wish = {
      zone: given.zone ?? '',
      on,
      state: given.state,
      permanent,
      immediate,
      offline: given.offline,
      timeout: given.timeout,
    };
    const setting = settingOf(given);
    if (setting === undefined) return planZone(wish, seen);
    if (given.service !== undefined && on && seen.permanent.exists && services.every((file) => !file.exists)) {
      return {
        changes: [],
        failed: `INVALID_SERVICE: firewalld has no service '${given.service}'; firewall-cmd --get-services lists them`,
      };
    }
    return planSetting(wish, setting, seen);
  },
});

function settingOf(given: Params): FirewallSetting | undefined {
  const { service, port, protocol, source, interface: card, icmp_block: block, rich_rule: rule, target } = given;
  if (service !== undefined) return firewallSetting.service(service);
  if (port !== undefined) return firewallSetting.port(port);
  if (protocol !== undefined) return firewallSetting.protocol(protocol);
  if (source !== undefined) return firewallSetting.source(source);
  if (card !== undefined) return firewallSetting.networkInterface(card);
  if (block !== undefined) return firewallSetting.icmpBlock(block);
  if (rule !== undefined) return firewallSetting.richRule(rule);
  if (given.icmp_block_inversion !== undefined) return firewallSetting.icmpBlockInversion(given.icmp_block_inversion);
  if (given.masquerade !== undefined) return firewallSetting.masquerade;
  const forwarded = given.port_forward?.[0];
  if (forwarded) return firewallSetting.forwardPort(forwarded);
  return target === undefined ? undefined : firewallSetting.target(target);
}

// `masquerade: no` with state=enabled means without, as Ansible takes it.
function isNegated({ masquerade, icmp_block_inversion: inversion }: Params): boolean {
  return /^(no|false|off|0)$/i.test(masquerade ?? inversion ?? '');
}

function refuse(given: Params): string | undefined {
  const settings = [
    given.service,
    given.port,
    given.protocol,
    given.source,
    given.interface,
    given.icmp_block,
    given.icmp_block_inversion,
    given.masquerade,
    given.rich_rule,
    given.port_forward,
    given.target,
  ];
  const count = settings.filter((one) => one !== undefined).length;
  if (count > 1)
    return 'parameters are mutually exclusive: icmp_block|icmp_block_inversion|service|protocol|port|port_forward|rich_rule|interface|masquerade|source|target';
  // Who names a source is to say whether it is to last, as in Ansible.
  if (given.source !== undefined && given.permanent === undefined)
    return "missing parameter(s) required by 'source': permanent";
  const isZoneState = given.state === 'present' || given.state === 'absent';
  if (isZoneState && count > 0 && given.target === undefined)
    return `absent and present state can only be used in zone level operations; use enabled or disabled`;
  if (!isZoneState && count === 0)
    return `state=${given.state} needs one of service, port, protocol, source, interface, rich_rule, masquerade, icmp_block, port_forward or target`;
  if (given.port !== undefined && !/^\d+(-\d+)?\/(tcp|udp|sctp|dccp)$/.test(given.port)) {
    return /\//.test(given.port)
      ? `'${given.port}' is no port of firewalld; write PORT/PROTOCOL, such as 8080/tcp`
      : 'improper port format (missing protocol?)';
  }
  if (given.timeout > 0 && given.permanent && !given.immediate) return "'timeout' goes with what is not permanent";
  if ((given.port_forward?.length ?? 0) > 1) return 'only one port_forward supported at a time';
  if (given.target !== undefined && !(given.permanent ?? false))
    return 'a target can only be set permanently; set permanent=true';
  if (given.permanent === false && !given.immediate && given.offline) return "'offline' goes with permanent=true";
  return given.immediate && given.target !== undefined
    ? "a target comes into force by reloading firewalld; leave 'immediate' out"
    : undefined;
}
