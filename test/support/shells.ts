// The shells that scripts for hosts must run in: dash and bash with this machine's programs, and busybox with nothing but its own.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../src/plan/exchange.ts';
import { shellExchange } from './shell-exchange.ts';

/** Declares the suite once for each shell; where one is missing, visibly not. */
export function inEveryShell(suite: (lane: Exchange, shell: string) => void): void {
  for (const shell of ['dash', 'bash']) {
    const there = spawnSync(shell, ['-c', ':']).status === 0;
    (there ? describe : describe.skip)(`in ${shell}`, () => suite(shellExchange([shell]), shell));
  }
  const there = spawnSync('busybox', ['true']).status === 0;
  (there ? describe : describe.skip)('in busybox ash, with only busybox programs', () => {
    const programs = mkdtempSync(join(tmpdir(), 'tsplay-busybox-'));
    after(() => rmSync(programs, { recursive: true, force: true }));
    spawnSync('busybox', ['--install', '-s', programs]);
    suite(shellExchange(['env', `PATH=${programs}`, join(programs, 'sh')]), 'busybox');
  });
}
