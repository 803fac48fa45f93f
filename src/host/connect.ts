// Connects to a host, by whatever way its specification names.

import { performance } from 'node:perf_hooks';
import type { Connection, Result } from './connection.ts';
import { HostConnection } from './host-connection.ts';
import { connectOpenssh } from './openssh-transport.ts';
import { ProcessTransport } from './process-transport.ts';
import type { HostServices } from './services.ts';
import type { ConnectionSpec } from './spec.ts';
import type { Transport } from './transport.ts';

/**
 * Whether a connection may be one that was kept: `shared`; not where a login is to be proved: `own`; and not that of before, of which
 * nothing is to be left: `renewed`.
 */
export type Sharing = 'shared' | 'own' | 'renewed';

/** Connects to a host. Lanes are opened on what it answers; a child-process connection fails only there. */
export async function connect(
  spec: ConnectionSpec,
  services: HostServices,
  sharing: Sharing = 'own',
): Promise<Result<Connection>> {
  const start = performance.now();
  const transport = await sharedTransport(spec, services, sharing);
  if (!transport.ok) return transport;
  return { ok: true, value: new HostConnection(spec, transport.value, performance.now() - start) };
}

/** Keeps connections for runs that ask on a socket, until none is left: the life of a holder. */
export async function holdConnections(socket: string, services: HostServices): Promise<void> {
  const { Holder } = await import('./held/holder.ts');
  await new Holder((spec) => openTransport(spec, services)).listen(socket);
}

async function sharedTransport(
  spec: ConnectionSpec,
  services: HostServices,
  sharing: Sharing,
): Promise<Result<Transport>> {
  const { keeper } = services;
  // A restricted login is there to show what does not work.
  if (!keeper || sharing === 'own' || spec.kind !== 'ssh' || spec.methods) return openTransport(spec, services);
  if (sharing === 'renewed') await keeper.drop(spec);
  const kept = sharing === 'shared' ? await keeper.open(spec) : undefined;
  if (kept) return { ok: true, value: kept };
  const transport = await openTransport(spec, services);
  if (transport.ok) keeper.keep(spec);
  return transport;
}

async function openTransport(spec: ConnectionSpec, services: HostServices): Promise<Result<Transport>> {
  const { kind } = spec;
  switch (kind) {
    case 'ssh': {
      // Loaded when needed: a run on this machine alone does without the ssh library.
      const { connectSsh } = await import('./ssh/ssh-connect.ts');
      return connectSsh(spec, services);
    }
    case 'openssh':
      return services.limited(() => connectOpenssh(spec));
    case 'local':
    case 'docker':
    case 'podman':
    case 'chroot':
    case 'nspawn':
      return { ok: true, value: new ProcessTransport({ ...spec, kind }) };
  }
}
