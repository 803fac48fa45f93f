// Which jump host a connection goes through: ProxyJump, or a ProxyCommand that means the same.

import type { Result } from '../connection.ts';
import type { ConnectionSpec } from '../spec.ts';
import { parseSshArguments } from './arguments.ts';
import type { SshTarget } from './target.ts';

/** A jump host and those to pass before it. */
export interface Jump {
  readonly spec: ConnectionSpec;
  readonly before: readonly string[];
}

/** The last jump before the target; `undefined` where there is none. */
export function jumpOf(target: SshTarget): Result<Jump | undefined> {
  const last = target.jumps.at(-1);
  if (last === undefined) return { ok: true, value: jumpByCommand(target) };
  const place = parseDestination(last);
  if (place === undefined) {
    return {
      ok: false,
      failure: { kind: 'bad-options', problems: [`'${last}' is no jump host ([user@]host[:port])`] },
    };
  }
  return { ok: true, value: { spec: { ...inherited(target.spec), ...place }, before: target.jumps.slice(0, -1) } };
}

// `ssh -W %h:%p [options] bastion`, the way to say ProxyJump before there was one. Taken for what it means, all hosts share one
// connection to the bastion, and no ssh client is needed.
function jumpByCommand(target: SshTarget): Jump | undefined {
  const [, program, rest = ''] = /^\s*(?:exec\s+)?(\S+)\s+(.*)$/s.exec(target.proxyCommand ?? '') ?? [];
  if (program === undefined || !/(^|\/)ssh$/.test(program) || /[|;&<>`$]/.test(rest)) return undefined;
  const args = parseSshArguments(rest);
  if (args?.destination === undefined || args.ignored.length > 0) return undefined;
  const { address, port } = target;
  if (args.forward !== `${address}:${port}` && args.forward !== `[${address}]:${port}`) return undefined;
  const place = parseDestination(args.destination);
  return place && { spec: { ...inherited(target.spec), ...place, sshArgs: rest }, before: [] };
}

function parseDestination(text: string): Pick<ConnectionSpec, 'name' | 'address' | 'user' | 'port'> | undefined {
  const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:[\]@]+)(?::(\d+))?\/?$/.exec(text);
  if (!match) return undefined;
  const [, user, bracketed = '', port] = match;
  const address = bracketed.replace(/^\[|\]$/g, '');
  return {
    name: address,
    address,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

// What holds for the run rather than for the one host.
function inherited(spec: ConnectionSpec): Pick<ConnectionSpec, 'kind'> & Partial<ConnectionSpec> {
  const { acceptNewHostKeys, knownHostsFiles, useSshConfig, agent, connectTimeoutMs, keepaliveMs } = spec;
  return {
    kind: 'ssh',
    ...(acceptNewHostKeys !== undefined && { acceptNewHostKeys }),
    ...(knownHostsFiles !== undefined && { knownHostsFiles }),
    ...(useSshConfig !== undefined && { useSshConfig }),
    ...(agent !== undefined && { agent }),
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(keepaliveMs !== undefined && { keepaliveMs }),
  };
}
