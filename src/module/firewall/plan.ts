// Plans for one setting of a zone: saved and in force are two things, looked at and changed apart.

import { zone as zoneLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { UnitSeen, ZoneSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { zoneCommand, zoneItselfCommand } from './command.ts';
import type { Setting, Zone } from './settings.ts';

export interface FirewallWish {
  /** As written; empty for the default zone. */
  readonly zone: string;
  readonly on: boolean;
  readonly state: string;
  readonly permanent: boolean;
  readonly immediate: boolean;
  readonly offline: boolean;
  /** Seconds; 0: for good. Only for what is in force. */
  readonly timeout: number;
}

export interface FirewallSeen {
  readonly permanent: ZoneSeen;
  readonly runtime: ZoneSeen;
  readonly unit: UnitSeen;
}

/** Which of the two configurations, and the zone as it stands there. */
interface Side {
  readonly configuration: 'permanent' | 'runtime';
  readonly zone: Zone;
}

/** The plan that gives a zone a setting or takes it away. */
export function planSetting(wish: FirewallWish, setting: Setting, seen: FirewallSeen): Plan {
  const running = isRunning(seen);
  const problem = refusal(wish, seen, running);
  if (problem !== undefined) return { changes: [], failed: problem };
  const sides = sidesOf(wish, seen, running);
  const wrong = sides.filter((side) => setting.has(side.zone) !== wish.on);
  const changes = wrong.map((side) => settingChange(wish, setting, side, running));
  const [first] = wrong;
  const done = first && (setting.told?.(wish.on, first.zone.zone) ?? `Changed ${setting.described} to ${wish.state}`);
  return { changes, result: { msg: messageFor(wish, done) } };
}

// In check mode an earlier task may have predicted the start; what will be in force then is what is saved.
function isRunning({ unit, runtime }: FirewallSeen): boolean {
  return runtime.exists || runtime.why === 'no-such-zone' || unit.activeState === 'active';
}

function sidesOf({ permanent, immediate }: FirewallWish, seen: FirewallSeen, running: boolean): readonly Side[] {
  const saved: readonly Side[] = seen.permanent.exists ? [{ configuration: 'permanent', zone: seen.permanent }] : [];
  const force = seen.runtime.exists ? seen.runtime : seen.permanent;
  return [
    ...(permanent ? saved : []),
    ...(immediate && running && force.exists ? [{ configuration: 'runtime', zone: force } as const] : []),
  ];
}

function refusal(
  { permanent, immediate, offline, zone }: FirewallWish,
  seen: FirewallSeen,
  running: boolean,
): string | undefined {
  if (!seen.permanent.exists && seen.permanent.why === 'no-firewalld')
    return 'the host has no firewalld; install it (package firewalld)';
  if (!running && !(permanent && !immediate) && !offline) {
    return 'firewall is not currently running, unable to perform immediate actions without a running firewall daemon; start it first (service: name=firewalld state=started), or set permanent=true and offline=true';
  }
  const looked = immediate && !permanent && seen.runtime.exists ? seen.runtime : seen.permanent;
  if (looked.exists) return missingInForce(seen, { permanent, immediate, running });
  return `INVALID_ZONE: there is no zone '${zone}'; firewalld has ${looked.zones.join(', ')}`;
}

function missingInForce(
  { runtime, permanent }: FirewallSeen,
  wish: { readonly permanent: boolean; readonly immediate: boolean; readonly running: boolean },
): string | undefined {
  if (!wish.immediate || !wish.running || runtime.exists || runtime.why !== 'no-such-zone') return undefined;
  return `INVALID_ZONE: the zone '${permanent.zone}' is saved, but not in force yet; reload firewalld first (service: name=firewalld state=reloaded)`;
}

/** Ansible's message: which operation, then what changed. */
export function messageFor(
  { permanent, immediate }: Pick<FirewallWish, 'permanent' | 'immediate'>,
  done: string | undefined,
): string {
  const operation =
    permanent && immediate
      ? 'Permanent and Non-Permanent(immediate) operation'
      : permanent
        ? 'Permanent operation'
        : 'Non-permanent operation';
  return done === undefined ? operation : `${operation}, ${done}`;
}

function settingChange(
  wish: FirewallWish,
  setting: Setting,
  { configuration, zone }: Side,
  running: boolean,
): RunCommand {
  const command = (on: boolean): Command => {
    const flags = setting.flags(on, !running);
    if (!running) return { argv: ['firewall-offline-cmd', `--zone=${zone.zone}`, ...flags] };
    const timeout = on && configuration === 'runtime' ? wish.timeout : 0;
    const timed = timeout > 0 ? [`--timeout=${timeout}`] : [];
    return zoneCommand({
      zone: zone.zone,
      configuration,
      on,
      timeout,
      asked: setting.asked(on),
      flags: [...flags, ...timed],
    });
  };
  const after = setting.put(zone, wish.on);
  const where = configuration === 'permanent' ? 'saved' : 'in force';
  return {
    kind: 'run',
    title: `${wish.on ? 'add' : 'remove'} ${setting.described} ${wish.on ? 'to' : 'from'} the zone ${zone.zone} (${where})`,
    command: command(wish.on),
    touches: ['firewall'],
    accept: [0],
    predictable: true,
    leaves: predictions(wish.zone, zone, configuration, after),
    undo: command(!wish.on),
    diff: {
      before: `${setting.described}: ${wish.on ? 'no' : 'yes'}\n`,
      after: `${setting.described}: ${wish.on ? 'yes' : 'no'}\n`,
      header: `zone ${zone.zone} (${where})`,
    },
  };
}

// A zone can be asked for by its name, and the default zone without one.
function predictions(
  written: string,
  zone: Zone,
  configuration: Side['configuration'],
  after: Zone,
): RunCommand['leaves'] {
  const names = new Set([written, zone.zone, ...(zone.zone === zone.defaultZone ? [''] : [])]);
  return [...names].map((name) => ({ kind: 'zone', look: zoneLook(name, configuration), value: after }) as const);
}

/** Makes a zone, or removes one: only saved zones can be. */
export function planZone(wish: FirewallWish, seen: FirewallSeen): Plan {
  const { permanent } = seen;
  if (!permanent.exists && permanent.why === 'no-firewalld')
    return { changes: [], failed: 'the host has no firewalld; install it (package firewalld)' };
  if (wish.zone === '') return { changes: [], failed: "'zone' is required to make or remove one" };
  if (!wish.permanent)
    return { changes: [], failed: 'a zone can only be made or removed permanently; set permanent=true' };
  if (permanent.exists === wish.on) return { changes: [], result: { msg: messageFor(wish, undefined) } };
  const running = isRunning(seen);
  const command = (on: boolean): Command =>
    running
      ? zoneItselfCommand(wish.zone, on)
      : { argv: ['firewall-offline-cmd', `--${on ? 'new' : 'delete'}-zone=${wish.zone}`] };
  const change: RunCommand = {
    kind: 'run',
    title: `${wish.on ? 'make' : 'remove'} the zone ${wish.zone}`,
    command: command(wish.on),
    touches: ['firewall'],
    accept: [0],
    predictable: true,
    leaves: [
      {
        kind: 'zone',
        look: zoneLook(wish.zone, 'permanent'),
        value: wish.on
          ? emptyZone(wish.zone, permanent)
          : { exists: false, zone: wish.zone, why: 'no-such-zone', zones: permanent.zones },
      },
    ],
    undo: wish.on ? command(false) : { cannot: `the settings of the zone ${wish.zone} were not kept` },
    diff: {
      before: `state: ${wish.on ? 'absent' : 'present'}\n`,
      after: `state: ${wish.on ? 'present' : 'absent'}\n`,
      header: `zone ${wish.zone}`,
    },
  };
  const word = wish.on ? 'Added' : 'Removed';
  return {
    changes: [change],
    result: { msg: messageFor(wish, `${word} zone ${wish.zone}, Changed zone ${wish.zone} to ${wish.state}`) },
  };
}

function emptyZone(name: string, { zones }: ZoneSeen): Zone {
  const none = {
    services: [],
    ports: [],
    protocols: [],
    sourcePorts: [],
    sources: [],
    interfaces: [],
    richRules: [],
    forwardPorts: [],
    icmpBlocks: [],
  };
  const flags = { icmpBlockInversion: false, masquerade: false, forward: false };
  return { exists: true, zone: name, defaultZone: '', zones: [...zones, name], target: 'default', ...none, ...flags };
}
