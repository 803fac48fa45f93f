// SELinux's types of ports, as semanage prints and sets them.

import { run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';

/** Every port with a type, then (behind a line `local`) what was set on this host, from SELinux's own file: it costs no second start of Python. */
export const portsLook = run(
  {
    script: `LC_ALL=C; export LC_ALL
command -v semanage >/dev/null 2>&1 || exit 127
semanage port -l -n || exit
echo local; cat /var/lib/selinux/*/active/ports.local 2>/dev/null; exit 0`,
    args: [],
  },
  ['selinux', 'packages'],
);

export interface PortType {
  readonly setype: string;
  readonly proto: string;
  /** `80` or `8000-8010`. */
  readonly port: string;
}

export interface PortTable {
  readonly all: readonly PortType[];
  readonly local: readonly PortType[];
}

/** `http_port_t tcp 80, 81, 443` and `portcon tcp 2222 system_u:object_r:ssh_port_t:s0`. */
export function parsePorts(printed: string): PortTable {
  const [listed = '', own = ''] = printed.split(/^local$/m);
  const all = listed.split('\n').flatMap((line): readonly PortType[] => {
    const [, setype, proto, ports] = /^(\S+)\s+(tcp|udp|dccp|sctp)\s+(\S.*)$/.exec(line) ?? [];
    if (setype === undefined || proto === undefined || ports === undefined) return [];
    return ports.split(',').map((port) => ({ setype, proto, port: port.trim() }));
  });
  const local = own.split('\n').flatMap((line): readonly PortType[] => {
    const [, proto, port, setype] = /^portcon\s+(\S+)\s+(\S+)\s+[^:\s]+:[^:\s]+:([^:\s]+)/.exec(line) ?? [];
    return setype === undefined || proto === undefined || port === undefined ? [] : [{ setype, proto, port }];
  });
  return { all, local };
}

function printed({ all, local }: PortTable): string {
  const lines = all.map(({ setype, proto, port }) => `${setype} ${proto} ${port}`);
  const own = local.map(({ setype, proto, port }) => `portcon ${proto} ${port} system_u:object_r:${setype}:s0`);
  return [...lines, 'local', ...own, ''].join('\n');
}

const isSame = (one: PortType, other: PortType): boolean => one.port === other.port && one.proto === other.proto;

/** The commands that give ports a type (or take what this host gave away), each with the table it leaves. */
export function portCommands(
  seen: RunSeen,
  wanted: readonly PortType[],
  { state, reload }: { readonly state: 'present' | 'absent'; readonly reload: boolean },
): readonly RunCommand[] {
  let table = parsePorts(seen.stdout.toString('utf8'));
  return wanted.flatMap((port): readonly RunCommand[] => {
    const now = table.all.filter((one) => isSame(one, port));
    const has = now.some((one) => one.setype === port.setype);
    if (has === (state === 'present')) return [];
    const before = table;
    const own = before.local.find((one) => isSame(one, port));
    table = after(table, port, state);
    const verb = state === 'absent' ? '-d' : now.length > 0 ? '-m' : '-a';
    return [command({ verb, port, undo: undoOf(verb, port, own), table, reload })];
  });
}

function after({ all, local }: PortTable, port: PortType, state: 'present' | 'absent'): PortTable {
  const others = (list: readonly PortType[]): readonly PortType[] => list.filter((one) => !isSame(one, port));
  const mine = state === 'present' ? [port] : [];
  return { all: [...others(all), ...mine], local: [...others(local), ...mine] };
}

type Verb = '-a' | '-m' | '-d';

// What was changed from the policy's own type goes back by removing this host's word on it.
function undoOf(verb: Verb, port: PortType, own: PortType | undefined): readonly [Verb, PortType] {
  if (verb === '-d') return ['-a', own ?? port];
  return own ? ['-m', own] : ['-d', port];
}

interface Setting {
  readonly verb: Verb;
  readonly port: PortType;
  readonly undo: readonly [Verb, PortType];
  readonly table: PortTable;
  readonly reload: boolean;
}

function command({ verb, port, undo, table, reload }: Setting): RunCommand {
  const stdout = Buffer.from(printed(table));
  const what = `${port.proto} port ${port.port}`;
  return {
    kind: 'run',
    title: verb === '-d' ? `take ${what} from ${port.setype}` : `give ${what} the type ${port.setype}`,
    command: { argv: argv(verb, port, reload) },
    touches: ['selinux'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: portsLook, value: { code: 0, stdout, stderr: Buffer.alloc(0) } }],
    undo: { argv: argv(...undo, reload) },
    diff: {
      before: verb === '-d' ? `${port.setype} ${what}\n` : '',
      after: verb === '-d' ? '' : `${port.setype} ${what}\n`,
      header: 'SELinux ports',
    },
  };
}

function argv(verb: Verb, { setype, proto, port }: PortType, reload: boolean): readonly [string, ...string[]] {
  const quiet = reload ? [] : ['-N'];
  const type = verb === '-d' ? [] : ['-t', setype];
  return ['semanage', 'port', verb, ...quiet, ...type, '-p', proto, port];
}
