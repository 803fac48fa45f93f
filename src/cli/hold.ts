// `tsplay hold` (not for people): the process that keeps connections; `tsplay disconnect`: ends what it keeps.

import { spawn } from 'node:child_process';
import { askHolder, createServices, holdConnections, holderSocket, Keeper } from '../host/index.ts';
import { InputError } from './problems.ts';

/** Keeps the connections of runs open for so long. Throws `InputError` where there is no place for that. */
export function keeperFor(seconds: number): Keeper {
  return new Keeper({ seconds, socket: socketPath(), startHolder });
}

/** Holds connections until none is left. */
export async function hold(): Promise<void> {
  process.umask(0o077);
  await holdConnections(socketPath(), createServices());
}

/** Ends all connections that are kept, and tells how many these were. */
export async function disconnect(): Promise<string> {
  const asked = await askHolder(socketPath(), { op: 'end' });
  asked?.socket.destroy();
  const ended = asked?.reply.ok ? (asked.reply.ended ?? 0) : 0;
  return ended === 0 ? 'No connection was open.\n' : `Ended ${ended} connection${ended === 1 ? '' : 's'}.\n`;
}

function socketPath(): string {
  const place = holderSocket();
  if (!place.ok) throw InputError.of(`connections cannot be kept: ${place.reason}`);
  return place.socket;
}

// It must not die with the terminal of this run, and shows nothing.
function startHolder(): void {
  // `tsplay-playbook` takes no subcommands.
  const program = (process.argv[1] ?? '').replace(/-playbook(?=(\.js)?$)/, '');
  const child = spawn(process.execPath, [...process.execArgv, program, 'hold'], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  child.on('error', () => undefined);
  child.unref();
}
