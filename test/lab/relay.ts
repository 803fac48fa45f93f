// A slow network in front of a host: a TCP relay that holds back everything for a fixed time in each direction.
//
// Kernels often lack netem, and a relay needs no privileges. The host sees this machine as its client either way.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Where to connect instead of the host. */
export interface Relay {
  readonly address: string;
  readonly port: number;
  /** Stops listening and cuts the connections that are open. */
  close(): Promise<void>;
}

/** Starts a relay to `target` that delays each direction by `delayMs`: a round trip takes twice as long. */
export async function startRelay(
  target: { readonly address: string; readonly port: number },
  delayMs: number,
): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (near) => {
    const far = connect({ host: target.address, port: target.port, noDelay: true });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    // The client's handshake was answered by this machine at once; over a slow line it takes a round trip.
    void pause(2 * delayMs).then(() => {
      forward(near, far, delayMs);
      forward(far, near, delayMs);
      near.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: '127.0.0.1',
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Passes on each piece, and the end, after the delay. Timers of equal length fire in the order they were set. */
function forward(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (piece) => setTimeout(() => to.writable && to.write(piece), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  // A reset has no meaning for the other side but that it is over.
  from.on('error', () => to.destroy());
  from.on('close', (failed) => failed && to.destroy());
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
