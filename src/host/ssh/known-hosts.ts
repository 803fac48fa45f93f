// Reads known_hosts files, and says what they know about a host.

import { Buffer } from 'node:buffer';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HostKey, KnownKey } from '../failure.ts';
import { matchesPatterns } from './config-file.ts';

/** The name a host's key is known by. */
export interface KnownName {
  /** In lower case. */
  readonly name: string;
  readonly port: number;
}

/** A line of a known_hosts file that concerns a host. */
export interface KnownHost extends KnownKey {
  readonly revoked: boolean;
  readonly blob: Buffer;
}

interface Line {
  readonly file: string;
  readonly line: number;
  readonly hosts: string;
  readonly revoked: boolean;
  readonly type: string;
  readonly key: string;
}

/** What the files know about a host, in their order. Files that do not exist know nothing. */
export async function knownKeys(host: KnownName, files: readonly string[]): Promise<readonly KnownHost[]> {
  const lines = (await Promise.all(files.map(readLines))).flat();
  const found = lines.filter((line) => matchesHost(line.hosts, written(host)));
  // As ssh does: a key that is known for the name alone is as good on another port.
  const withoutPort = host.port === 22 ? [] : lines.filter((line) => matchesHost(line.hosts, host.name));
  return (found.length > 0 ? found : withoutPort).map(({ file, line, type, key, revoked }) => {
    const blob = Buffer.from(key, 'base64');
    return { file, line, type, revoked, blob, fingerprint: fingerprintOf(blob) };
  });
}

/** A key as people compare it, from what the server sent. */
export function hostKeyOf(blob: Buffer): HostKey {
  return { type: blob.toString('latin1', 4, 4 + blob.readUInt32BE(0)), fingerprint: fingerprintOf(blob) };
}

/** Adds a host's key to the first file that can be kept; makes it and its directory, private to the user. */
export async function rememberHostKey(host: KnownName, blob: Buffer, file: string, hashed: boolean): Promise<void> {
  const name = hashed ? hash(written(host), randomBytes(20)) : written(host);
  const line = `${name} ${hostKeyOf(blob).type} ${blob.toString('base64')}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // One write in append mode: no other process's line is overwritten, and none is cut in two.
  await appendFile(file, (await endsInLine(file)) ? `\n${line}` : line, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** The name as known_hosts has it. */
export function written({ name, port }: KnownName): string {
  return port === 22 ? name : `[${name}]:${port}`;
}

// Parsed files, for as long as they stay as they are: each connect asks again, and there may be a thousand.
const parsed = new Map<string, { readonly version: string; readonly lines: readonly Line[] }>();

async function readLines(file: string): Promise<readonly Line[]> {
  const now = await stat(file).catch(() => undefined);
  if (now === undefined || !now.isFile()) return [];
  const version = `${now.ino} ${now.size} ${now.mtimeMs}`;
  const known = parsed.get(file);
  if (known?.version === version) return known.lines;
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap((line, index) => parseLine(line, file, index + 1) ?? []);
  parsed.set(file, { version, lines });
  return lines;
}

function parseLine(text: string, file: string, line: number): Line | undefined {
  const words = text.trim().split(/\s+/);
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  const [hosts, type, key] = words;
  if (hosts === undefined || hosts.startsWith('#') || type === undefined || key === undefined) return undefined;
  // A certificate authority vouches by certificates, which the ssh library cannot check: such a line knows no key.
  if (marker !== undefined && marker !== '@revoked') return undefined;
  return { file, line, hosts, type, key, revoked: marker === '@revoked' };
}

function matchesHost(hosts: string, name: string): boolean {
  const [, method, salt, digest] = hosts.startsWith('|') ? hosts.split('|') : [];
  if (method === '1') return hash(name, Buffer.from(salt ?? '', 'base64')).endsWith(`|${digest ?? ''}`);
  return matchesPatterns(name, hosts.split(','));
}

function hash(name: string, salt: Buffer): string {
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

// Whether the file ends in the middle of a line.
async function endsInLine(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] !== 0x0a;
  } finally {
    await handle.close();
  }
}
