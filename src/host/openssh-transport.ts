// The user's own ssh program as a transport: certificates, security keys, and whatever else it can that our ssh library cannot.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Result } from './connection.ts';
import type { HostFailure } from './failure.ts';
import { startProcess } from './process-transport.ts';
import type { ConnectionSpec } from './spec.ts';
import type { Channel, Transport } from './transport.ts';
import { splitWords } from './words.ts';

const defaultConnectTimeoutMs = 10_000;
const defaultKeepaliveMs = 15_000;

/** Connects by the ssh program: one of it holds the connection, and one more for each shell runs over that. */
export async function connectOpenssh(spec: ConnectionSpec): Promise<Result<Transport>> {
  const args = argumentsOf(spec);
  if (typeof args === 'string') return { ok: false, failure: { kind: 'bad-options', problems: [args] } };
  const program = spec.program ?? 'ssh';
  // Private to us (mkdtemp): who can open the socket is logged in.
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-'));
  const socket = join(directory, 's');
  const token = randomBytes(8).toString('hex');
  // It says by the local command, which runs after the login, that the connection is there.
  const holds = ['-M', '-S', socket, '-N', '-o', 'PermitLocalCommand=yes', '-o', `LocalCommand=echo ${token}`];
  const master = await startProcess(program, [...holds, ...args, '--', spec.address]);
  const ready =
    typeof master === 'string' ? startFailure(spec, program, master) : await untilReady(master, token, spec);
  if (typeof master === 'string' || ready) {
    await rm(directory, { recursive: true, force: true });
    return { ok: false, failure: ready ?? { kind: 'closed' } };
  }
  return { ok: true, value: new OpensshTransport({ spec, program, directory, socket, master }) };
}

interface Held {
  readonly spec: ConnectionSpec;
  readonly program: string;
  readonly directory: string;
  readonly socket: string;
  readonly master: Channel;
}

class OpensshTransport implements Transport {
  readonly user: string;
  readonly parallel = true;
  readonly ended: Promise<HostFailure>;
  readonly #held: Held;
  #closed = false;

  constructor(held: Held) {
    this.#held = held;
    this.user = held.spec.user ?? userInfo().username;
    let said = '';
    held.master.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4096);
    });
    this.ended = held.master.ended.then(async () => {
      await rm(held.directory, { recursive: true, force: true });
      return this.#closed ? { kind: 'closed' } : { kind: 'lost', reason: said.trim() || 'ssh ended' };
    });
  }

  async start(command: string): Promise<Result<Channel>> {
    const { program, socket, spec } = this.#held;
    const channel = await startProcess(program, [
      '-T',
      '-S',
      socket,
      '-o',
      'ControlMaster=no',
      '--',
      spec.address,
      command,
    ]);
    if (typeof channel === 'string') return { ok: false, failure: startFailure(spec, program, channel) };
    return { ok: true, value: channel };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#held.master.destroy();
    await this.ended;
  }
}

/** Arguments that say to the ssh program what the specification says; or why it cannot be said. */
function argumentsOf(spec: ConnectionSpec): readonly string[] | string {
  if (spec.password)
    return 'with the connection openssh no password can be given: use a key, an agent, or the connection ssh';
  if (spec.hostKeyPins?.length)
    return 'with the connection openssh no host key can be pinned: use known_hosts, or the connection ssh';
  const more = splitWords(spec.sshArgs ?? '');
  if (more === undefined) return `the ssh arguments have an open quote: ${spec.sshArgs}`;
  const options = [
    // There is no terminal for it to ask on.
    'BatchMode=yes',
    `ConnectTimeout=${Math.ceil((spec.connectTimeoutMs ?? defaultConnectTimeoutMs) / 1000)}`,
    `ServerAliveInterval=${Math.ceil((spec.keepaliveMs ?? defaultKeepaliveMs) / 1000)}`,
    ...(spec.acceptNewHostKeys ? ['StrictHostKeyChecking=accept-new'] : []),
    ...(spec.knownHostsFiles ? [`UserKnownHostsFile=${spec.knownHostsFiles.join(' ')}`] : []),
    ...(spec.methods ? [`PreferredAuthentications=${spec.methods.join(',')}`] : []),
    ...(spec.otherKeys === false ? ['IdentitiesOnly=yes'] : []),
    ...(spec.agent === false ? ['IdentityAgent=none'] : []),
  ];
  return [
    ...(spec.useSshConfig === false ? ['-F', 'none'] : []),
    ...(spec.port === undefined ? [] : ['-p', String(spec.port)]),
    ...(spec.user === undefined ? [] : ['-l', spec.user]),
    ...(spec.keyFiles ?? []).flatMap((file) => ['-i', file]),
    ...options.flatMap((option) => ['-o', option]),
    ...more,
  ];
}

// `undefined`: it is ready.
function untilReady(master: Channel, token: string, spec: ConnectionSpec): Promise<HostFailure | undefined> {
  return new Promise((resolve) => {
    const heard = { stdout: '', stderr: '' };
    master.stdout.on('data', (chunk: Buffer) => {
      heard.stdout += chunk.toString();
      if (heard.stdout.includes(token)) resolve(undefined);
    });
    master.stderr.on('data', (chunk: Buffer) => {
      heard.stderr += chunk.toString();
    });
    void master.ended.then(() => resolve(failureFrom(heard.stderr.trim(), spec)));
  });
}

// The program tells by words only; what is not known is quoted.
function failureFrom(said: string, spec: ConnectionSpec): HostFailure {
  const at = { address: spec.address, port: spec.port ?? 22 };
  if (/could not resolve hostname/i.test(said)) return { kind: 'name-unknown', ...at };
  if (/connection refused/i.test(said)) return { kind: 'refused', ...at };
  if (/timed out/i.test(said)) {
    return { kind: 'timeout', stage: 'connect', afterMs: spec.connectTimeoutMs ?? defaultConnectTimeoutMs, ...at };
  }
  return startFailure(spec, spec.program ?? 'ssh', said);
}

function startFailure(spec: ConnectionSpec, program: string, output: string): HostFailure {
  return { kind: 'start-failed', connection: 'openssh', target: spec.address, program, output };
}
