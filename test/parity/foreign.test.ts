// Modules of Debian's `ansible` package, and a user's own, by both engines: the same results, and the same files afterwards.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { variablesOf } from '../lab/hardening.ts';
import { type LabHost, labAvailable, startHosts, type UpperEntry } from '../lab/index.ts';
import { describeParity } from '../support/oracle.ts';

const root = new URL('../..', import.meta.url).pathname;
const playbook = 'test/parity/foreign/playbook.yml';

type Json = Readonly<Record<string, unknown>>;
type Results = Readonly<Record<string, Json>>;

describeParity('foreign modules beside ansible-playbook', function suite(this: void) {
  let hosts: readonly LabHost[] = [];
  let ours: Results = {};
  let theirs: Results = {};

  before(async function () {
    const available = await labAvailable();
    if (!available.ok) {
      process.stderr.write(`    skipped: ${available.why}; ${available.remedy}\n`);
      this.skip();
    }
    hosts = await startHosts([
      { flavour: 'debian', name: 'ours-foreign' },
      { flavour: 'debian', name: 'theirs-foreign' },
    ]);
    const [one, other] = hosts;
    if (!one || !other) throw new Error('two hosts were asked for');
    [ours, theirs] = await Promise.all([tsplay(one), ansible(other)]);
  });

  after(async () => Promise.all(hosts.map((host) => host.stop())));

  it('runs all tasks', () => {
    expect(Object.keys(ours)).to.deep.equal(Object.keys(theirs));
    expect(Object.keys(theirs)).to.have.length.above(20);
  });

  it('gives the same results', () => {
    for (const [name, result] of Object.entries(theirs))
      expect(comparable(name, ours[name] ?? {}), name).to.deep.equal(comparable(name, result));
  });

  it('leaves the same files, and none of its own', async () => {
    const [one, other] = await Promise.all(hosts.map(async (host) => files(await host.snapshotUpper())));
    expect(one).to.deep.equal(other);
    const dated = "grep -v '^#' /srv/pam/x /var/spool/cron/crontabs/tester";
    const [pam, theirPam] = await Promise.all(hosts.map((host) => host.sh(dated)));
    expect(pam).to.equal(theirPam);
  });
});

// Times, speeds, process numbers, keys; where a module ran from; what raw says of ssh's own words.
const VARYING: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/[\d.e-]+ s, [\d.]+ [kMG]?B\/s/g, 'TIME'],
  [/SHA256:[\w+/]{43}|AAAA[\w+/]{64}/g, 'KEY'],
  [/\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}/g, 'DATE'],
  [/Shared connection to [\d.]+ closed\.(?:\\r\\n)?/g, ''],
  // Without pipelining Ansible asks for a terminal.
  [/\\r\\n/g, '\\n'],
];

const OWN_WORDS = new Set([
  '_ansible_item_label',
  '_ansible_verbose_always',
  '_ansible_no_log',
  'action',
  'warnings',
  'deprecations',
  'exception',
  'ansible_loop_var',
  'failed',
]);

function comparable(name: string, result: Json): unknown {
  const entries = Object.entries(result).filter(
    ([field, value]) => !OWN_WORDS.has(field) && !(field === 'skipped' && value === false),
  );
  const kept = Object.fromEntries(entries.map(([field, value]) => [field, plain(name, field, value)]));
  const text = VARYING.reduce((all, [pattern, instead]) => all.replace(pattern, instead), JSON.stringify(kept));
  return JSON.parse(text);
}

function plain(name: string, field: string, value: unknown): unknown {
  if (field === 'results' && Array.isArray(value)) return value.map((item) => comparable(name, item));
  if (field === 'module_stderr' && typeof value === 'string') return value.trimEnd().split('\n').at(-1);
  if (name === 'start' && (field === 'stderr' || field === 'stderr_lines')) return '';
  // Ours does not name the loop's variable; the interpreter was found by whichever task came first.
  if (field === 'pid') return 0;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inner = Object.entries(value).filter(([key]) => key !== 'discovered_interpreter_python');
    return Object.fromEntries(inner.map(([key, item]) => [key, plain(name, key, item)]));
  }
  return Array.isArray(value) ? value.map((item) => plain(name, '', item)) : value;
}

// Ansible's own directories, and the caches of the compiler. What keys hold, and what modules date, is no matter.
function files(entries: readonly UpperEntry[]): readonly object[] {
  return entries
    .filter(({ path }) => !/\/\.ansible(?:\/|$)|__pycache__|^\/(?:root|home\/tester|tmp)$/.test(path))
    .map(({ mtime: _, sha256, ...entry }) => ({
      ...entry,
      ...(/^\/srv\/(?:id|pam\/)|^\/etc\/shadow|^\/var\/spool\/cron\//.test(entry.path) ? {} : sha256 && { sha256 }),
    }));
}

async function ansible(host: LabHost): Promise<Results> {
  const output = await command('ansible-playbook', host, ['-v'], {
    ANSIBLE_STDOUT_CALLBACK: 'json',
    ANSIBLE_PIPELINING: '1',
  });
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Json> }[] }[] } = JSON.parse(
    output.slice(output.indexOf('{\n')),
  );
  const tasks = report.plays.flatMap((play) => play.tasks);
  return Object.fromEntries(tasks.map(({ task, hosts }) => [task.name, asRegistered(hosts[host.name] ?? {})]));
}

// Callbacks see the arguments of the module beside its result; what is registered has them in items only.
function asRegistered({ invocation: _, ...result }: Json): Json {
  return result;
}

async function tsplay(host: LabHost): Promise<Results> {
  const words = ['--import', 'tsx', 'src/cli/main.ts', 'run', '-v', '-o', 'json'];
  const output = await command(process.execPath, host, words, {});
  const results: Record<string, Json> = {};
  const items = new Map<string, Json[]>();
  for (const line of output.split('\n').filter((one) => one.startsWith('{'))) {
    const { event, task, result }: { event: string; task?: { name: string }; result: Json } = JSON.parse(line);
    const name = task?.name ?? '';
    if (event === 'item-finished') items.set(name, [...(items.get(name) ?? []), result]);
    const looped = items.get(name);
    if (event === 'host-task-finished') results[name] = { ...result, ...(looped && { results: looped }) };
  }
  return results;
}

function command(
  program: string,
  host: LabHost,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const inventory = join(directory, 'inventory.json');
  writeFileSync(inventory, JSON.stringify({ all: { hosts: { [host.name]: variablesOf(host) } } }));
  const args = [...words, playbook, '-i', inventory];
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout) => {
        rmSync(directory, { recursive: true, force: true });
        resolve(stdout);
      },
    );
  });
}
