// How the controller's cost grows with hosts and with tasks: CPU seconds, wall time, memory, round trips; a table and a plot.

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { growthPlot, type Measured } from './growth-plot.ts';
import { manyTasks } from './many-playbook.ts';

interface Case {
  readonly hosts: number;
  readonly tasks: number;
}

/** `BENCH_CASES=100x50,10x1000`: hosts by tasks. */
const CASES = (process.env.BENCH_CASES ?? '1x50,10x50,100x50,1000x50,10x10,10x100,10x1000').split(',').map(caseOf);
const root = new URL('..', import.meta.url).pathname;
const program = process.env.BENCH_PROGRAM ?? join(root, 'bin/tsplay.js');
const extra = (process.env.BENCH_ARGS ?? '').split(' ').filter((word) => word !== '');
const nodeArgs = (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter((word) => word !== '');
const work = mkdtempSync(join(tmpdir(), 'tsplay-hosts-'));

try {
  const measured: Measured[] = [];
  console.log('| hosts | tasks | controller CPU | per host and task | wall | peak memory | round trips per host |');
  console.log('|---:|---:|---:|---:|---:|---:|---:|');
  for (const one of CASES) {
    const result = await measure(one);
    measured.push(result);
    console.log(rowOf(result));
  }
  // Where it is asked for: a file of the repository is not to change by a trial.
  if (process.env.BENCH_PLOT !== undefined) writeFileSync(process.env.BENCH_PLOT, growthPlot(measured));
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function measure({ hosts, tasks }: Case): Promise<Measured> {
  const server = await startHosts(hosts);
  try {
    const playbook = join(work, 'many.yml');
    mkdirSync(join(work, 'templates'), { recursive: true });
    copyFileSync(join(root, 'bench/playbooks/many.j2'), join(work, 'templates/many.j2'));
    writeFileSync(playbook, manyTasks(tasks, join(work, 'disk')));
    // All hosts share this machine's disk: once one of them has done the work, all find it done.
    await play(playbook, ['--limit', 'host0']);
    const roundTrips = await roundTripsOf(playbook);
    const { wallSeconds, usage } = await play(playbook, []);
    return {
      hosts,
      tasks,
      cpuSeconds: usage.cpuMs / 1000,
      wallSeconds,
      rssMB: usage.rssMB,
      roundTrips: roundTrips / hosts,
    };
  } finally {
    server.disconnect();
    await once(server, 'exit');
    rmSync(join(work, 'disk'), { recursive: true, force: true });
  }
}

async function startHosts(hosts: number): Promise<ChildProcess> {
  const server = fork(join(root, 'bench/simulated-hosts.ts'), [work, String(hosts)], { execArgv: ['--import', 'tsx'] });
  await once(server, 'message');
  return server;
}

/** One run, its output read and thrown away as a terminal would. Throws where it fails, for then its numbers say nothing. */
async function play(playbook: string, args: readonly string[]) {
  const usageFile = join(work, 'usage.json');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...['--import', join(root, 'bench/usage.mjs'), ...nodeArgs, program, 'run', playbook],
      ...['-i', join(work, 'inventory.ini'), '-o', 'log', '-T', '120', ...extra, ...args],
    ],
    { env: { ...process.env, BENCH_USAGE: usageFile }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let last = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-2000);
    });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the run ended with ${code}:\n${last}`);
  const wallSeconds = (performance.now() - started) / 1000;
  const usage: { readonly cpuMs: number; readonly rssMB: number } = JSON.parse(readFileSync(usageFile, 'utf8'));
  return { wallSeconds, usage };
}

/** In a run of its own: profiling costs the controller a tenth more. */
async function roundTripsOf(playbook: string): Promise<number> {
  const profileFile = join(work, 'profile.json');
  await play(playbook, ['--profile', profileFile]);
  const profile: { readonly totals: { readonly roundTrips: number } } = JSON.parse(readFileSync(profileFile, 'utf8'));
  return profile.totals.roundTrips;
}

function rowOf({ hosts, tasks, cpuSeconds, wallSeconds, rssMB, roundTrips }: Measured): string {
  const each = (1000 * cpuSeconds) / hosts / tasks;
  return `| ${hosts} | ${tasks} | ${cpuSeconds.toFixed(2)} s | ${each.toFixed(2)} ms | ${wallSeconds.toFixed(1)} s | ${rssMB.toFixed(0)} MB | ${roundTrips.toFixed(1)} |`;
}

function caseOf(text: string): Case {
  const [hosts = 1, tasks = 1] = text.split('x').map(Number);
  return { hosts, tasks };
}
