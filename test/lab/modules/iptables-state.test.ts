// Rules that shut tsplay out come back by themselves; all others stay. Ansible does the same on a host of its own, and tells the same.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { oracle } from '../../support/oracle.ts';
import { variablesOf } from '../hardening.ts';
import { type LabHost, labAvailable, startHosts } from '../index.ts';

const root = new URL('../../..', import.meta.url).pathname;

interface Task {
  readonly args: Readonly<Record<string, unknown>>;
  readonly check?: true;
  readonly async?: number;
  /** Fields in which Ansible is not to be believed. */
  readonly except?: readonly string[];
}

const FILES = `printf '*filter\\n:INPUT DROP [0:0]\\nCOMMIT\\n' >/root/lock
printf '*filter\\n:INPUT ACCEPT [0:0]\\n:MINE - [0:0]\\n-A INPUT -j MINE\\n-A MINE -s 192.0.2.1 -p tcp --dport 22 -j DROP\\nCOMMIT\\n' >/root/hand
printf '*filter\\n-A INPUT --nonsense\\nCOMMIT\\n' >/root/bad
iptables -A INPUT -s 192.0.2.7 -j DROP; iptables -t nat -A POSTROUTING -s 10.9.0.0/16 -j MASQUERADE
iptables-save -t filter >/dev/null; iptables-save -t nat >/dev/null`;

const saved = (path: string, more: object = {}): Task => ({ args: { state: 'saved', path, ...more } });
const restored = (path: string, more: object = {}): Task => ({ args: { state: 'restored', path, ...more } });
// In check mode Ansible always says that something changes, and shows the file for what would be.
const CHECKED = { check: true, except: ['changed', 'restored'] } as const;

const TASKS: readonly Task[] = [
  { ...saved('/root/a'), check: true },
  saved('/root/a'),
  saved('/root/a'),
  saved('/root/new/nat', { table: 'nat' }),
  saved('/root/six', { ip_version: 'ipv6', table: 'filter' }),
  { ...saved('/root'), except: ['msg'] },
  restored('/root/a'),
  { ...restored('/root/hand'), ...CHECKED },
  restored('/root/hand'),
  { ...restored('/root/hand'), ...CHECKED },
  restored('/root/a', { noflush: true }),
  { ...restored('/root/a', { table: 'filter' }), async: 8 },
  { ...restored('/root/a', { table: 'filter', wait: 2 }), async: 8 },
  restored('/root/a', { table: 'raw' }),
  restored('/root/none'),
  restored('/root'),
  { ...restored('/root/bad'), except: ['msg', 'cmd'] },
  { ...restored('/root/lock'), async: 5, except: ['msg'] },
];

// Ansible's bookkeeping, and the output of jobs.
const IGNORED = new Set([
  'invocation',
  'action',
  'stdout',
  'stderr',
  'stdout_lines',
  'stderr_lines',
  'warnings',
  'msg',
]);
type Json = Readonly<Record<string, unknown>>;

function comparable(result: Json, { except = [] }: Task): Json {
  const kept = Object.entries(result).filter(
    ([name]) => !IGNORED.has(name) && !name.startsWith('_ansible') && !except.includes(name),
  );
  return { failed: false, ...Object.fromEntries(kept) };
}

describe('iptables_state on lab hosts', () => {
  let ours: LabHost;
  let theirs: LabHost;
  let directory = '';

  before(async function start() {
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      ${available.why}; ${available.remedy}`);
      this.skip();
    }
    const [one, two] = await startHosts([{ flavour: 'ubuntu' }, { flavour: 'ubuntu' }]);
    if (!one || !two) throw new Error('two hosts were asked for');
    [ours, theirs] = [one, two];
    directory = mkdtempSync(join(tmpdir(), 'tsplay-iptables-'));
    for (const host of [one, two]) {
      await host.sh(FILES);
      write(`${host.name}.json`, { all: { hosts: { there: variablesOf(host) } } });
    }
    const tasks = TASKS.map(({ args, check, async: seconds }) => ({
      'community.general.iptables_state': args,
      ignore_errors: true,
      ...(check && { check_mode: true }),
      ...(seconds !== undefined && { async: seconds, poll: 0 }),
    }));
    write('play.json', [{ hosts: 'all', gather_facts: false, tasks }]);
  });
  after(async () => {
    rmSync(directory, { recursive: true, force: true });
    for (const host of [ours, theirs]) await host?.stop();
  });

  it('saves, restores, and brings back what let us in', async function run() {
    this.timeout(120_000);
    const [found, wanted] = await Promise.all([runOurs(), runTheirs()]);
    for (const [index, task] of TASKS.entries()) {
      const expected = comparable(wanted[index] ?? {}, task);
      const told = comparable(found[index] ?? {}, task);
      const common = Object.fromEntries(Object.entries(told).filter(([name]) => name in expected));
      expect(common, JSON.stringify(task)).to.deep.equal(expected);
    }
    const last = found.at(-1);
    expect([last?.failed, last?.applied, last?.rolled_back]).to.deep.equal([true, false, true]);
    expect(String(last?.msg)).to.match(
      /^Failed to confirm state restored from \/root\/lock after 5s \(.*\)\. Firewall has been rolled back/,
    );
    const left =
      'iptables -S; iptables -t nat -S; cd /root; stat -c "%n %a" a six new new/nat; cat a new/nat; ls /run | grep tsplay || true';
    expect(await ours.sh(left), 'what is left').to.equal(await theirs.sh(left));
  });

  function write(name: string, value: unknown): void {
    writeFileSync(join(directory, name), JSON.stringify(value));
  }

  async function runOurs(): Promise<readonly Json[]> {
    const words = [
      '--import',
      'tsx',
      'src/cli/main.ts',
      'run',
      '-o',
      'json',
      '-i',
      join(directory, `${ours.name}.json`),
    ];
    const output = await new Promise<string>((resolve) =>
      execFile('node', [...words, join(directory, 'play.json')], { cwd: root }, (_, stdout) => resolve(stdout)),
    );
    const events = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): { readonly event: string; readonly result?: Json } => JSON.parse(line));
    return events.flatMap(({ event, result }) => (event === 'host-task-finished' && result ? [result] : []));
  }

  async function runTheirs(): Promise<readonly Json[]> {
    const env = { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3' };
    const args = ['-i', join(directory, `${theirs.name}.json`), join(directory, 'play.json')];
    const { stdout } = oracle('ansible-playbook', args, { cwd: directory, env });
    const report: { plays: { tasks: { hosts: Record<string, Json> }[] }[] } = JSON.parse(
      stdout.slice(stdout.indexOf('{\n')),
    );
    return (report.plays[0]?.tasks ?? []).map(({ hosts }) => hosts.there ?? {});
  }
});
