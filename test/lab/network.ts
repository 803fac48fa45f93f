// The bridge between this machine and its lab hosts, and the addresses on it. Callers hold the hosts lock.

import { LabError, must, run } from './command.ts';
import { bridgeName } from './place.ts';

/** Makes sure that the bridge is up, and gives the first three numbers of its /24 ("10.213.0"). */
export async function ensureBridge(): Promise<string> {
  const existing = await run('ip', ['-4', '-oneline', 'address', 'show', 'dev', bridgeName]);
  const prefix = /inet (\d+\.\d+\.\d+)\.1\/24/.exec(existing.stdout)?.[1];
  if (existing.code === 0 && prefix !== undefined) return prefix;
  // Left half-made by a process that was killed in between.
  if (existing.code === 0) await must('ip', ['link', 'delete', bridgeName]);
  const free = await freePrefix();
  await must('ip', ['link', 'add', bridgeName, 'type', 'bridge']);
  await must('ip', ['address', 'add', `${free}.1/24`, 'dev', bridgeName]);
  await must('ip', ['link', 'set', bridgeName, 'up']);
  return free;
}

/** The first address of the network that no host has. */
export function freeAddress(prefix: string, taken: readonly string[]): string {
  for (let last = 2; last < 255; last++) {
    const address = `${prefix}.${last}`;
    if (!taken.includes(address)) return address;
  }
  throw new LabError(`all addresses of ${prefix}.0/24 are in use: end some hosts`);
}

/** A /24 of 10.213.0.0/16 that no route of this machine touches. */
async function freePrefix(): Promise<string> {
  const routes = (await must('ip', ['-4', 'route', 'show', 'table', 'all'])).split('\n').flatMap(parseRoute);
  for (let third = 0; third < 256; third++) {
    const network = toNumber(`10.213.${third}.0`);
    if (!routes.some((route) => overlaps(route, { network, bits: 24 }))) return `10.213.${third}`;
  }
  throw new LabError('no free /24 in 10.213.0.0/16: every one of them is routed somewhere on this machine');
}

interface Route {
  readonly network: number;
  readonly bits: number;
}

function parseRoute(line: string): readonly Route[] {
  const match = /^(?:[a-z]+ )?(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?/.exec(line);
  return match?.[1] === undefined ? [] : [{ network: toNumber(match[1]), bits: Number(match[2] ?? 32) }];
}

function overlaps(one: Route, other: Route): boolean {
  const size = 2 ** (32 - Math.min(one.bits, other.bits));
  return Math.floor(one.network / size) === Math.floor(other.network / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
