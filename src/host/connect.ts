// Connects to a host, by whatever way its specification names.

import { performance } from 'node:perf_hooks';
import type { Connection, Result } from './connection.ts';
import { HostConnection } from './host-connection.ts';
import { connectOpenssh } from './openssh-transport.ts';
import { ProcessTransport } from './process-transport.ts';
import type { HostServices } from './services.ts';
import type { ConnectionSpec } from './spec.ts';
import type { Transport } from './transport.ts';

/** Connects to a host. Lanes are opened on what it answers; a child-process connection fails only there. */
export async function connect(spec: ConnectionSpec, services: HostServices): Promise<Result<Connection>> {
  const start = performance.now();
  const transport = await openTransport(spec, services);
  if (!transport.ok) return transport;
  return { ok: true, value: new HostConnection(spec, transport.value, performance.now() - start) };
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
