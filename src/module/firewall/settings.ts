// The settings of a firewalld zone that a task can be about: how each is found in a zone, asked of firewalld, and laid into a predicted zone.

import type { ZoneSeen } from '../../plan/look.ts';
import { canonicalRichRule } from '../../plan/looks/zone-xml.ts';
import type { Asked } from './command.ts';

export type Zone = Extract<ZoneSeen, { readonly exists: true }>;

/** One setting: a task of the firewalld module is about exactly one. */
export interface Setting {
  /** As the result's message names it: `service http`. */
  readonly described: string;
  /** What the message says that was done, where it is not `Changed ... to enabled`. */
  readonly told?: (on: boolean, zone: string) => string;
  readonly has: (zone: Zone) => boolean;
  /** The zone with it, or without it. */
  readonly put: (zone: Zone, on: boolean) => Zone;
  /** What the daemon is asked for. */
  readonly asked: (on: boolean) => Asked;
  /** Flags of firewall-cmd, or of firewall-offline-cmd. */
  readonly flags: (on: boolean, offline: boolean) => readonly string[];
}

type ListName =
  | 'services'
  | 'ports'
  | 'protocols'
  | 'sources'
  | 'interfaces'
  | 'richRules'
  | 'forwardPorts'
  | 'icmpBlocks';

interface ListSetting {
  readonly list: ListName;
  readonly value: string;
  readonly option: string;
  readonly asked: Asked;
  readonly described: string;
  readonly same?: (a: string) => string;
}

function inList({ list, value, option, asked, described, same = (text) => text }: ListSetting): Setting {
  const equals = (one: string): boolean => same(one) === same(value);
  return {
    described,
    has: (zone) => zone[list].some(equals),
    put: (zone, on) => ({ ...zone, [list]: on ? [...zone[list], value] : zone[list].filter((one) => !equals(one)) }),
    asked: () => asked,
    flags: (on) => [`--${on ? 'add' : 'remove'}-${option}=${value}`],
  };
}

const timed = (method: string, ...words: readonly string[]): Asked => ({ method, words, timed: true });

export function service(name: string): Setting {
  const setting = inList({
    list: 'services',
    value: name,
    option: 'service',
    asked: timed('Service', name),
    described: `service ${name}`,
  });
  // To firewall-offline-cmd `--remove-service` is an option of its predecessor lokkit, which takes no zone.
  const flags: Setting['flags'] = (on, offline) =>
    offline && !on ? [`--remove-service-from-zone=${name}`] : setting.flags(on, offline);
  return { ...setting, flags };
}
export const port = (value: string): Setting =>
  inList({
    list: 'ports',
    value,
    option: 'port',
    asked: timed('Port', ...value.split('/')),
    described: `port ${value}`,
  });
export const protocol = (value: string): Setting =>
  inList({
    list: 'protocols',
    value,
    option: 'protocol',
    asked: timed('Protocol', value),
    described: `protocol ${value}`,
  });
export const source = (value: string): Setting => ({
  ...inList({
    list: 'sources',
    value,
    option: 'source',
    asked: { method: 'Source', words: [value] },
    described: `source ${value}`,
  }),
  told: (on, zone) => (on ? `Added ${value} to zone ${zone}` : `Removed ${value} from zone ${zone}`),
});
export const icmpBlock = (value: string): Setting =>
  inList({
    list: 'icmpBlocks',
    value,
    option: 'icmp-block',
    asked: timed('IcmpBlock', value),
    described: `icmp-block ${value}`,
  });
export const richRule = (value: string): Setting =>
  inList({
    list: 'richRules',
    value,
    option: 'rich-rule',
    asked: timed('RichRule', value),
    described: `rich_rule ${value}`,
    same: canonicalRichRule,
  });

/** `change-interface` takes it out of the zone in which it was. */
export function networkInterface(name: string): Setting {
  const setting = inList({
    list: 'interfaces',
    value: name,
    option: 'interface',
    asked: { networkInterface: name },
    described: `interface ${name}`,
  });
  const told: Setting['told'] = (on, zone) =>
    on ? `Changed ${name} to zone ${zone}` : `Removed ${name} from zone ${zone}`;
  return { ...setting, told, flags: (on) => [on ? `--change-interface=${name}` : `--remove-interface=${name}`] };
}

export interface Forward {
  readonly port: string;
  readonly proto: string;
  readonly toport: string;
  readonly toaddr: string | undefined;
}

export function forwardPort({ port: from, proto, toport, toaddr }: Forward): Setting {
  const value = `port=${from}:proto=${proto}:toport=${toport}:toaddr=${toaddr ?? ''}`;
  return inList({
    list: 'forwardPorts',
    value,
    option: 'forward-port',
    asked: timed('ForwardPort', from, proto, toport, toaddr ?? ''),
    described: `port_forward ${value}`,
  });
}

export const masquerade: Setting = {
  described: 'masquerade',
  told: (on, zone) => (on ? `Added masquerade to zone ${zone}` : `Removed masquerade from zone ${zone}`),
  has: (zone) => zone.masquerade,
  put: (zone, on) => ({ ...zone, masquerade: on }),
  asked: () => timed('Masquerade'),
  flags: (on) => [`--${on ? 'add' : 'remove'}-masquerade`],
};

export const icmpBlockInversion = (word: string): Setting => ({
  described: `icmp-block-inversion ${word}`,
  has: (zone) => zone.icmpBlockInversion,
  put: (zone, on) => ({ ...zone, icmpBlockInversion: on }),
  asked: () => ({ method: 'IcmpBlockInversion', words: [] }),
  flags: (on) => [`--${on ? 'add' : 'remove'}-icmp-block-inversion`],
});

/** `absent` sets the target back. */
export const target = (name: string): Setting => ({
  described: `target ${name}`,
  told: (on, zone) => (on ? `Set zone ${zone} target to ${name}` : `Reset zone ${zone} target to default`),
  has: (zone) => zone.target === name,
  put: (zone, on) => ({ ...zone, target: on ? name : 'default' }),
  asked: (on) => ({ target: on ? name : 'default' }),
  flags: (on) => [`--set-target=${on ? name : 'default'}`],
});
