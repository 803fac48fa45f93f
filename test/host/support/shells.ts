// The shells a lane must run on, as far as this machine has them.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connect, createServices, type Identity, type Lane, login } from '../../../src/host/index.ts';

export interface TestShell {
  readonly name: string;
  /** Where it is; `undefined` where this machine has none. */
  readonly path: string | undefined;
}

const directory = mkdtempSync(join(tmpdir(), 'tsplay-shells-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

/** dash is Debian's sh, bash is EL's, busybox ash is Alpine's. Each is started by the name `sh`, which changes how bash behaves. */
export const shells: readonly TestShell[] = [
  { name: 'dash', path: asSh('dash', '/bin/dash') },
  { name: 'bash', path: asSh('bash', '/bin/bash') },
  { name: 'busybox ash', path: asSh('busybox', '/bin/busybox', '/usr/bin/busybox') },
];

function asSh(name: string, ...programs: readonly string[]): string | undefined {
  const program = programs.find((path) => existsSync(path));
  if (program === undefined) return undefined;
  const folder = join(directory, name);
  execFileSync('mkdir', [folder]);
  symlinkSync(program, join(folder, 'sh'));
  return join(folder, 'sh');
}

/** A connection to this machine with a given shell; the test closes it. */
export async function localConnection(shell?: string): Promise<Connection> {
  const spec = { name: 'here', kind: 'local', address: 'localhost', ...(shell !== undefined && { shell }) } as const;
  const connected = await connect(spec, createServices());
  if (!connected.ok) throw new Error(connected.failure.kind);
  return connected.value;
}

/** A lane of a connection that must open. */
export async function laneOf(connection: Connection, identity: Identity = login): Promise<Lane> {
  const lane = await connection.lane(identity);
  if (!lane.ok) throw new Error(`no lane: ${JSON.stringify(lane.failure)}`);
  return lane.value;
}
