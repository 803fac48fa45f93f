// What starting costs: `--version` beside an empty node process, checking a playbook of 5,000 lines, and a run until it first connects.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manyTasks } from './many-playbook.ts';

const ROUNDS = Number(process.env.BENCH_RUNS ?? 9);
const root = new URL('..', import.meta.url).pathname;
const program = process.env.BENCH_PROGRAM ?? join(root, 'bin/tsplay.js');
const work = mkdtempSync(join(tmpdir(), 'tsplay-startup-'));

interface Cost {
  readonly wallMs: number;
  /** User and system time of the process itself. */
  readonly cpuMs: number;
}

try {
  const playbook = join(work, 'long.yml');
  writeFileSync(playbook, longPlaybook(5000));
  const usual = manyTasks(50, join(work, 'disk'));
  writeFileSync(join(work, 'usual.yml'), usual);
  const empty = await repeated(() => cost(['-e', '0']));
  const rows: readonly (readonly [string, Cost])[] = [
    ['an empty node process', empty],
    ['`tsplay --version`', await repeated(() => cost([program, '--version']))],
    ['5,000 lines, `--syntax-check`', await repeated(() => cost([program, 'run', playbook, '--syntax-check']))],
    ['`tsplay run` until it connects', await repeated(() => untilConnect(join(work, 'usual.yml')))],
  ];
  console.log('| median | processor | against an empty process | wall |\n|---|---:|---:|---:|');
  for (const [name, { cpuMs, wallMs }] of rows)
    console.log(`| ${name} | ${cpuMs.toFixed(0)} ms | ${(cpuMs / empty.cpuMs).toFixed(2)} | ${wallMs.toFixed(0)} ms |`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Tasks as people write them, over several lines each. */
function longPlaybook(lines: number): string {
  const task = (number: number): string => `    - name: Write the configuration of site ${number}
      ansible.builtin.template:
        src: site.conf.j2
        dest: "{{ base }}/sites/{{ item.name | default('site${number}') }}.conf"
        owner: root
        mode: "0644"
      loop: "{{ sites | selectattr('enabled') | list }}"
      when:
        - sites is defined
        - not (skip_sites | default(false) | bool)
      notify: Reload
`;
  const head = `- name: A long play
  hosts: all
  vars: { base: /srv, sites: [] }
  handlers:
    - name: Reload
      ansible.builtin.service: { name: web, state: reloaded }
  tasks:
`;
  const each = task(0).split('\n').length - 1;
  return head + Array.from({ length: Math.ceil(lines / each) }, (_, index) => task(index)).join('');
}

// The first thing that a run does to a host is to connect: the time until somebody does.
async function untilConnect(playbook: string): Promise<Cost> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const connected = once(server, 'connection').then(([socket]) => {
    const at = performance.now();
    socket.destroy();
    server.close();
    return at;
  });
  const started = performance.now();
  const whole = cost([program, 'run', playbook, '-i', `127.0.0.1:${port},`, '-u', 'nobody', '-T', '1'], [0, 4]);
  const wallMs = (await connected) - started;
  const { cpuMs } = await whole;
  return { wallMs, cpuMs };
}

/** Throws where a command ends otherwise than expected. */
async function cost(args: readonly string[], expected: readonly number[] = [0]): Promise<Cost> {
  const usageFile = join(work, 'usage.json');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', join(root, 'bench/usage.mjs'), ...args], {
    env: { ...process.env, BENCH_USAGE: usageFile },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  const wallMs = performance.now() - started;
  if (!expected.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}`);
  const { cpuMs }: Cost = JSON.parse(readFileSync(usageFile, 'utf8'));
  return { wallMs, cpuMs };
}

/** The median of several, each figure by itself. */
async function repeated(measure: () => Promise<Cost>): Promise<Cost> {
  const all: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await measure());
  return { wallMs: middle(all.map((one) => one.wallMs)), cpuMs: middle(all.map((one) => one.cpuMs)) };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
