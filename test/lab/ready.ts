// Tells when a host has booted: its sshd greets, and its systemd has nothing left to start.

import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LabError, run } from './command.ts';
import { initOf } from './lifetime.ts';
import { type HostRecord, hostDirectory } from './record.ts';

const bootLimit = 60_000;

/** Resolves when the host is up; throws with the end of its console when it does not come up within a minute. */
export async function untilReady(record: HostRecord): Promise<void> {
  const deadline = Date.now() + bootLimit;
  while (!((await hasBooted(record.name)) && (await greets(record.address, 22)))) {
    if (Date.now() > deadline)
      throw new LabError(`host ${record.name} did not boot:\n${await consoleTail(record.name)}`);
    await pause(50);
  }
}

/** Whether the first boot job queue has run empty; "degraded" is up as well, with some unit failed. */
async function hasBooted(name: string): Promise<boolean> {
  const init = await initOf(name);
  if (init === undefined) return false;
  const state = await run('nsenter', ['--all', `--target=${init}`, '/usr/bin/systemctl', 'is-system-running']);
  return ['running', 'degraded'].includes(state.stdout.trim());
}

/** Whether something at this address greets as an SSH server within two seconds. */
async function greets(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 2000 });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (greeting) => finish(greeting.toString('latin1').startsWith('SSH-')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => finish(false));
  });
}

async function consoleTail(name: string): Promise<string> {
  const text = await readFile(join(hostDirectory(name), 'console.log'), 'utf8').catch(() => '');
  return text.split('\n').slice(-20).join('\n');
}
