// The demo itself: a disposable server, hardened by the command that a user would type.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabHost, labAvailable, prepareLab, startHost, startStayingHost } from '../test/lab/index.ts';

const keep = process.argv.includes('--keep');
const root = new URL('..', import.meta.url).pathname;

process.exitCode = await main();

async function main(): Promise<number> {
  const available = await labAvailable();
  if (!available.ok) {
    console.log(`This machine cannot boot one: ${available.why}.\n${available.remedy}`);
    return 1;
  }
  say('Preparing the server (the first time takes a minute and installs Debian packages)');
  await prepareLab(['el'], (line) => console.log(line));
  const host = await boot();
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-demo-'));
  try {
    return await harden(host, join(directory, 'inventory.yml'));
  } finally {
    await rm(directory, { recursive: true, force: true });
    if (!keep) await host.stop();
  }
}

async function boot(): Promise<LabHost> {
  const wanted = { flavour: 'el', name: 'demo' } as const;
  const started = Date.now();
  const host = await (keep ? startStayingHost(wanted) : startHost(wanted));
  say(`${host.name} is up after ${((Date.now() - started) / 1000).toFixed(1)} s: it looks like a fresh Rocky Linux 9`);
  console.log(`address   ${host.address}`);
  console.log(`host key  ${host.hostKeyFingerprint}`);
  console.log('doors     root by key and by password; no firewall; updates missing');
  return host;
}

async function harden(host: LabHost, inventory: string): Promise<number> {
  await writeFile(inventory, inventoryOf(host));
  say('Hardening it: tsplay run playbooks/harden.yml -i inventory.yml');
  const first = await tsplay(inventory);
  if (first !== 0) return first;
  say('Once more: a hardened server stays as it is (changed=0)');
  const second = await tsplayRecap(inventory);
  if (second !== 0) return second;
  if (keep) {
    say(`${host.name} stays up`);
    console.log(`ssh -i ${host.userKey.path} admin@${host.address}     log in as its admin`);
    console.log(`npx tsx scripts/lab.ts down ${host.name}     end it`);
  } else say('The server is ended. With --keep it stays up.');
  return 0;
}

function inventoryOf(host: LabHost): string {
  const variables = {
    ansible_host: host.address,
    ansible_user: 'root',
    ansible_ssh_private_key_file: host.rootKey.path,
    tsplay_host_key: host.hostKeyFingerprint,
    admin_public_key_file: `${host.userKey.path}.pub`,
    backup_plan: 'none: it is a demo',
  };
  return JSON.stringify({ all: { hosts: { [host.name]: variables } } });
}

function tsplay(inventory: string): Promise<number> {
  const child = spawn(process.execPath, words(inventory), { cwd: root, stdio: 'inherit' });
  return ended(child);
}

/** Of a run that has nothing new to tell, only the last lines. */
async function tsplayRecap(inventory: string): Promise<number> {
  const child = spawn(process.execPath, words(inventory), { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await ended(child);
  console.log(code === 0 ? output.slice(output.lastIndexOf('PLAY RECAP')).trimEnd() : output);
  return code;
}

function words(inventory: string): readonly string[] {
  return [join(root, 'bin/tsplay.js'), 'run', 'playbooks/harden.yml', '-i', inventory];
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function say(text: string): void {
  console.log(`\n\u001b[1m== ${text}\u001b[0m`);
}
