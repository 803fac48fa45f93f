// Gets a byte stream to a host's sshd: by TCP, or by a ProxyCommand.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import type { SshTarget } from './target.ts';

/** Time for one address, where a name has several: node's own 250 ms are too few for a far host. */
const perAddressMs = 3000;
/** For a ProxyCommand to say why it ended: its stderr is another stream than the one that told us. */
const lastWordsMs = 500;

/** A TCP connection, without Nagle's delay: it would cost 40 ms in every step of the handshake. */
export function openSocket(target: SshTarget): Promise<Result<Socket>> {
  const { address, port, family, bindAddress, connectTimeoutMs } = target;
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      keepAlive: true,
      autoSelectFamilyAttemptTimeout: perAddressMs,
      ...(family !== 0 && { family }),
      ...(bindAddress !== undefined && { localAddress: bindAddress }),
    });
    const fail = (failure: HostFailure) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ok: false, failure });
    };
    const timer = setTimeout(
      () => fail({ kind: 'timeout', stage: 'connect', afterMs: connectTimeoutMs, address, port }),
      connectTimeoutMs,
    );
    // It stays until the ssh library listens itself, and does no harm then.
    socket.on('error', (error) => fail(socketFailure(error, { address, port })));
    socket.once('connect', () => {
      clearTimeout(timer);
      gatherWrites(socket);
      resolve({ ok: true, value: socket });
    });
  });
}

// The ssh library writes each packet in three pieces: three system calls, and three segments on the way where there is no Nagle.
function gatherWrites(socket: Socket): void {
  let gathering = false;
  socket.write = new Proxy(socket.write, {
    apply(write, self, words) {
      if (!gathering) {
        gathering = true;
        socket.cork();
        process.nextTick(() => {
          gathering = false;
          socket.uncork();
        });
      }
      return Reflect.apply(write, self, words);
    },
  });
}

function socketFailure(error: Error, at: { readonly address: string; readonly port: number }): HostFailure {
  const code = errorCode(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return { kind: 'name-unknown', ...at };
    case 'ECONNREFUSED':
      return { kind: 'refused', ...at };
    case 'ECONNRESET':
      return { kind: 'closed-early', attempts: 1, reason: 'connection reset', ...at };
    case 'ETIMEDOUT':
      return { kind: 'unreachable', reason: 'no answer', ...at };
    case 'EHOSTUNREACH':
      return { kind: 'unreachable', reason: 'no route to the host', ...at };
    case 'ENETUNREACH':
      return { kind: 'unreachable', reason: 'no route to its network', ...at };
    default:
      return { kind: 'unreachable', reason: error.message, ...at };
  }
}

// A name with several addresses fails with all their errors.
function errorCode(error: Error): string | undefined {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : undefined;
}

/** The stream of a ProxyCommand. */
export interface ProxyStream {
  readonly stream: Duplex;
  /** What it said on stderr until it ended. */
  readonly said: () => Promise<string>;
}

/** Starts a ProxyCommand, as ssh does: by the shell, its input and output are the connection. */
export function openProxyCommand(command: string): ProxyStream {
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4096);
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  // It ends with its input. One that does not is told to, but not before it could say what went wrong.
  stream.once('close', () => {
    const timer = setTimeout(() => child.kill(), lastWordsMs).unref();
    child.once('exit', () => clearTimeout(timer));
  });
  const ended = once(child, 'close').catch(() => {});
  return {
    stream,
    said: async () => {
      await Promise.race([ended, sleep(lastWordsMs)]);
      return said.trim();
    },
  };
}
