// What connecting and asking cost, on the loopback and with 20 ms round trip: medians, to be compared with a change.

import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import {
  type Connection,
  connect,
  createServices,
  type Fragment,
  failureText,
  type Lane,
  login,
} from '../src/host/index.ts';
import { noSshd, startSshd, type TestSshd } from '../test/host/support/sshd.ts';
import { startRelay } from '../test/lab/relay.ts';

const RUNS = Number(process.env.BENCH_RUNS ?? 21);
const services = createServices({ env: {} });

const why = noSshd();
if (why !== undefined) {
  console.log(`No sshd to measure with: ${why}.`);
  process.exit(1);
}
const sshd = await startSshd();
const hostKeyPins = [await sshd.fingerprint('ed25519')];
try {
  // The first connection loads the ssh library.
  await (await open(sshd.port)).close();
  const far = await startRelay({ address: '127.0.0.1', port: sshd.port }, 10);
  const near = await measure(sshd.port);
  const away = await measure(far.port);
  await far.close();
  console.log('\n| ms, median | loopback | 20 ms round trip |\n|---|---:|---:|');
  for (const [name, value] of near)
    console.log(`| ${name} | ${shown(value)} | ${shown(away.get(name) ?? Number.NaN)} |`);
  await sizes(sshd);
} finally {
  await sshd.stop();
}

async function open(port: number): Promise<Connection> {
  const connected = await connect(sshd.spec({ port, hostKeyPins }), services);
  if (!connected.ok) throw new Error(failureText(connected.failure));
  return connected.value;
}

async function laneOf(connection: Connection): Promise<Lane> {
  const lane = await connection.lane(login);
  if (!lane.ok) throw new Error(failureText(lane.failure));
  return lane.value;
}

async function measure(port: number): Promise<ReadonlyMap<string, number>> {
  const samples = new Map<string, number[]>();
  const time = async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await action();
    samples.set(name, [...(samples.get(name) ?? []), performance.now() - start]);
    return result;
  };
  const batch = (count: number, direct: boolean): readonly Fragment[] =>
    Array.from({ length: count }, () => ({ script: 'echo "$1"', args: ['x'], direct }));
  for (let run = 0; run < RUNS; run++) {
    const connection = await time('connect', () => open(port));
    const lane = await time('open the lane', () => laneOf(connection));
    await time('first fragment', () => lane.run(batch(1, true)));
    await time('one fragment', () => lane.run(batch(1, true)));
    await time('one fragment, relayed', () => lane.run(batch(1, false)));
    await time('20 fragments in a batch', () => lane.run(batch(20, true)));
    await time('20 fragments in a batch, relayed', () => lane.run(batch(20, false)));
    await time('20 batches at once', () => Promise.all(Array.from({ length: 20 }, () => lane.run(batch(1, true)))));
    await connection.close();
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

// How data gets to a fragment: in the script, streamed through a channel of its own, and, to compare, as base64 in a here-document.
async function sizes({ port }: TestSshd): Promise<void> {
  console.log('\n| input of, ms | in the script | streamed | base64 here-document |\n|---|---:|---:|---:|');
  for (const shell of ['/bin/dash', '/bin/bash']) {
    const connection = await connect(sshd.spec({ port, shell }), services);
    if (!connected(connection)) continue;
    const lane = await laneOf(connection.value);
    for (const size of [1_000, 10_000, 100_000, 500_000, 10_000_000, 100_000_000]) {
      const data = Buffer.alloc(size, execFileSync('head', ['-c', '65536', '/dev/urandom']));
      const inScript =
        size <= 500_000 ? await repeat(lane, { script: 'cat >/dev/null', stdin: data, direct: true }) : Number.NaN;
      const stream = async function* () {
        yield data;
      };
      const streamed = await repeat(lane, () => ({ script: 'cat >/dev/null', stdin: stream(), direct: true }));
      const text = data.toString('base64').replace(/.{76}/g, '$&\n');
      const script = `base64 -d >/dev/null <<'END'\n${text}\nEND`;
      const encoded = size <= 500_000 ? await repeat(lane, { script, direct: true }) : Number.NaN;
      console.log(`| ${size / 1000} KB, ${shell} | ${shown(inScript)} | ${shown(streamed)} | ${shown(encoded)} |`);
    }
    await connection.value.close();
  }
}

async function repeat(lane: Lane, fragment: Fragment | (() => Fragment)): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < Math.min(RUNS, 7); run++) {
    const start = performance.now();
    await lane.run([typeof fragment === 'function' ? fragment() : fragment]);
    values.push(performance.now() - start);
  }
  return median(values);
}

function connected(
  result: Awaited<ReturnType<typeof connect>>,
): result is Extract<typeof result, { readonly ok: true }> {
  return result.ok;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function shown(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(value < 10 ? 2 : 1);
}
