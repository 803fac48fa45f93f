// From a specification to a logged-in ssh session: resolves, connects (through jump hosts), retries what sshd turned away.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import type { HostServices } from '../services.ts';
import type { ConnectionSpec } from '../spec.ts';
import type { Transport } from '../transport.ts';
import { streamThrough } from './jump.ts';
import { type Jump, jumpOf } from './jump-host.ts';
import { loadKey } from './keys.ts';
import { knownKeys } from './known-hosts.ts';
import { openSession, type SshSession } from './session.ts';
import { openProxyCommand, openSocket } from './socket.ts';
import { SshTransport } from './ssh-transport.ts';
import { resolveTarget, type SshTarget } from './target.ts';

/** sshd drops connects at random beyond MaxStartups; tries in all, with growing pauses. */
const triesWhenDropped = 6;
/** A port may be closed for a moment while sshd restarts. */
const triesWhenRefused = 2;
/** More jumps than this are a loop in the configuration. */
const maxJumps = 8;

/** Connects by ssh. */
export async function connectSsh(spec: ConnectionSpec, services: HostServices): Promise<Result<Transport>> {
  const target = await resolveTarget(spec, services);
  if (!target.ok) return target;
  const session = await openTarget(target.value, services, 0);
  return session.ok ? { ok: true, value: new SshTransport(session.value, target.value) } : session;
}

async function openTarget(target: SshTarget, services: HostServices, depth: number): Promise<Result<SshSession>> {
  // A key that the user named and that cannot be used is known before anybody is bothered.
  for (const { path, named } of target.keyFiles) {
    const key = named ? await loadKey(path, services) : undefined;
    if (key?.kind === 'none' && key.problem !== 'encrypted') {
      return {
        ok: false,
        failure: {
          kind: 'key-file',
          path,
          problem: key.problem,
          ...(key.reason !== undefined && { reason: key.reason }),
        },
      };
    }
  }
  for (let tries = 1; ; tries++) {
    const opened = await openOnce(target, services, depth);
    if (opened.ok || !isWorthAnotherTry(opened.failure, tries))
      return opened.ok ? opened : { ok: false, failure: counted(opened.failure, tries) };
    // With jitter: those who were dropped together must not come back together.
    await sleep(services.retryPauseMs * 2 ** (tries - 1) * (0.5 + Math.random()));
  }
}

function isWorthAnotherTry(failure: HostFailure, tries: number): boolean {
  if (failure.kind === 'closed-early') return tries < triesWhenDropped;
  return failure.kind === 'refused' && tries < triesWhenRefused;
}

function counted(failure: HostFailure, attempts: number): HostFailure {
  return failure.kind === 'closed-early' ? { ...failure, attempts } : failure;
}

async function openOnce(target: SshTarget, services: HostServices, depth: number): Promise<Result<SshSession>> {
  const known = await knownKeys(target.knownAs, [...target.userKnownHosts, ...target.globalKnownHosts]);
  const request = { target, known, timeoutMs: target.connectTimeoutMs };
  const jump = jumpOf(target);
  if (!jump.ok) return jump;
  if (jump.value !== undefined) {
    // Not within the limit: hosts that wait for a jump host would keep the room it needs itself.
    const through = await openThrough(jump.value, target, services, depth);
    if (!through.ok) return through;
    const session = await services.limited(() => openSession({ ...request, stream: through.value.stream }, services));
    if (session.ok) void session.value.ended.then(through.value.release);
    else through.value.release();
    return session;
  }
  return services.limited(async () => {
    const start = Date.now();
    if (target.proxyCommand !== undefined) return openByCommand(target.proxyCommand, request, services);
    const socket = await openSocket(target);
    if (!socket.ok) return socket;
    const timeoutMs = Math.max(1, target.connectTimeoutMs - (Date.now() - start));
    return openSession({ ...request, stream: socket.value, timeoutMs }, services);
  });
}

async function openByCommand(
  command: string,
  request: Omit<Parameters<typeof openSession>[0], 'stream'>,
  services: HostServices,
): Promise<Result<SshSession>> {
  const proxy = openProxyCommand(command);
  const session = await openSession({ ...request, stream: proxy.stream }, services);
  if (!session.ok && session.failure.kind === 'closed-early') {
    return { ok: false, failure: { kind: 'proxy-command-failed', command, output: await proxy.said() } };
  }
  return session;
}

async function openThrough({ spec, before }: Jump, target: SshTarget, services: HostServices, depth: number) {
  const resolved = await resolveTarget(spec, services);
  if (!resolved.ok) return resolved;
  if (depth >= maxJumps)
    return {
      ok: false,
      failure: { kind: 'bad-options', problems: [`more than ${maxJumps} jump hosts: a loop?`] },
    } as const;
  // As ssh does it: those written before it come first; only the first of all may have a jump of its own.
  const jump = before.length > 0 ? { ...resolved.value, jumps: before } : resolved.value;
  const key = JSON.stringify([jump.user, jump.address, jump.port, jump.jumps, jump.proxyCommand ?? '']);
  const open = () => openTarget(jump, services, depth + 1);
  return streamThrough({ name: spec.name, key, open }, target, services);
}
