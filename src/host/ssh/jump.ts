// Jump hosts: one connection to each, shared by all hosts behind it for as long as one of them needs it.

import type { Duplex } from 'node:stream';
import type { Result } from '../connection.ts';
import { type HostServices, perRun } from '../services.ts';
import type { SshSession } from './session.ts';
import type { SshTarget } from './target.ts';

/** A session that ends with its last user. */
interface SharedSession {
  readonly opening: Promise<Result<SshSession>>;
  users: number;
}

const sessions = perRun<SharedSession>();

/** A stream through a jump host. `release` must be called when it is not needed any more. */
export interface JumpStream {
  readonly stream: Duplex;
  release(): void;
}

/** Opens a stream to the target through a jump host; `open` connects to that where nobody did yet. */
export async function streamThrough(
  jump: { readonly name: string; readonly key: string; readonly open: () => Promise<Result<SshSession>> },
  target: SshTarget,
  services: HostServices,
): Promise<Result<JumpStream>> {
  const shared = sessions(services);
  const session = shared.get(jump.key) ?? { opening: jump.open(), users: 0 };
  shared.set(jump.key, session);
  session.users++;
  const opened = await session.opening;
  const forget = () => {
    if (shared.get(jump.key) === session) shared.delete(jump.key);
  };
  if (!opened.ok) {
    forget();
    return { ok: false, failure: { kind: 'jump-failed', jump: jump.name, failure: opened.failure } };
  }
  const { client, ended, destroy } = opened.value;
  void ended.then(forget);
  const release = once(() => {
    if (--session.users > 0) return;
    forget();
    client.end();
    // A jump host that vanished never answers.
    const timer = setTimeout(destroy, 1000);
    void ended.then(() => clearTimeout(timer));
  });
  const { address, port } = target;
  return new Promise((resolve) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
      if (error) {
        release();
        const failure = {
          kind: 'unreachable',
          reason: error.message.replace(/^.*?failure: /, ''),
          address,
          port,
        } as const;
        resolve({ ok: false, failure: { kind: 'jump-failed', jump: jump.name, failure } });
        return;
      }
      stream.once('close', release);
      resolve({ ok: true, value: { stream, release } });
    });
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
