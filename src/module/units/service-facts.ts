// What systemctl, service and rc-status print of services, as the facts of Ansible's service_facts.

import type { Plain } from '../../model/value.ts';

interface ServiceFact {
  readonly name: string;
  readonly state: string;
  readonly status?: string;
  readonly source: 'systemd' | 'sysv' | 'openrc';
}

/** What says more of a unit than whether it is enabled. */
const BAD = ['not-found', 'masked', 'failed'];

/** Services by name, from sections that begin with a line `== NAME`: units, files, states, scripts, openrc. */
export function serviceFacts(printed: string): Readonly<Record<string, Plain>> {
  const sections = sectionsOf(printed);
  const facts = new Map<string, ServiceFact>();
  for (const one of scripts(sections.get('scripts') ?? [])) facts.set(one.name, one);
  for (const one of openrc(sections.get('openrc') ?? [])) facts.set(one.name, one);
  for (const one of units(sections.get('units') ?? [])) facts.set(one.name, one);
  addFiles(facts, sections.get('files') ?? [], sections.get('states') ?? []);
  return Object.fromEntries([...facts].map(([name, one]) => [name, { ...one }]));
}

function sectionsOf(printed: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of printed.split('\n')) {
    const name = /^== (\w+)$/.exec(line)?.[1];
    if (name === undefined) {
      current.push(line);
      continue;
    }
    current = [];
    sections.set(name, current);
  }
  return sections;
}

// `UNIT LOAD ACTIVE SUB DESCRIPTION`; a dot before the name marks what is wrong.
function units(lines: readonly string[]): readonly ServiceFact[] {
  return lines.flatMap((line): readonly ServiceFact[] => {
    const [name, load, active = 'unknown', sub] = line
      .replace(/^\s*[^\w\s]\s+/, '')
      .trim()
      .split(/\s+/);
    if (name === undefined || !name.endsWith('.service')) return [];
    const bad = BAD.find((word) => word === load || word === active || word === sub);
    return [{ name, state: sub === 'running' ? 'running' : 'stopped', status: bad ?? active, source: 'systemd' }];
  });
}

// A template has no state of its own; the states of the others come in their order, each a paragraph.
function addFiles(facts: Map<string, ServiceFact>, lines: readonly string[], states: readonly string[]): void {
  const active = states.flatMap((line) => /^ActiveState=(.*)$/.exec(line)?.[1] ?? []);
  let at = 0;
  for (const line of lines) {
    const [name, status = 'unknown'] = line.trim().split(/\s+/);
    if (name === undefined || !name.endsWith('.service')) continue;
    const state = name.endsWith('@.service') ? 'unknown' : (active[at++] ?? 'unknown');
    const known = facts.get(name);
    if (!known) facts.set(name, { name, state, status, source: 'systemd' });
    else if (!BAD.includes(known.status ?? '')) facts.set(name, { ...known, status });
  }
}

// ` [ + ]  cron`
function scripts(lines: readonly string[]): readonly ServiceFact[] {
  return lines.flatMap((line): readonly ServiceFact[] => {
    const [, sign, name] = /^\s*\[ ([+-]) \]\s+(\S+)/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, state: sign === '+' ? 'running' : 'stopped', source: 'sysv' }];
  });
}

// `sshd = started`, below `[default]` for the runlevel.
function openrc(lines: readonly string[]): readonly ServiceFact[] {
  let runlevel = '';
  return lines.flatMap((line): readonly ServiceFact[] => {
    runlevel = /^\[(.+)\]$/.exec(line)?.[1] ?? runlevel;
    const [, name, state] = /^(\S+) = (\S+)/.exec(line) ?? [];
    if (name === undefined) return [];
    const enabled = ['sysinit', 'boot', 'default', 'shutdown', 'nonetwork'].includes(runlevel);
    return [
      {
        name,
        state: state === 'started' ? 'running' : 'stopped',
        status: enabled ? 'enabled' : 'disabled',
        source: 'openrc',
      },
    ];
  });
}
