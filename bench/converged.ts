// How long a converged run of fifty tasks takes on one lab host, beside ansible-playbook with pipelining, in pairs.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabHost, labAvailable, prepareLab, startHost } from '../test/lab/index.ts';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 5);
const root = new URL('..', import.meta.url).pathname;
const playbook = join(root, 'bench/playbooks/fifty.yml');

const available = await labAvailable();
if (!available.ok) {
  console.log(`The lab cannot run here: ${available.why}. ${available.remedy}`);
  process.exit(1);
}
await prepareLab(['debian']);
const host = await startHost({ flavour: 'debian' });
const work = mkdtempSync(join(tmpdir(), 'tsplay-bench-'));
try {
  bench(host);
} finally {
  rmSync(work, { recursive: true, force: true });
  await host.stop();
}

function bench({ name, address, rootKey, knownHostsFile }: LabHost): void {
  const inventory = join(work, 'inventory.ini');
  const args = `ansible_ssh_common_args='-o UserKnownHostsFile=${knownHostsFile}'`;
  writeFileSync(
    inventory,
    `${name} ansible_host=${address} ansible_user=root ansible_ssh_private_key_file=${rootKey.path} ${args}\n`,
  );
  const ours = (): string =>
    run('node', [join(root, 'bin/tsplay.js'), 'run', playbook, '-i', inventory, '-o', 'json'], {});
  const theirs = (): string =>
    run('ansible-playbook', [playbook, '-i', inventory], { ANSIBLE_PIPELINING: 'True', ANSIBLE_FORKS: '10' });

  const first = seconds(ours);
  const events = ours().trim().split('\n');
  const recap: unknown = JSON.parse(events.find((line) => line.includes('"event":"recap"')) ?? '{}');
  theirs();
  const pairs = Array.from({ length: PAIRS }, () => ({ ours: seconds(ours), theirs: seconds(theirs) }));
  const ratio = pairs.map((pair) => pair.theirs / pair.ours);
  console.log('| what | tsplay | ansible-playbook, pipelining | ratio |');
  console.log('|---|---|---|---|');
  console.log(`| first run | ${first.toFixed(2)} s | | |`);
  const [median, other] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.theirs)].map(middle);
  console.log(
    `| converged, median of ${PAIRS} pairs | ${median?.toFixed(2)} s | ${other?.toFixed(2)} s | ${middle(ratio).toFixed(1)} |`,
  );
  console.log(`\nRecap of the converged run: ${JSON.stringify(recap)}`);
}

function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  });
}

function seconds(task: () => string): number {
  const start = performance.now();
  task();
  return (performance.now() - start) / 1000;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
