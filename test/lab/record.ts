// What is known on disk about each running host, so that any later process can list, reach and end it.

import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Flavour, flavours } from './layer.ts';
import { hostsDirectory } from './place.ts';
import type { ProcessMark } from './process.ts';

/** One host's record. */
export interface HostRecord {
  readonly name: string;
  readonly flavour: Flavour;
  readonly address: string;
  /** Whether it stays up for a person (`lab up`), or ends with the process that started it. */
  readonly stays: boolean;
  /** The process that started it. */
  readonly owner: ProcessMark;
  /** The process that keeps it running; absent while it is being prepared. */
  readonly supervisor?: ProcessMark;
  readonly hostKeyFingerprint: string;
  readonly hostKeys: readonly string[];
  /** The folders of the layers it stands on. */
  readonly layers: readonly string[];
}

/** The folder of a host. */
export function hostDirectory(name: string): string {
  return join(hostsDirectory, name);
}

/** A known_hosts file for ssh that names this one host. */
export function knownHostsFile(name: string): string {
  return join(hostDirectory(name), 'known_hosts');
}

/** Writes a record whole: a reader sees the old one or the new one. */
export async function writeRecord(record: HostRecord): Promise<void> {
  const file = join(hostDirectory(record.name), 'record.json');
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** The record of a host; undefined when there is no such host. */
export async function readRecord(name: string): Promise<HostRecord | undefined> {
  const text = await readFile(join(hostDirectory(name), 'record.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : undefined;
}

/** The names of all hosts that have a folder, recorded or not. */
export async function hostNames(): Promise<readonly string[]> {
  return readdir(hostsDirectory).catch(() => []);
}

/** All hosts on record. */
export async function readRecords(): Promise<readonly HostRecord[]> {
  const records = await Promise.all((await hostNames()).map(readRecord));
  return records.filter((record) => record !== undefined);
}

function isRecord(value: unknown): value is HostRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record: Partial<Record<keyof HostRecord, unknown>> = value;
  return (
    [record.name, record.address, record.hostKeyFingerprint].every((field) => typeof field === 'string') &&
    flavours.some((flavour) => flavour === record.flavour) &&
    typeof record.stays === 'boolean' &&
    isMark(record.owner) &&
    (record.supervisor === undefined || isMark(record.supervisor)) &&
    [record.layers, record.hostKeys].every(isTexts)
  );
}

function isMark(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return false;
  return typeof value.pid === 'number' && typeof value.started === 'number';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
