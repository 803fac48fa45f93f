// Fifty tasks by tsplay, by ansible with pipelining, by ansible with mitogen, and by a raw script over ssh: whole commands, in pairs.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabHost, labAvailable, prepareLab, type Relay, startHosts, startRelay } from '../test/lab/index.ts';

/** Of how many rounds the median is told. */
const ROUNDS = Number(process.env.BENCH_PAIRS ?? 5);
/** In how many of them Ansible takes part, which takes minutes for ten hosts. */
const SLOW_ROUNDS = Number(process.env.BENCH_SLOW_PAIRS ?? ROUNDS);
const COUNTS = (process.env.BENCH_HOSTS ?? '1,10').split(',').map(Number);
/** Round trip times in milliseconds. */
const TRIPS = (process.env.BENCH_RTT ?? '0,20').split(',').map(Number);
const root = new URL('..', import.meta.url).pathname;
const playbook = join(root, 'bench/playbooks/fifty.yml');
const floor = readFileSync(join(root, 'bench/playbooks/fifty.sh'));
const MITOGEN = '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy';
const CLEAN =
  'userdel bench 2>/dev/null; groupdel bench 2>/dev/null; chattr -R -i /srv/bench 2>/dev/null; rm -rf /srv/bench /etc/motd.bench /var/mail/bench; systemctl stop cron; systemctl disable cron 2>/dev/null; true';

type Peer = 'tsplay' | 'ansible' | 'mitogen' | 'raw';
type Run = 'first' | 'converged' | 'check';
const peers: readonly Peer[] = ['tsplay', 'raw', 'ansible', ...(existsSync(MITOGEN) ? (['mitogen'] as const) : [])];
const ALL_RUNS: readonly Run[] = ['first', 'converged', 'check'];
const runs = ALL_RUNS.filter((run) => (process.env.BENCH_KINDS ?? ALL_RUNS.join()).split(',').includes(run));
const isSlow = (peer: Peer): boolean => peer === 'ansible' || peer === 'mitogen';

async function compare(count: number, trip: number): Promise<void> {
  const hosts = await startHosts(Array.from({ length: count }, () => ({ flavour: 'debian' as const })));
  const relays = trip > 0 ? await Promise.all(hosts.map((host) => startRelay(host, trip / 2))) : [];
  try {
    const contest = new Contest(hosts, relays);
    for (const run of runs) console.log(`| ${count} | ${trip} ms | ${run} | ${(await contest.row(run)).join(' | ')} |`);
  } finally {
    await Promise.all(relays.map((relay) => relay.close()));
    await Promise.all(hosts.map((host) => host.stop()));
  }
}

/** The hosts of one comparison. */
class Contest {
  readonly #hosts: readonly LabHost[];
  readonly #addresses: readonly { readonly address: string; readonly port: number }[];
  readonly #knownHosts: string;
  readonly #inventory = join(work, 'inventory.ini');

  constructor(hosts: readonly LabHost[], relays: readonly Relay[]) {
    this.#hosts = hosts;
    this.#addresses = relays.length > 0 ? relays : hosts;
    this.#knownHosts = join(work, 'known_hosts');
    writeFileSync(
      this.#knownHosts,
      this.#addresses
        .flatMap(({ address, port }, at) =>
          (hosts[at]?.hostKeys ?? []).map((key) => `[${address}]:${port} ${key}\n${address} ${key}\n`),
        )
        .join(''),
    );
    const args = `ansible_ssh_common_args='-o UserKnownHostsFile=${this.#knownHosts}'`;
    writeFileSync(
      this.#inventory,
      hosts
        .map(({ name, rootKey }, at) => {
          const { address, port } = this.#addresses[at] ?? { address: '', port: 22 };
          return `${name} ansible_host=${address} ansible_port=${port} ansible_user=root ansible_ssh_private_key_file=${rootKey.path} ${args}\n`;
        })
        .join(''),
    );
  }

  /** The cells of one row: the time of each peer with its ratio to tsplay's in the same round, and the round trips of tsplay. */
  async row(run: Run): Promise<readonly string[]> {
    const rounds: ReadonlyMap<Peer, number>[] = [];
    // All do the same, so what one has done the others find done.
    if (run !== 'first') await this.#time('tsplay', 'converged');
    for (let at = 0; at < ROUNDS; at++) {
      const seconds = new Map<Peer, number>();
      rounds.push(seconds);
      for (const peer of peers) {
        if ((isSlow(peer) && at >= SLOW_ROUNDS) || (run === 'check' && peer === 'raw')) continue;
        if (run === 'first') await Promise.all(this.#hosts.map((host) => host.exec(CLEAN)));
        seconds.set(peer, await this.#time(peer, run));
      }
    }
    const all = (peer: Peer): readonly number[] => rounds.flatMap((round) => round.get(peer) ?? []);
    const ratios = (peer: Peer): readonly number[] =>
      rounds.flatMap((round) => {
        const [theirs, ours] = [round.get(peer), round.get('tsplay')];
        return theirs === undefined || ours === undefined ? [] : [theirs / ours];
      });
    const cell = (peer: Peer): string =>
      all(peer).length === 0 ? '' : `${middle(all(peer)).toFixed(2)} s (${middle(ratios(peer)).toFixed(1)})`;
    const trips = String(await this.#roundTrips(run));
    return [`${middle(all('tsplay')).toFixed(2)} s`, cell('raw'), cell('ansible'), cell('mitogen'), trips];
  }

  // In a run of its own, since it tells more than people read. The most that any host needed.
  async #roundTrips(run: Run): Promise<number> {
    if (run === 'first') await Promise.all(this.#hosts.map((host) => host.exec(CLEAN)));
    return roundTrips(await outputOf([...this.#tsplay(run), '-o', 'json'], {}, undefined));
  }

  #tsplay(run: Run): readonly string[] {
    const check = run === 'check' ? ['--check'] : [];
    return ['node', join(root, 'bin/tsplay.js'), 'run', playbook, '-i', this.#inventory, ...check];
  }

  /** The seconds that a whole command takes. */
  #time(peer: Peer, run: Run): Promise<number> {
    const check = run === 'check' ? ['--check'] : [];
    const forks = String(this.#hosts.length);
    switch (peer) {
      case 'tsplay':
        return timed([this.#tsplay(run)]);
      case 'ansible':
        return timed([['ansible-playbook', playbook, '-i', this.#inventory, ...check]], {
          environment: { ANSIBLE_PIPELINING: 'True', ANSIBLE_FORKS: forks },
        });
      case 'mitogen':
        return timed([['ansible-playbook', playbook, '-i', this.#inventory, ...check]], {
          environment: { ANSIBLE_STRATEGY_PLUGINS: MITOGEN, ANSIBLE_STRATEGY: 'mitogen_linear', ANSIBLE_FORKS: forks },
        });
      case 'raw':
        return timed(
          this.#hosts.map(({ rootKey }, at) => {
            const { address = '', port = 22 } = this.#addresses[at] ?? {};
            const known = `UserKnownHostsFile=${this.#knownHosts}`;
            return [
              'ssh',
              '-i',
              rootKey.path,
              '-p',
              String(port),
              '-o',
              known,
              '-o',
              'BatchMode=yes',
              `root@${address}`,
              'sh',
            ];
          }),
          { input: floor },
        );
    }
  }
}

/** Runs commands at the same time; throws where one fails, for then its time says nothing. */
async function timed(
  commands: readonly (readonly string[])[],
  {
    environment = {},
    input,
  }: { readonly environment?: Readonly<Record<string, string>>; readonly input?: Buffer } = {},
): Promise<number> {
  const started = performance.now();
  await Promise.all(commands.map((command) => outputOf(command, environment, input)));
  return (performance.now() - started) / 1000;
}

function outputOf(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: Buffer | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8');
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.join(' ')} answered ${code}:\n${output.slice(-2000)}`));
    });
    child.stdin.end(input);
  });
}

// The most that any host needed.
function roundTrips(output: string): number {
  const recap: unknown = JSON.parse(output.split('\n').find((line) => line.includes('"event":"recap"')) ?? '{}');
  if (typeof recap !== 'object' || recap === null || !('roundTrips' in recap)) return 0;
  const { roundTrips } = recap;
  return typeof roundTrips === 'object' && roundTrips !== null
    ? Math.max(0, ...Object.values(roundTrips).map(Number))
    : 0;
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
const work = mkdtempSync(join(tmpdir(), 'tsplay-bench-'));
try {
  console.log('| hosts | round trip | run | tsplay | raw script | ansible | mitogen | round trips of a host |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const count of COUNTS) for (const trip of TRIPS) await compare(count, trip);
} finally {
  rmSync(work, { recursive: true, force: true });
}
