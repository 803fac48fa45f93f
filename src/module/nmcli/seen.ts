// What nmcli says of a connection, and whether a property is as it is wanted although it is written otherwise.

import { isIPv6 } from 'node:net';
import { run } from '../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';

const MISSING = 127;
const NOT_RUNNING = 8;
const NO_SUCH = 10;

/** A connection as it is. */
export interface Connection {
  readonly properties: ReadonlyMap<string, string>;
  readonly active: boolean;
}

export type Found =
  | { readonly kind: 'found'; readonly connection: Connection }
  | { readonly kind: 'absent' }
  | { readonly kind: 'problem'; readonly problem: string };

/** How nmcli is told which connection: a name may look like another word of its. */
export const idWords = (name: string): readonly [string, string] => [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name) ? 'uuid' : 'id',
  name,
];

// Secrets too, to see whether they are the wanted ones.
const SCRIPT = `LC_ALL=C; export LC_ALL
command -v nmcli >/dev/null 2>&1 || exit ${MISSING}
exec nmcli -t -s connection show "$@"`;

/** The look: one start of nmcli. */
export function connectionLook(name: string): RunLook {
  return run({ script: SCRIPT, args: [...idWords(name)] }, [`command:nmcli ${name}`, 'anything']);
}

export function foundIn({ code, stdout, stderr }: RunSeen): Found {
  const said = stderr.toString('utf8').trim();
  if (code === MISSING)
    return { kind: 'problem', problem: 'the host has no nmcli; install network-manager (on RHEL: NetworkManager)' };
  if (code === NOT_RUNNING)
    return {
      kind: 'problem',
      problem: `NetworkManager is not running; start it first (service: name=NetworkManager state=started)`,
    };
  if (code === NO_SUCH) return { kind: 'absent' };
  if (code !== 0) return { kind: 'problem', problem: said };
  const lines = stdout.toString('utf8').split('\n');
  const properties = new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
  return { kind: 'found', connection: { properties, active: properties.has('GENERAL.STATE') } };
}

/** The same of a prediction. */
export const shown = (properties: ReadonlyMap<string, string>): RunSeen => ({
  code: 0,
  stdout: Buffer.from([...properties].map(([name, value]) => `${name}:${value}\n`).join('')),
  stderr: Buffer.alloc(0),
});

export const shownAbsent: RunSeen = { code: NO_SUCH, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };

/** Whether a property has the wanted value. */
export function isAsWanted(name: string, wanted: string, now: string | undefined): boolean {
  if (name === 'bond.options' || name === 'vpn.data') return pairsDiffering(wanted, now ?? '').length === 0;
  return canonical(name, wanted) === canonical(name, now ?? '');
}

/** The `name=value` pairs that are not there yet. */
export function pairsDiffering(wanted: string, now: string): readonly string[] {
  const there = new Set(pairsOf(now));
  return pairsOf(wanted).filter((pair) => !there.has(pair));
}

const pairsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((pair) => pair.trim().replace(/\s*=\s*/, '='))
    .filter((pair) => pair !== '');

const UNORDERED = /^ipv[46]\.(routes|routing-rules)$|^802-11-wireless-security\.(proto|pairwise|group)$/;
const LISTS = /^ipv[46]\.(addresses|dns|dns-search|dns-options)$|mac-address-blacklist$/;
const PRIORITIES = /-priority-map$/;
const MACS = /mac-address$/;

function canonical(name: string, value: string): string {
  if (UNORDERED.test(name)) return listOf(value).map(words).sort().join(',');
  if (PRIORITIES.test(name))
    return value
      .split(/[,\s]+/)
      .sort()
      .join(',');
  if (LISTS.test(name)) return listOf(value).map(address).join(',');
  if (MACS.test(name)) return value.toUpperCase();
  if (/\.gateway$/.test(name)) return address(value);
  if (name === 'connection.permissions') return value.replace(/^user:/, '');
  if (
    /^(802-11-wireless\.ssid|connection\.interface-name|connection\.master)$/.test(name) ||
    /(psk|password|pin)$/.test(name)
  )
    return value;
  return word(name, value);
}

const listOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const words = (text: string): string => text.split(/\s+/).map(address).join(' ');

// NetworkManager shows IPv6 addresses in their short form.
function address(text: string): string {
  const [host = '', ...prefix] = text.split('/');
  if (!isIPv6(host)) return text;
  return [new URL(`http://[${host}]`).hostname.slice(1, -1), ...prefix].join('/');
}

const NAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mtu: { auto: '0' },
  'mac-address-randomization': { default: '0', never: '1', always: '2' },
  powersave: { default: '0', ignore: '1', disable: '2', enable: '3' },
  'wep-key-type': { unknown: '0', key: '1', passphrase: '2' },
  pmf: { default: '0', disable: '1', optional: '2', required: '3' },
  fils: { default: '0', disable: '1', optional: '2', required: '3' },
  'ip4-auto-default-route': { default: '-1' },
  'ip6-auto-default-route': { default: '-1' },
};

// `yes` is 1 where NetworkManager knows three answers; flags are hexadecimal; older ones show `0 (default)`.
function word(name: string, value: string): string {
  const plain = value.replace(/ \(.*\)$/, '');
  const named = NAMED[name.slice(name.indexOf('.') + 1)]?.[plain] ?? plain;
  if (/^(yes|true)$/i.test(named)) return '1';
  if (/^(no|false)$/i.test(named)) return '0';
  return /^0x[0-9a-f]+$/i.test(named) ? String(Number.parseInt(named, 16)) : named;
}
