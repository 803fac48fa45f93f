// Ends hosts, and takes away what is left of those whose processes were killed.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LabError, must } from './command.ts';
import { withLock } from './lock.ts';
import { bridgeName, hostsLock } from './place.ts';
import { argumentsOf, initUnder, isRunning, type ProcessMark } from './process.ts';
import { type HostRecord, hostDirectory, hostNames, readRecord } from './record.ts';

const remove = new URL('./remove.sh', import.meta.url).pathname;

const endLimit = 15_000;

/** Ends a host and waits until its mount, files and processes are gone. A host that has ended already is fine. */
export async function endHost(record: HostRecord): Promise<void> {
  const { supervisor } = record;
  if (supervisor !== undefined && (await isSupervisor(supervisor, record.name))) {
    process.kill(supervisor.pid, 'SIGTERM');
    const deadline = Date.now() + endLimit;
    while (await isRunning(supervisor)) {
      if (Date.now() > deadline) throw new LabError(`host ${record.name} did not end within ${endLimit / 1000} s`);
      await pause(10);
    }
  }
  // Nothing is left to do but after a start that failed half-way, or when the supervisor was killed.
  await withLock(hostsLock, async () => {
    const left = await readRecord(record.name);
    if (left !== undefined && left.owner.pid === record.owner.pid && left.owner.started === record.owner.started) {
      await clear(record.name);
    }
  });
}

/** Takes away hosts that nobody keeps running any more. Callers hold the hosts lock. */
export async function sweep(): Promise<void> {
  for (const name of await hostNames()) {
    const record = await readRecord(name);
    const keeper = record?.supervisor ?? record?.owner;
    if (keeper === undefined || !(await isRunning(keeper))) await clear(name);
  }
}

/** The pid of the host's init as this machine counts; undefined while it is down. */
export async function initOf(name: string): Promise<number | undefined> {
  const nspawn = await nspawnOf(name);
  return nspawn === undefined ? undefined : initUnder(nspawn);
}

async function clear(name: string): Promise<void> {
  await must('sh', [remove, hostDirectory(name), bridgeName]);
}

/** The recorded systemd-nspawn, if that pid is still the one of this host. */
async function nspawnOf(name: string): Promise<number | undefined> {
  const text = await readFile(join(hostDirectory(name), 'nspawn.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (Number.isNaN(pid)) return undefined;
  const [command, ...rest] = await argumentsOf(pid);
  return command === 'systemd-nspawn' && rest.includes(rootArgument(name)) ? pid : undefined;
}

/** How systemd-nspawn is told the host's files; also how its process is recognized. */
export function rootArgument(name: string): string {
  return `--directory=${join(hostDirectory(name), 'root')}`;
}

async function isSupervisor(mark: ProcessMark, name: string): Promise<boolean> {
  return (await isRunning(mark)) && (await argumentsOf(mark.pid)).includes(hostDirectory(name));
}
