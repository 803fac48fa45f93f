// Starts lab hosts: takes a name and an address, lays out the files, boots, waits until the host can be used.

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { LabError, must } from './command.ts';
import { type LabHost, labHost } from './host.ts';
import { ensureKeys, type LabKeys } from './keys.ts';
import { type Layer, lowerDirectories } from './layer.ts';
import { endHost, rootArgument, sweep } from './lifetime.ts';
import { withLock } from './lock.ts';
import { ensureBridge, freeAddress } from './network.ts';
import type { HostOptions } from './options.ts';
import { bridgeName, hostsLock } from './place.ts';
import { preparedLayers, prepareLab } from './prepare.ts';
import { markOf, type ProcessMark } from './process.ts';
import { untilReady } from './ready.ts';
import { type HostRecord, hostDirectory, knownHostsFile, readRecord, readRecords, writeRecord } from './record.ts';
import { seed } from './seed.ts';

/** Starts a host that lives until `stop()`, or until this process ends, however it ends. */
export function startHost(options: HostOptions): Promise<LabHost> {
  return start(options, { stays: false });
}

/** Starts hosts side by side; when one fails, the others are ended before the error is thrown. */
export async function startHosts(options: readonly HostOptions[]): Promise<readonly LabHost[]> {
  await prepareLab([...new Set(options.map(({ flavour }) => flavour))]);
  const results = await Promise.allSettled(options.map(startHost));
  const hosts = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return hosts;
  await Promise.all(hosts.map((host) => host.stop()));
  throw failed.reason;
}

/** Starts a host under exactly this name that outlives this process: `findHost` and `lab down` find it again. */
export function startStayingHost(options: HostOptions & { readonly name: string }): Promise<LabHost> {
  return start(options, { stays: true });
}

/** The handle of a host that some process has started; undefined when there is none of this name. */
export async function findHost(name: string): Promise<LabHost | undefined> {
  const record = await readRecord(name);
  return record === undefined ? undefined : labHost(record, await withLock(hostsLock, ensureKeys));
}

async function start(options: HostOptions, { stays }: { readonly stays: boolean }): Promise<LabHost> {
  const layers = await preparedLayers(options.flavour);
  const { record, keys, gateway } = await reserve(options, layers, stays);
  try {
    const hostKeys = await layOut(record, gateway, keys, options, layers);
    const supervisor = await boot(record, options);
    const running = { ...record, supervisor, hostKeys, hostKeyFingerprint: fingerprint(hostKeys[0]) };
    await writeKnownHosts(running);
    await writeRecord(running);
    await untilReady(running);
    return labHost(running, keys);
  } catch (error) {
    await endHost((await readRecord(record.name)) ?? record);
    throw error;
  }
}

interface Reserved {
  readonly record: HostRecord;
  readonly keys: LabKeys;
  readonly gateway: string;
}

/** Takes a name and an address that no other host has, and puts them on record. */
async function reserve(options: HostOptions, layers: readonly Layer[], stays: boolean): Promise<Reserved> {
  const owner = await markOf(process.pid);
  if (owner === undefined) throw new LabError('/proc does not know this very process');
  return withLock(hostsLock, async () => {
    await sweep();
    const others = await readRecords();
    const wanted = options.name ?? options.flavour;
    const name = stays ? wanted : `${wanted}-${randomBytes(3).toString('hex')}`;
    if (others.some((other) => other.name === name)) throw new LabError(`there is a host named ${name} already`);
    const prefix = await ensureBridge();
    const address = freeAddress(
      prefix,
      others.map((other) => other.address),
    );
    const record: HostRecord = {
      ...{ name, flavour: options.flavour, address, stays, owner },
      ...{ hostKeyFingerprint: '', hostKeys: [], layers: layers.map(({ directory }) => directory) },
    };
    const directory = hostDirectory(name);
    for (const part of ['seed', 'seed-work', 'upper', 'work', 'root']) {
      await mkdir(join(directory, part), { recursive: true });
    }
    await writeRecord(record);
    return { record, keys: await ensureKeys(), gateway: `${prefix}.1` };
  });
}

/** Writes the host's own files into its seed layer and mounts what it will boot from. Gives its public host keys. */
async function layOut(
  { name, address }: HostRecord,
  gateway: string,
  keys: LabKeys,
  options: HostOptions,
  layers: readonly Layer[],
): Promise<readonly string[]> {
  const directory = hostDirectory(name);
  const root = join(directory, 'root');
  const lower = lowerDirectories(layers);
  await mountOverlay(root, { lower, upper: join(directory, 'seed'), work: join(directory, 'seed-work') });
  let hostKeys: readonly string[];
  try {
    hostKeys = await seed(root, { name, address, gateway }, keys, options);
  } finally {
    await must('umount', [root]);
  }
  const seeded = `${join(directory, 'seed')}:${lower}`;
  await mountOverlay(root, { lower: seeded, upper: join(directory, 'upper'), work: join(directory, 'work') });
  return hostKeys;
}

async function mountOverlay(at: string, { lower, upper, work }: Record<'lower' | 'upper' | 'work', string>) {
  await must('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${lower},upperdir=${upper},workdir=${work}`, at]);
}

const supervise = new URL('./supervise.sh', import.meta.url).pathname;

/** Starts the process that keeps the host running, in a session of its own: a Ctrl-C at the terminal is not for it. */
async function boot({ name, stays }: HostRecord, options: HostOptions): Promise<ProcessMark> {
  const directory = hostDirectory(name);
  const log = await open(join(directory, 'console.log'), 'a');
  const mounts = Object.entries(options.tmpfs ?? {}).map(([path, size]) => `--tmpfs=${path}:size=${size},mode=0755`);
  const nspawn = [
    ...['--quiet', '--boot', '--register=no', '--keep-unit', '--kill-signal=SIGKILL', rootArgument(name)],
    ...[`--machine=${name}`, `--network-bridge=${bridgeName}`],
    ...['--resolv-conf=off', '--timezone=off', '--link-journal=no', ...mounts],
  ];
  const child = spawn('/bin/sh', [supervise, stays ? 'kept' : 'owned', directory, hostsLock, bridgeName, ...nspawn], {
    stdio: [stays ? 'ignore' : 'pipe', log.fd, log.fd],
    detached: true,
  });
  const started = new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  await started;
  await log.close();
  // Neither the host nor the pipe that ties it to this process may keep this process from ending.
  child.unref();
  unrefStream(child.stdin);
  const mark = child.pid === undefined ? undefined : await markOf(child.pid);
  if (mark === undefined) throw new LabError(`host ${name} ended at once`);
  return mark;
}

async function writeKnownHosts({ name, address, hostKeys }: HostRecord): Promise<void> {
  await writeFile(knownHostsFile(name), hostKeys.map((key) => `${name},${address} ${key}\n`).join(''));
}

function unrefStream(stream: unknown): void {
  if (stream instanceof Socket) stream.unref();
}

/** As ssh-keygen and sshd show it: SHA256 of the key's bytes in base64 without padding. */
function fingerprint(publicKey: string | undefined): string {
  const bytes = Buffer.from(publicKey?.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`;
}
