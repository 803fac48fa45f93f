// The command line of the lab: hosts that stay up for a person.

import { spawn } from 'node:child_process';
import { LabError } from './command.ts';
import type { LabHost } from './host.ts';
import { type Flavour, flavours } from './layer.ts';
import { endHost } from './lifetime.ts';
import { labAvailable, prepareLab } from './prepare.ts';
import { type HostRecord, readRecord, readRecords } from './record.ts';
import { findHost, startStayingHost } from './start.ts';

const usage = `usage: npx tsx scripts/lab.ts COMMAND

  prepare [FLAVOUR...]      install what is missing and build the layers (all flavours)
  up NAME:FLAVOUR...        start hosts that stay up
  list                      show the hosts that are up, of other processes as well
  inventory [NAME...]       print an inventory of them (those that stay up), with keys and pinned host keys
  ssh NAME [COMMAND...]     log in as root
  exec NAME SHELL-TEXT      run as root without ssh, however well the host is locked up
  console NAME              print the name of the file with what its boot said
  down [NAME...]            end hosts (all that stay up)

flavours: ${flavours.join(' ')}
`;

/** Runs one command; the number is the exit code. */
export async function main([command, ...words]: readonly string[]): Promise<number> {
  try {
    return await dispatch(command, words);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    process.stderr.write(`lab: ${error.message}\n`);
    return 1;
  }
}

async function dispatch(command: string | undefined, words: readonly string[]): Promise<number> {
  switch (command) {
    case 'prepare':
      await checkMachine();
      await prepareLab(words.length === 0 ? flavours : words.map(parseFlavour));
      return 0;
    case 'up':
      return up(words);
    case 'list':
      return list();
    case 'inventory':
      return inventory(words);
    case 'ssh':
      return ssh(words);
    case 'exec':
      return exec(words);
    case 'console':
      print((await requireHost(words[0])).console);
      return 0;
    case 'down':
      return down(words);
    default:
      process.stdout.write(usage);
      return command === undefined || command === 'help' || command === '--help' ? 0 : 1;
  }
}

async function up(words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new LabError('name the hosts to start: up web1:el web2:debian');
  await checkMachine();
  const wanted = words.map((word) => {
    const [name = '', flavour = ''] = word.split(':');
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw new LabError(`"${word}": a host is named NAME:FLAVOUR, as el1:el`);
    return { name, flavour: parseFlavour(flavour) };
  });
  await prepareLab(wanted.map(({ flavour }) => flavour));
  for (const host of await Promise.all(wanted.map(startStayingHost))) {
    print(`${host.name} is up at ${host.address} (${host.flavour}, ${host.hostKeyFingerprint})`);
  }
  return 0;
}

async function list(): Promise<number> {
  for (const record of await readRecords()) {
    const whose = record.stays ? 'stays up' : `of process ${record.owner.pid}`;
    print(`${record.name.padEnd(20)} ${record.flavour.padEnd(9)} ${record.address.padEnd(15)} ${whose}`);
  }
  return 0;
}

async function inventory(names: readonly string[]): Promise<number> {
  print('all:\n  hosts:');
  for (const record of await chosen(names)) {
    const host = await requireHost(record.name);
    print(`    ${host.name}:`);
    print(`      ansible_host: ${host.address}`);
    print('      ansible_user: root');
    print(`      ansible_ssh_private_key_file: ${host.rootKey.path}`);
    print(`      ansible_ssh_common_args: -o UserKnownHostsFile=${host.knownHostsFile}`);
    print(`      tsplay_host_key: ${host.hostKeyFingerprint}`);
  }
  return 0;
}

async function ssh([name, ...words]: readonly string[]): Promise<number> {
  const host = await requireHost(name);
  const options = ['-i', host.rootKey.path, '-o', `UserKnownHostsFile=${host.knownHostsFile}`];
  const child = spawn('ssh', [...options, '-o', 'IdentitiesOnly=yes', `root@${host.address}`, ...words], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

async function exec([name, ...words]: readonly string[]): Promise<number> {
  const { code, stdout, stderr } = await (await requireHost(name)).exec(words.join(' '));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return code;
}

async function down(names: readonly string[]): Promise<number> {
  const records = await chosen(names);
  await Promise.all(records.map(endHost));
  print(records.length === 0 ? 'no host stays up' : `ended: ${records.map(({ name }) => name).join(' ')}`);
  return 0;
}

/** The hosts of these names; those that stay up when none is named. */
async function chosen(names: readonly string[]): Promise<readonly HostRecord[]> {
  if (names.length === 0) return (await readRecords()).filter(({ stays }) => stays);
  return Promise.all(
    names.map(async (name) => {
      const record = await readRecord(name);
      if (record === undefined) throw new LabError(`no host named ${name} is up`);
      return record;
    }),
  );
}

async function requireHost(name: string | undefined): Promise<LabHost> {
  const host = name === undefined ? undefined : await findHost(name);
  if (host === undefined) throw new LabError(`no host named ${name ?? '(none given)'} is up: see "list"`);
  return host;
}

async function checkMachine(): Promise<void> {
  const available = await labAvailable();
  if (!available.ok) throw new LabError(`${available.why}; ${available.remedy}`);
}

function parseFlavour(word: string): Flavour {
  const flavour = flavours.find((known) => known === word);
  if (flavour === undefined) throw new LabError(`"${word}" is no flavour: ${flavours.join(', ')}`);
  return flavour;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
