// Sets the time zone of the host, and whether its clock runs in local time.

import {
  type Change,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  NO_ATTRIBUTES,
  type Plan,
  planContent,
  text,
} from '../src/module/index.ts';

const ZONES = '/usr/share/zoneinfo';

export default defineModule({
  summary: 'Set the time zone',
  description:
    'Works on /etc/localtime, /etc/timezone (where the host has it) and /etc/adjtime. Programs that run read the zone when they start: restart cron.',
  collection: 'community.general',
  params: {
    name: text('The zone, such as Europe/Berlin.').optional(),
    hwclock: choice(['local', 'UTC'], 'Whether the hardware clock has local time or UTC.').alias('rtc').optional(),
  },
  returns: { msg: 'what was set' },
  examples: [{ name: 'Berlin', yaml: 'timezone:\n  name: Europe/Berlin' }],
  refuse: ({ name, hwclock }) => {
    if (name === undefined && hwclock === undefined) return 'one of the following is required: hwclock, name';
    // The name becomes part of a path.
    if (name !== undefined && !/^[\w+-]+(?:\/[\w+-]+)*$/.test(name)) return `given timezone "${name}" is not available`;
    return undefined;
  },
  look: ({ name, hwclock }) => ({
    zone: name === undefined ? undefined : fileLook(`${ZONES}/${name}`),
    link: fileLook('/etc/localtime', { follow: false }),
    written: fileLook('/etc/timezone', { content: 'all' }),
    adjusted: hwclock === undefined ? undefined : fileLook('/etc/adjtime', { content: 'all' }),
  }),
  plan: ({ name, hwclock }, { zone, link, written, adjusted }): Plan => {
    if (zone && (!zone.exists || zone.type !== 'file'))
      return {
        changes: [],
        failed: `given timezone "${name}" is not available: the host has no ${ZONES}/${name} (package tzdata)`,
      };
    const current = zoneOf(link, written);
    const changes: Change[] = [];
    if (name !== undefined && zoneOf(link) !== name)
      changes.push({
        kind: 'link',
        path: '/etc/localtime',
        target: `..${ZONES}/${name}`,
        hard: false,
        before: link,
      });
    if (name !== undefined && written.exists) changes.push(...write(written, `${name}\n`));
    if (adjusted && hwclock !== undefined) changes.push(...write(adjusted, clockText(adjusted, hwclock)));
    const set = [
      ...(name === undefined ? [] : [`time zone ${name} (was ${current})`]),
      ...(hwclock ? [`clock in ${hwclock}`] : []),
    ];
    return { changes, result: { ...(changes.length > 0 && { msg: `set ${set.join(', ')}` }) } };
  },
});

/** What the link says, or where there is none what the file says. Without a link the zone is UTC. */
function zoneOf(link: FileSeen, written?: FileSeen): string | undefined {
  if (link.exists && link.target !== undefined) return /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(link.target)?.[1];
  const text = written?.exists ? written.content?.toString('utf8').trim() : undefined;
  return text ?? (link.exists ? undefined : 'UTC');
}

/** /etc/adjtime with its third line as wanted; without the file the clock has UTC. */
function clockText(adjusted: FileSeen, hwclock: 'local' | 'UTC'): string {
  const old = adjusted.exists ? (adjusted.content?.toString('utf8') ?? '') : '';
  const word = hwclock === 'local' ? 'LOCAL' : 'UTC';
  const [drift = '0.0 0 0', last = '0', unit = 'UTC'] = old.split('\n').filter((line) => line !== '');
  return unit === word ? old : `${drift}\n${last}\n${word}\n`;
}

function write(seen: FileSeen, text: string): readonly Change[] {
  if (!seen.exists && text === '') return [];
  const planned = planContent({
    seen,
    content: Buffer.from(text),
    params: NO_ATTRIBUTES,
    accounts: { owner: undefined, group: undefined },
  });
  return planned.ok ? planned.changes : [];
}
