// Runs the playbooks that we ship against lab hosts as a user does, by the command, and says what came of it.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ssh2';
import type { LabHost } from './index.ts';

const root = new URL('../..', import.meta.url).pathname;

/** What came of a run. Tasks are named in the order they ended. */
export interface Hardening {
  readonly code: number;
  /** What failed and why, and what went to stderr: for messages. */
  readonly output: string;
  readonly changed: readonly string[];
  readonly failed: readonly string[];
  /** Tasks of which check mode said that nobody can tell beforehand. */
  readonly untold: readonly string[];
  /** The lines of the checklist; empty where the run did not come so far. */
  readonly checklist: readonly string[];
}

/** Runs harden.yml against a host. */
export function harden(host: LabHost, options: readonly string[] = []): Promise<Hardening> {
  return playbook(host, 'harden.yml', options);
}

/** Runs one of our playbooks against a host, as root by the lab's key and with the lab's user key for the admin. */
export async function playbook(host: LabHost, name: string, options: readonly string[] = []): Promise<Hardening> {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-harden-'));
  try {
    const inventory = join(directory, 'inventory.json');
    writeFileSync(inventory, JSON.stringify({ all: { hosts: { [host.name]: variablesOf(host) } } }));
    const words = [
      '--import',
      'tsx/esm',
      'src/cli/main.ts',
      'run',
      `playbooks/${name}`,
      '-i',
      inventory,
      '-o',
      'json',
      ...options,
    ];
    return await new Promise((resolve) => {
      execFile(process.execPath, words, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, ...judge(stdout, stderr) });
      });
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What an inventory says of a host, for our engine and for ansible alike. */
export function variablesOf(host: LabHost): Readonly<Record<string, string>> {
  return {
    ansible_host: host.address,
    ansible_user: 'root',
    ansible_ssh_private_key_file: host.rootKey.path,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${host.knownHostsFile}`,
    tsplay_host_key: host.hostKeyFingerprint,
    admin_public_key_file: `${host.userKey.path}.pub`,
  };
}

interface Finished {
  readonly event: string;
  readonly outcome: string;
  readonly task: { readonly name: string };
  readonly result: { readonly msg?: unknown };
}

function judge(stdout: string, stderr: string): Omit<Hardening, 'code'> {
  const ends = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"event":"host-task-finished"'))
    .map((line): Finished => JSON.parse(line));
  const named = (test: (end: Finished) => boolean): readonly string[] => ends.filter(test).map(({ task }) => task.name);
  const checklist = ends.find(({ task }) => task.name === 'The checklist')?.result.msg;
  const problems = ends.filter(({ outcome }) => outcome === 'failed' || outcome === 'unreachable');
  return {
    output: [...problems.map(({ task, result }) => `${task.name}: ${result.msg}`), stderr].join('\n'),
    changed: named(({ outcome }) => outcome === 'changed'),
    failed: named(({ outcome }) => outcome === 'failed'),
    untold: named(({ result }) => /cannot be told/.test(JSON.stringify(result))),
    checklist: Array.isArray(checklist) ? checklist.map(String) : [],
  };
}

/** A way to log in, by one door only. */
export interface Way {
  readonly user: string;
  readonly key?: string;
  readonly password?: string;
  readonly port?: number;
}

/** Tries a login from outside, with nothing of the engine in between. */
export function canLogIn(host: LabHost, { user, key, password, port = 22 }: Way): Promise<boolean> {
  return new Promise((resolve) => {
    const client = new Client();
    const end = (result: boolean): void => {
      client.end();
      resolve(result);
    };
    client.on('error', () => end(false));
    client.once('ready', () => end(true));
    client.connect({
      host: host.address,
      port,
      username: user,
      readyTimeout: 10_000,
      tryKeyboard: false,
      ...(key !== undefined && { privateKey: readFileSync(key) }),
      ...(password !== undefined && { password }),
    });
  });
}
