// Plans one connection of NetworkManager; what could cut us off is kept only if the host can still be reached afterwards.

import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { addCommand, GUARDED, modifyCommand, releaseCommand, simpleCommand } from './commands.ts';
import type { NmcliParams } from './params.ts';
import { addedType, isSecret, type Properties, propertiesOf } from './properties.ts';
import { type Connection, connectionLook, foundIn, isAsWanted, pairsDiffering, shown, shownAbsent } from './seen.ts';

export const nmcliLook = ({ conn_name: name }: NmcliParams): RunLook => connectionLook(name);

/** The plan for a connection. */
export function planNmcli(given: NmcliParams, seen: RunSeen): Plan {
  const found = foundIn(seen);
  if (found.kind === 'problem') return { changes: [], failed: found.problem };
  const connection = found.kind === 'found' ? found.connection : undefined;
  switch (given.state) {
    case 'absent':
      return connection ? removal(given, connection) : { changes: [], result: fieldsOf(given) };
    case 'present':
      return connection ? modification(given, connection) : creation(given);
    default:
      return connection ? activation(given, connection) : missing(given);
  }
}

const fieldsOf = ({ conn_name, state }: NmcliParams): Result => ({ conn_name, state });

const missing = ({ conn_name: name }: NmcliParams): Plan => ({
  changes: [],
  failed: `there is no connection '${name}'; make it first (state=present)`,
});

interface Doing {
  readonly title: string;
  readonly command: RunCommand['command'];
  readonly undo: RunCommand['undo'];
  readonly left: RunSeen;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly guarded: boolean;
  readonly result: Result;
  readonly warnings?: readonly string[];
}

function planned(given: NmcliParams, doing: Doing): Plan {
  const { title, command, undo, left, before, after, guarded, result, warnings = [] } = doing;
  const { conn_name: name } = given;
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const change: RunCommand = {
    kind: 'run',
    title: guarded ? `${title}; it is taken back if the host cannot be reached then` : title,
    command,
    touches: [`command:nmcli ${name}`],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: connectionLook(name), value: left }],
    undo,
    diff: { before: text(before), after: text(after), header: `connection ${name}` },
  };
  return {
    changes: [change],
    result,
    warnings,
    failure: ({ stderr, code }) => ({ name, msg: stderr.toString('utf8').trim(), rc: code }),
    next: stage({
      looks: {},
      plan: (_seen, performed) => {
        const said = performed.at(-1)?.stdout.toString('utf8') ?? '';
        const isHeld = guarded && (performed.length === 0 || said.startsWith(GUARDED));
        const stdout = said.replace(`${GUARDED}\n`, '');
        const lines = stdout === '' ? {} : { stdout, stdout_lines: stdout.trimEnd().split('\n') };
        return { changes: isHeld ? [RELEASE] : [], changed: true, result: { ...result, ...lines } };
      },
    }),
  };
}

const RELEASE: RunCommand = {
  kind: 'run',
  title: 'have NetworkManager keep the change, since the host can still be reached',
  command: releaseCommand,
  touches: [],
  accept: [0],
  predictable: true,
  leaves: [],
  undo: { script: ':', args: [] },
};

const line = ([name, value]: readonly [string, string]): string => `${name}: ${isSecret(name) ? '(hidden)' : value}`;

// Of these kinds Ansible brings up what it has just made with servers of names or an MTU.
const BROUGHT_UP: ReadonlySet<string> = new Set(['bond', 'dummy', 'ethernet', 'infiniband', 'wifi']);
// These need no addresses, so that they get none by themselves.
const WITHOUT_ADDRESSES: ReadonlySet<string> = new Set(['dummy', 'macvlan', 'wireguard']);

function creation(given: NmcliParams): Plan {
  const { conn_name: name, type } = given;
  if (type === undefined)
    return { changes: [], failed: `there is no connection '${name}' yet; 'type' is needed to make it` };
  const wanted = new Map([...propertiesOf(given)].filter(([, value]) => value !== ''));
  if (WITHOUT_ADDRESSES.has(type)) {
    for (const method of ['ipv4.method', 'ipv6.method']) if (!wanted.has(method)) wanted.set(method, 'disabled');
  }
  // nmcli wants to hear of the interface, even that any will do.
  if (given.ifname === '*') wanted.set('connection.interface-name', '');
  const problem = unsafe(wanted);
  if (problem !== undefined) return { changes: [], failed: problem };
  const activate = BROUGHT_UP.has(type) && (given.mtu ?? given.dns4 ?? given.dns6) !== undefined;
  return planned(given, {
    title: `make the connection ${name}`,
    command: addCommand(name, addedType(given), wanted, activate),
    undo: simpleCommand('delete', name, false),
    left: shown(new Map([['connection.id', name], ['connection.type', keptType(given) ?? type], ...wanted])),
    before: [],
    after: [...wanted].map(line),
    guarded: activate,
    result: { ...fieldsOf(given), Connection: `Connection ${name} of Type ${type} is being added` },
  });
}

// The editor takes a line for each secret.
function unsafe(properties: Properties): string | undefined {
  const wrong = [...properties].find(
    ([name, value]) => isSecret(name) && (/[\n\r]/.test(value) || value !== value.trim()),
  );
  return wrong && `the value of ${wrong[0]} has a line break in it, or a blank at an end, which nmcli cannot be given`;
}

const KEPT: Readonly<Record<string, string>> = {
  ethernet: '802-3-ethernet',
  wifi: '802-11-wireless',
  'bond-slave': '802-3-ethernet',
  'bridge-slave': '802-3-ethernet',
  'team-slave': '802-3-ethernet',
  gre: 'ip-tunnel',
  ipip: 'ip-tunnel',
  sit: 'ip-tunnel',
};
const keptType = ({ type }: NmcliParams): string | undefined => (type === undefined ? undefined : (KEPT[type] ?? type));

function modification(given: NmcliParams, { properties: now, active }: Connection): Plan {
  const { conn_name: name } = given;
  const [type, kept] = [keptType(given), now.get('connection.type')];
  if (type !== undefined && kept !== undefined && type !== kept)
    return {
      changes: [],
      failed: `the connection '${name}' is of the type ${kept}, not ${type}; remove it first (state=absent)`,
    };
  const differing = new Map([...propertiesOf(given)].filter((one) => isDiffering(given, now, one)));
  const problem = unsafe(differing);
  if (problem !== undefined) return { changes: [], failed: problem };
  if (differing.size === 0)
    return { changes: [], result: { ...fieldsOf(given), Exists: 'Connections already exist and no changes made' } };
  const full = new Map([...differing].map(([key, value]) => [key, merged(key, value, now)]));
  const before = new Map([...full.keys()].map((key) => [key, now.get(key) ?? '']));
  const isZone = active && full.has('connection.zone');
  const rest = active && [...full.keys()].some((key) => key !== 'connection.zone' && key !== 'connection.autoconnect');
  const modify = (properties: Properties): RunCommand['command'] =>
    modifyCommand(name, { properties, guarded: isZone, reload: given.conn_reload });
  return planned(given, {
    title: `change the connection ${name}`,
    command: modify(full),
    undo: modifyCommand(name, { properties: before, guarded: false, reload: given.conn_reload }),
    left: shown(new Map([...now, ...full])),
    before: [...before].map(line),
    after: [...full].map(line),
    guarded: isZone,
    result: { ...fieldsOf(given), Exists: 'Connections do exist so we are modifying them' },
    warnings: rest
      ? [`the connection '${name}' is active: what was changed comes into force when it is activated again (state=up)`]
      : [],
  });
}

const UNSET: ReadonlySet<string> = new Set(['', 'no', 'auto', '0']);

// What the host's NetworkManager does not show cannot be told from what it has by itself.
function isDiffering(given: NmcliParams, now: Properties, [name, wanted]: readonly [string, string]): boolean {
  const value = now.get(name);
  if (value === undefined && UNSET.has(wanted)) return false;
  if (value === undefined && given.ignore_unsupported_suboptions && name.startsWith('802-11-wireless')) return false;
  return !isAsWanted(name, wanted, value);
}

// Other options of a bond stay as they are.
function merged(name: string, wanted: string, now: Properties): string {
  if (name !== 'bond.options') return wanted;
  const old = (now.get(name) ?? '').split(',').filter((pair) => pair !== '');
  const fresh = pairsDiffering(wanted, now.get(name) ?? '');
  const key = (pair: string): string => pair.slice(0, pair.indexOf('='));
  return [...old.filter((pair) => !fresh.some((one) => key(one) === key(pair))), ...fresh].join(',');
}

function removal(given: NmcliParams, { active }: Connection): Plan {
  const { conn_name: name } = given;
  return planned(given, {
    title: `delete the connection ${name}`,
    command: simpleCommand('delete', name, active),
    undo: { cannot: `the connection ${name} was deleted, and its properties were not kept` },
    left: shownAbsent,
    before: [`the connection ${name}`],
    after: [],
    guarded: active,
    result: fieldsOf(given),
  });
}

function activation(given: NmcliParams, { properties, active }: Connection): Plan {
  const { conn_name: name, state } = given;
  const word = state === 'up' ? 'up' : 'down';
  if (active === (word === 'up')) return { changes: [], result: fieldsOf(given) };
  const known = [...properties].filter(([key]) => /^[a-z0-9]/.test(key));
  const left = new Map(word === 'up' ? [...known, ['GENERAL.STATE', 'activated'] as const] : known);
  return planned(given, {
    title: `${word === 'up' ? 'activate' : 'end'} the connection ${name}`,
    command: simpleCommand(word, name, true),
    undo: simpleCommand(word === 'up' ? 'down' : 'up', name, false),
    left: shown(left),
    before: [`active: ${active ? 'yes' : 'no'}`],
    after: [`active: ${active ? 'no' : 'yes'}`],
    guarded: true,
    result: fieldsOf(given),
  });
}
