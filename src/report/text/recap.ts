// The recap: one line per host, as Ansible prints it.

import type { HostStats } from '../../run/events.ts';
import type { Line, Tone } from './endings.ts';

const COUNTS = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'] as const;

/** The recap's line of a host. */
export function recapLine(host: string, stats: HostStats): Line {
  const counts = COUNTS.map((name) => `${name}=${String(stats[name]).padEnd(4)}`).join(' ');
  return { text: `${host.padEnd(26)} : ${counts}`, tone: toneOf(stats) };
}

function toneOf(stats: HostStats): Tone {
  if (stats.failed > 0 || stats.unreachable > 0) return 'failed';
  return stats.changed > 0 ? 'changed' : 'ok';
}
