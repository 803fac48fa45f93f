// What a converged task of each of the twenty most used modules costs, beside ansible-playbook with pipelining, and what it starts on the host.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type LabHost, labAvailable, prepareLab, startHost } from '../test/lab/index.ts';

/** Tasks of one module in a run, one after the other. */
const TASKS = Number(process.env.BENCH_TASKS ?? 8);
/** Of how many runs the median is told. */
const RUNS = Number(process.env.BENCH_PAIRS ?? 3);
/** `BENCH_MODULES=file,copy`: only these. */
const CHOSEN = process.env.BENCH_MODULES?.split(',');
const root = new URL('..', import.meta.url).pathname;

/** A task of each; `N` is another number in each. In the order of use in public playbooks. */
const TASK: Readonly<Record<string, string>> = {
  set_fact: '{factN: "{{ inventory_hostname }}N"}',
  file: '{path: /srv/bench/dN, state: directory, mode: "0755"}',
  command: '"true"',
  template: '{src: page.j2, dest: /srv/bench/tN, mode: "0644"}',
  lineinfile: '{path: /srv/bench/lines, line: "keyN=1", regexp: "^keyN="}',
  shell: '"true"',
  copy: '{content: "text N\\n", dest: /srv/bench/cN, mode: "0644"}',
  assert: '{that: "inventory_hostname | length > 0", quiet: true}',
  service: '{name: cron, state: started, enabled: true}',
  package: '{name: tree, state: present}',
  debug: '{msg: "host {{ inventory_hostname }} N"}',
  stat: '{path: /srv/bench/lines}',
  fail: '{msg: never}\n      when: inventory_hostname == "N"',
  apt: '{name: [tree, sudo], state: present}',
  systemd: '{name: cron, state: started, enabled: true}',
  find: '{paths: /etc/ssh, patterns: "*.conf", recurse: true}',
  replace: '{path: /srv/bench/lines, regexp: "^oldN$", replace: "newN"}',
  uri: '{url: "http://localhost:8080/page?N"}',
  user: '{name: bench, shell: /bin/sh, home: /srv/bench/home}',
  get_url: '{url: "http://localhost:8080/page", dest: /srv/bench/page, mode: "0644"}',
};
const SERVER = `mkdir -p /srv/bench/home /srv/web; echo page >/srv/web/page; touch /srv/bench/lines
systemd-run -q --unit=web --working-directory=/srv/web python3 -m http.server 8080`;

interface Cost {
  /** Milliseconds for a task. */
  readonly milliseconds: number;
  /** Processes (and threads) that were started on the host in the whole run. */
  readonly processes: number;
}

/** Both engines on one host. */
class Contest {
  readonly #host: LabHost;
  readonly #work: string;
  readonly #inventory: string;

  constructor(host: LabHost, work: string) {
    this.#host = host;
    this.#work = work;
    this.#inventory = join(work, 'inventory.ini');
    const { name, address, rootKey, knownHostsFile } = host;
    const args = `ansible_ssh_common_args='-o UserKnownHostsFile=${knownHostsFile}'`;
    writeFileSync(
      this.#inventory,
      `${name} ansible_host=${address} ansible_user=root ansible_ssh_private_key_file=${rootKey.path} ${args}\n`,
    );
    writeFileSync(join(work, 'page.j2'), 'page of {{ inventory_hostname }}\n');
  }

  async row(module: string, idle: readonly number[]): Promise<string> {
    const playbook = this.#playbook(module);
    // The first run does what there is to do; what it leaves is what both find.
    await this.#ours(playbook);
    const ours: Cost[] = [];
    const theirs: Cost[] = [];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await this.#ours(playbook));
      theirs.push(await this.#theirs(playbook));
    }
    const [own, other] = [ours, theirs].map((costs) => middle(costs.map(({ milliseconds }) => milliseconds)));
    const started = [ours, theirs].map((costs, at) => {
      const least = Math.min(...costs.map(({ processes }) => processes));
      return (Math.max(0, least - (idle[at] ?? 0)) / TASKS).toFixed(1);
    });
    const ratio = ((other ?? 0) / (own ?? 1)).toFixed(0);
    return `| ${module} | ${own?.toFixed(1)} ms | ${other?.toFixed(0)} ms | ${ratio} | ${started.join(' | ')} |`;
  }

  // The first play connects, so that the second one is the tasks alone.
  #playbook(module: string): string {
    const path = join(this.#work, `${module}.yml`);
    const tasks = Array.from(
      { length: TASKS },
      (_, at) => `    - ${module}: ${TASK[module]?.replaceAll('N', String(at))}\n`,
    );
    const play = (list: string): string => `- hosts: all\n  gather_facts: false\n  tasks:\n${list}`;
    writeFileSync(path, `${play('    - raw: ":"\n')}${play(tasks.join(''))}${play('    - raw: ":"\n')}`);
    return path;
  }

  async #ours(playbook: string): Promise<Cost> {
    const program = ['node', join(root, 'bin/tsplay.js'), 'run', playbook, '-i', this.#inventory, '-o', 'json'];
    return this.#measured(program, {}, (output) => {
      const events = output
        .trim()
        .split('\n')
        .map((line): { event?: string; time?: string } => JSON.parse(line));
      const [, first, last] = events.filter(({ event }) => event === 'play-started');
      return between(first?.time, last?.time);
    });
  }

  async #theirs(playbook: string): Promise<Cost> {
    const environment = { ANSIBLE_PIPELINING: 'True', ANSIBLE_STDOUT_CALLBACK: 'json' };
    return this.#measured(['ansible-playbook', playbook, '-i', this.#inventory], environment, (output) => {
      const { plays }: { plays: readonly { play: { duration: { start: string } } }[] } = JSON.parse(output);
      return between(plays[1]?.play.duration.start, plays[2]?.play.duration.start);
    });
  }

  async #measured(
    [program = '', ...args]: readonly string[],
    environment: Readonly<Record<string, string>>,
    duration: (output: string) => number,
  ): Promise<Cost> {
    const before = await this.#lastProcess();
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output, code] = await Promise.all([
      text(child.stdout),
      new Promise((resolve) => child.on('close', resolve)),
    ]);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} answered ${code}:\n${output.slice(-2000)}`);
    const processes = (await this.#lastProcess()) - before;
    return { milliseconds: duration(output) / TASKS, processes };
  }

  // A host has process ids of its own, which are given out in order: the difference of two is what was started.
  async #lastProcess(): Promise<number> {
    return Number((await this.#host.sh('read -r _ _ _ _ last </proc/loadavg; echo "$last"')).trim());
  }

  /** What connecting alone starts, by each engine. */
  async idle(): Promise<readonly [ours: number, theirs: number]> {
    const playbook = this.#playbook('debug');
    const count = async (run: () => Promise<Cost>): Promise<number> => {
      const costs = [await run(), await run(), await run()];
      return Math.min(...costs.map(({ processes }) => processes));
    };
    return [await count(() => this.#ours(playbook)), await count(() => this.#theirs(playbook))];
  }
}

function between(start: string | undefined, end: string | undefined): number {
  if (start === undefined || end === undefined) throw new Error('the output does not tell when plays started');
  return Date.parse(end) - Date.parse(start);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const available = await labAvailable();
if (!available.ok) {
  console.log(`The lab cannot run here: ${available.why}. ${available.remedy}`);
  process.exit(1);
}
await prepareLab(['debian']);
const host = await startHost({ flavour: 'debian' });
const work = mkdtempSync(join(tmpdir(), 'tsplay-bench-'));
try {
  await host.sh(SERVER);
  const contest = new Contest(host, work);
  const idle = await contest.idle();
  console.log(
    `Load of the machine: ${loadavg()[0]?.toFixed(1)}; a run without such tasks starts ${idle.join(' and ')} processes.\n`,
  );
  console.log('| module | tsplay | ansible-playbook | ratio | processes for a task | of ansible-playbook |');
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const module of CHOSEN ?? Object.keys(TASK)) console.log(await contest.row(module, idle));
} finally {
  rmSync(work, { recursive: true, force: true });
  await host.stop();
}
