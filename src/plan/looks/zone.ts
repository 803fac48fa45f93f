// Looks at zones of firewalld: the saved ones from their XML files, those in force over D-Bus, without starting firewall-cmd (a Python program).

import type { ZoneLook, ZoneSeen } from '../look.ts';
import { type Answered, answered, type LookKind, unanswered } from './kind.ts';
import { richRuleOf, type XmlElement, xmlElements } from './zone-xml.ts';

export const zoneLooks: LookKind<ZoneLook, ZoneSeen> = {
  reads: () => ['firewall', 'unit:firewalld.service', 'packages', 'path:/etc/firewalld'],
  compile: (looks) => ({
    fragments: [{ script: SCRIPT, args: looks.flatMap((look) => [look.configuration, look.zone]), direct: true }],
    answers: ([reply]) => {
      const parts = (reply?.stdout.toString('utf8') ?? '').split('\u001e');
      return looks.map((look, index) => parseZone(look, parts[0] ?? '', parts[index + 1] ?? ''));
    },
  }),
};

// firewall-cmd is the fallback for a systemd without JSON output or a firewalld without getZoneSettings2 (CentOS 7).
const SCRIPT = `LC_ALL=C; export LC_ALL
etc=/etc/firewalld lib=/usr/lib/firewalld
[ -e "$lib/zones/public.xml" ] || { echo none; exit 0; }
default=$(sed -n 's/^DefaultZone=//p' "$etc/firewalld.conf" 2>/dev/null); default=\${default:-public}
echo "default $default"
for f in "$lib"/zones/*.xml "$etc"/zones/*.xml; do [ -e "$f" ] || continue; f=\${f##*/}; echo "zone \${f%.xml}"; done
bus=org.fedoraproject.FirewallD1 object=/org/fedoraproject/FirewallD1
running=; systemctl is-active --quiet firewalld.service 2>/dev/null && running=1
[ -n "$running" ] && echo running
while [ $# -gt 0 ]; do
  printf '\\036'
  zone=\${2:-$default}
  if [ "$1" = permanent ]; then
    if [ -e "$etc/zones/$zone.xml" ]; then cat "$etc/zones/$zone.xml"; elif [ -e "$lib/zones/$zone.xml" ]; then cat "$lib/zones/$zone.xml"; else echo missing; fi
  elif [ -z "$running" ]; then echo stopped
  elif json=$(busctl --json=short call "$bus" "$object" "$bus.zone" getZoneSettings2 s "$zone" 2>&1); then printf '%s\\n' "$json"
  else
    case $json in *INVALID_ZONE*) echo missing;; *) echo list; firewall-cmd --zone="$zone" --list-all 2>/dev/null || echo missing;; esac
  fi
  shift 2
done
exit 0`;

type Zone = Extract<ZoneSeen, { readonly exists: true }>;
type Settings = Omit<Zone, 'exists' | 'zone' | 'defaultZone' | 'zones'>;

function parseZone(look: ZoneLook, head: string, body: string): Answered<ZoneSeen> {
  const lines = head.split('\n');
  const values = (word: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const defaultZone = values('default')[0] ?? 'public';
  const zone = look.zone === '' ? defaultZone : look.zone;
  const zones = [...new Set(values('zone'))].sort();
  const gone = (why: 'no-firewalld' | 'not-running' | 'no-such-zone'): Answered<ZoneSeen> =>
    answered({ exists: false, zone, why, zones });
  if (lines.includes('none')) return gone('no-firewalld');
  const text = body.trim();
  if (text === 'missing' || text.endsWith('\nmissing')) return gone('no-such-zone');
  if (text === 'stopped') return gone('not-running');
  const settings =
    look.configuration === 'permanent' ? fromXml(text) : text.startsWith('list') ? fromList(text) : fromBus(text);
  if (settings === undefined)
    return unanswered(`the zone '${zone}' of firewalld cannot be read: ${text.slice(0, 200)}`);
  return answered({ exists: true, zone, defaultZone, zones, ...settings });
}

const EMPTY: Settings = {
  target: 'default',
  services: [],
  ports: [],
  protocols: [],
  sourcePorts: [],
  sources: [],
  interfaces: [],
  richRules: [],
  forwardPorts: [],
  icmpBlocks: [],
  icmpBlockInversion: false,
  masquerade: false,
  forward: false,
};

function fromXml(text: string): Settings | undefined {
  const root = xmlElements(text).find((element) => element.name === 'zone');
  if (!root) return undefined;
  const all = (name: string): readonly XmlElement[] => root.children.filter((child) => child.name === name);
  const attributes = (name: string, attribute: string): readonly string[] =>
    all(name).map((child) => child.attributes[attribute] ?? '');
  const ports = (name: string): readonly string[] =>
    all(name).map(({ attributes: { port, protocol } }) => `${port}/${protocol}`);
  return {
    target: root.attributes.target ?? 'default',
    services: attributes('service', 'name'),
    ports: ports('port'),
    protocols: attributes('protocol', 'value'),
    sourcePorts: ports('source-port'),
    sources: all('source').map(({ attributes: one }) => one.address ?? one.mac ?? `ipset:${one.ipset}`),
    interfaces: attributes('interface', 'name'),
    richRules: all('rule').map(richRuleOf),
    forwardPorts: all('forward-port').map(({ attributes: one }) =>
      forwardPort(one.port, one.protocol, one['to-port'], one['to-addr']),
    ),
    icmpBlocks: attributes('icmp-block', 'name'),
    icmpBlockInversion: all('icmp-block-inversion').length > 0,
    masquerade: all('masquerade').length > 0,
    forward: all('forward').length > 0,
  };
}

function forwardPort(port = '', protocol = '', toPort = '', toAddress = ''): string {
  return `port=${port}:proto=${protocol}:toport=${toPort}:toaddr=${toAddress}`;
}

function fromBus(text: string): Settings | undefined {
  const settings = busSettings(text);
  if (!settings) return undefined;
  const data = (name: string): unknown => {
    const variant = settings.get(name);
    return typeof variant === 'object' && variant !== null && 'data' in variant ? variant.data : undefined;
  };
  const texts = (name: string): readonly string[] => listOf(data(name)).map(String);
  const pairs = (name: string): readonly string[] =>
    listOf(data(name)).map((pair) => listOf(pair).map(String).join('/'));
  return {
    target: String(data('target') ?? 'default'),
    services: texts('services'),
    ports: pairs('ports'),
    protocols: texts('protocols'),
    sourcePorts: pairs('source_ports'),
    sources: texts('sources'),
    interfaces: texts('interfaces'),
    richRules: texts('rules_str'),
    forwardPorts: listOf(data('forward_ports')).map((one) => {
      const [port, protocol, toPort, toAddress] = listOf(one).map(String);
      return forwardPort(port, protocol, toPort, toAddress);
    }),
    icmpBlocks: texts('icmp_blocks'),
    icmpBlockInversion: data('icmp_block_inversion') === true,
    masquerade: data('masquerade') === true,
    forward: data('forward') === true,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function busSettings(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const first: unknown =
      typeof answer === 'object' && answer !== null && 'data' in answer ? listOf(answer.data)[0] : undefined;
    return typeof first === 'object' && first !== null ? new Map(Object.entries(first)) : undefined;
  } catch {
    return undefined;
  }
}

/** `firewall-cmd --list-all`: `  services: ssh http`, and lists of rules a line each behind their word. */
function fromList(text: string): Settings {
  const values = new Map<string, string[]>();
  let word = '';
  for (const line of text.split('\n').slice(1)) {
    const match = /^ {2}([a-z -]+): ?(.*)$/.exec(line);
    if (match) {
      word = match[1] ?? '';
      values.set(
        word,
        (match[2] ?? '').split(/\s+/).filter((one) => one !== ''),
      );
    } else if (line.startsWith('\t')) values.get(word)?.push(line.trim());
  }
  const get = (name: string): readonly string[] => values.get(name) ?? [];
  return {
    ...EMPTY,
    target: get('target')[0] ?? 'default',
    services: get('services'),
    ports: get('ports'),
    protocols: get('protocols'),
    sourcePorts: get('source-ports'),
    sources: get('sources'),
    interfaces: get('interfaces'),
    richRules: get('rich rules'),
    forwardPorts: get('forward-ports'),
    icmpBlocks: get('icmp-blocks'),
    icmpBlockInversion: get('icmp-block-inversion')[0] === 'yes',
    masquerade: get('masquerade')[0] === 'yes',
    forward: get('forward')[0] === 'yes',
  };
}
