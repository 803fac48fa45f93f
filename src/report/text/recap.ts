// The recap: one line per host, as Ansible prints it.

import type { Plain } from '../../model/value.ts';
import type { HostStats, Recap } from '../../run/events.ts';
import type { Line, Tone } from './endings.ts';
import { valueText } from './result-text.ts';

const COUNTS = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'] as const;

/** The recap's line of a host. */
export function recapLine(host: string, stats: HostStats): Line {
  const counts = COUNTS.map((name) => `${name}=${String(stats[name]).padEnd(4)}`).join(' ');
  return { text: `${host.padEnd(26)} : ${counts}`, tone: toneOf(stats) };
}

/** What `set_stats` collected, in the layout of Ansible's log; nothing where that is nothing. */
export function customStatsLines(stats: Recap['stats'], hostStats: Recap['hostStats']): readonly Line[] {
  const hosts = [...hostStats].sort(([a], [b]) => (a < b ? -1 : 1)).map(([host, own]) => `\t${host}: ${compact(own)}`);
  const run = Object.keys(stats).length > 0 ? ['', `\tRUN: ${compact(stats)}`] : [];
  return [...hosts, ...run].map((text) => ({ text, tone: 'plain' }));
}

// Ansible's layout with an indentation of one, its lines joined.
function compact(value: Plain): string {
  return valueText(value, { indent: true }).replace(/\n( *)/g, (_line, indent: string) =>
    ' '.repeat(indent.length / 4),
  );
}

function toneOf(stats: HostStats): Tone {
  if (stats.failed > 0 || stats.unreachable > 0) return 'failed';
  return stats.changed > 0 ? 'changed' : 'ok';
}
