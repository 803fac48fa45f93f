// Manages snaps.

import {
  bool,
  choice,
  defineModule,
  list,
  type ManagerChange,
  managerLook,
  managerPlans,
  NO_MANAGER,
  text,
} from '../src/module/index.ts';

const LOOK = `command -v snap >/dev/null 2>&1 || exit 127
snap list 2>/dev/null | sed 1d
echo
for name do printf 'options %s %s\\n' "$name" "$(snap get -d "$name" 2>/dev/null | tr -d '\\n')"; done
exit 0`;

export default defineModule({
  summary: 'Manage snaps',
  collection: 'community.general',
  params: {
    name: list(text('A snap.'), 'The snaps.'),
    state: choice(['absent', 'present', 'enabled', 'disabled'], 'What they shall be.').default('present'),
    classic: bool('Without confinement.').default(false),
    channel: text('The channel that they follow.').default('stable'),
    options: list(text('name=value, or snap:name=value.'), 'Settings of the snaps.').default([]),
  },
  returns: {
    snaps_installed: 'snaps that were installed',
    snaps_removed: 'snaps that were removed',
    options_changed: 'settings that were changed, as snap:name=value',
    channel: 'the channel',
    classic: 'whether they are without confinement',
  },
  examples: [{ name: 'Install a snap', yaml: 'community.general.snap:\n  name: certbot\n  classic: true' }],
  look: ({ name, options }) => ({ seen: managerLook(LOOK, options.length > 0 ? name : []) }),
  plan: ({ name, state, classic, channel, options }, { seen }) => {
    if (seen.code === NO_MANAGER) return { changes: [], failed: 'the host has no snap; install snapd' };
    const [table = '', told = ''] = seen.stdout.toString('utf8').split('\n\n');
    const rows = new Map(table.split('\n').map((line) => [line.split(/\s+/)[0] ?? '', line]));
    const isOff = (one: string): boolean => /\bdisabled\b/.test(rows.get(one) ?? '');
    if (state === 'absent') {
      const there = name.filter((one) => rows.has(one));
      return managerPlans(
        there.length === 0
          ? []
          : [
              {
                title: `remove ${there.join(' ')}`,
                argv: ['snap', 'remove', ...there],
                before: there,
                undo: { cannot: `${there.join(' ')}: the data of snaps goes with them` },
              },
            ],
        { snaps_removed: there },
      );
    }
    if (state !== 'present') {
      const missing = name.find((one) => !rows.has(one));
      if (missing !== undefined) return { changes: [], failed: `the snap ${missing} is not installed` };
      const wrong = name.filter((one) => isOff(one) === (state === 'enabled'));
      const [verb, back] = state === 'enabled' ? (['enable', 'disable'] as const) : (['disable', 'enable'] as const);
      return managerPlans(
        wrong.map((one) => ({ title: `${verb} ${one}`, argv: ['snap', verb, one], undo: ['snap', back, one] })),
      );
    }
    const fresh = name.filter((one) => !rows.has(one));
    const flags = [...(classic ? ['--classic'] : []), ...(channel === 'stable' ? [] : ['--channel', channel])];
    // Of classic snaps, and where a channel is named, only one is installed at a time.
    const groups = flags.length > 0 ? fresh.map((one) => [one]) : fresh.length > 0 ? [fresh] : [];
    const installs = groups.map(
      (group): ManagerChange => ({
        title: `install ${group.join(' ')}`,
        argv: ['snap', 'install', ...flags, ...group],
        after: group,
        undo: ['snap', 'remove', '--purge', ...group],
      }),
    );
    const settings = settingsOf(name, options, told);
    if (typeof settings === 'string') return { changes: [], failed: settings };
    const sets = settings.map(
      ({ snap, key, value, old }): ManagerChange => ({
        title: `set ${key} of ${snap}`,
        argv: ['snap', 'set', snap, `${key}=${value}`],
        after: [`${snap}:${key}=${value}`],
        undo: old === undefined ? ['snap', 'unset', snap, key] : ['snap', 'set', snap, `${key}=${old}`],
      }),
    );
    return managerPlans([...installs, ...sets], {
      classic,
      channel,
      ...(fresh.length > 0 && { snaps_installed: fresh }),
      ...(sets.length > 0 && { options_changed: settings.map(({ snap, key, value }) => `${snap}:${key}=${value}`) }),
    });
  },
});

interface Setting {
  readonly snap: string;
  readonly key: string;
  readonly value: string;
  readonly old: string | undefined;
}

function settingsOf(names: readonly string[], options: readonly string[], told: string): readonly Setting[] | string {
  const settings: Setting[] = [];
  for (const option of options) {
    const [, only, key, value] = /^(?:([a-zA-Z0-9][\w-]*):)?([\w.-]+)=(.*)$/.exec(option) ?? [];
    if (key === undefined || value === undefined)
      return `Cannot parse option '${option}'; write name=value, or snap:name=value`;
    for (const snap of only === undefined ? names : [only]) {
      const old = valueAt(told, snap, key);
      if (old !== value) settings.push({ snap, key, value, old });
    }
  }
  return settings;
}

function valueAt(told: string, snap: string, key: string): string | undefined {
  const line = told
    .split('\n')
    .find((one) => one.startsWith(`options ${snap} `))
    ?.slice(`options ${snap} `.length);
  try {
    let value: unknown = JSON.parse(line ?? '');
    for (const part of key.split('.')) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = new Map<string, unknown>(Object.entries(value)).get(part);
    }
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
