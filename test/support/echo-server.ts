// Starts the web server of `echo-worker.mjs`.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface EchoServer {
  /** Address without a slash at the end. */
  readonly base: string;
  stop(): Promise<unknown>;
}

export async function startEchoServer(): Promise<EchoServer> {
  const worker = new Worker(new URL('./echo-worker.mjs', import.meta.url));
  const [port]: unknown[] = await once(worker, 'message');
  worker.unref();
  return { base: `http://127.0.0.1:${String(port)}`, stop: () => worker.terminate() };
}
