// Where a built command starts: what needs nothing is answered before anything else is loaded.

import { once } from 'node:events';
import type * as Bundle from './bundle.ts';
import { requireCached } from './code-cache.ts';
import { version } from './version.ts';

/** The bundle's file, put in by the build. */
declare const TSPLAY_BUNDLE: string;

/** Holds when the command is done. Throws where the build is not whole. */
export async function start(command: keyof typeof Bundle.commands): Promise<void> {
  const [, , ...words] = process.argv;
  if (command === 'tsplay' && words.length === 1 && words[0] === '--version') {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const runs = command === 'tsplay-playbook' || words[0] === 'run';
  const { commands, importBy } = requireCached<typeof Bundle>(new URL(TSPLAY_BUNDLE, import.meta.url), {
    // Of what others load, too little would be kept for the runs that come.
    keep: runs,
  });
  importBy((url) => import(url));
  await commands[command]();
  if (runs) await leave();
}

// All is done and told. Taking the heap apart, as Node does at a natural end, would take another 20 ms.
async function leave(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    if (stream.writableLength > 0 && !stream.destroyed) await once(stream, 'drain');
  process.exit();
}
