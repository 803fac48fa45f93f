// Looks from the controller whether ports of a host are open, closed or filtered.

import { connect } from 'node:net';
import { choice, defineAction, float, integer, list, text } from '../src/module/index.ts';

export default defineAction({
  summary: 'Check from outside whether ports of the host are open, closed or filtered',
  description:
    'Connects by TCP from the controller, as nmap does it: `open` where something answers, `closed` where the host says that nothing listens, `filtered` where a firewall drops or rejects. `shut` expects either of the last two.',
  collection: 'tsplay',
  params: {
    port: list(integer('A port.'), 'The ports.').alias('ports'),
    host: text('Another address than that of the host.').optional(),
    expect: choice(['open', 'closed', 'filtered', 'shut'], 'What they shall be.').default('open'),
    timeout: float('Seconds after which a port that does not answer counts as filtered.').default(3),
  },
  needsHost: false,
  returns: { ports: 'by port: open, closed or filtered', unexpected: 'the ports that are something else' },
  examples: [
    { name: 'The web server answers', yaml: 'port_check:\n  port: [80, 443]\n  expect: open' },
    { name: 'Nothing else does', yaml: 'port_check:\n  port: [9090]\n  expect: shut' },
  ],
  refuse: ({ port }) =>
    port.map((one) => (one < 1 || one > 65_535 ? `${one} is no port: 1 to 65535 are` : undefined)).find(Boolean),
  run: async ({ port, host, expect, timeout }, context) => {
    const address = host ?? context.remote.address;
    const states = await Promise.all(
      port.map(async (one) => [one, await probe(address, one, timeout * 1000)] as const),
    );
    const unexpected = states.filter(([, state]) => !fits(state, expect));
    const ports = Object.fromEntries(states.map(([one, state]) => [String(one), state]));
    const result = { ports, address, expected: expect, unexpected: unexpected.map(([one]) => one) };
    if (unexpected.length === 0)
      return {
        changed: false,
        result: { ...result, msg: `${port.join(', ')} ${expect === 'shut' ? 'shut' : expect}` },
      };
    const found = unexpected.map(([one, state]) => `${one} is ${state}`).join(', ');
    return { changed: false, failed: `expected ${expect} on ${address}, but ${found}`, result };
  },
});

export type PortState = 'open' | 'closed' | 'filtered';

function fits(state: PortState, expect: PortState | 'shut'): boolean {
  return expect === 'shut' ? state !== 'open' : state === expect;
}

// firewalld rejects with ICMP "administratively prohibited", which connect() gives as EHOSTUNREACH: nmap calls that filtered too.
function probe(host: string, port: number, timeoutMs: number): Promise<PortState> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (state: PortState): void => {
      socket.destroy();
      resolve(state);
    };
    socket.setTimeout(timeoutMs, () => end('filtered'));
    socket.once('connect', () => end('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'closed' : 'filtered'));
  });
}
