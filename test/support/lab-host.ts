// One lab host for all tests of a `describe`, as module tests use it: started before them, stopped after them, and skipped visibly without a lab.

import type { Exchange } from '../../src/plan/exchange.ts';
import { type Flavour, type LabHost, labAvailable, startHost } from '../lab/index.ts';
import { labExchange } from './lab-exchange.ts';

/** Whoever starts first builds the flavour. */
const BUILD_MS = 300_000;

/** What the laws of modules need to hold there: root's shell, and an exchange. */
export interface OnLabHost {
  /** Only inside of hooks and tests. */
  readonly host: () => LabHost;
  readonly exchange: () => Exchange;
  readonly shell: (script: string) => Promise<string>;
}

/** Declares the hooks. `prepare` runs once, when the host is up. */
export function onLabHost(flavour: Flavour, prepare?: (host: LabHost) => Promise<unknown>): OnLabHost {
  let started: { readonly host: LabHost; readonly exchange: Exchange } | undefined;
  const running = (): NonNullable<typeof started> => {
    if (!started) throw new Error('the lab host is not up');
    return started;
  };
  before(async function () {
    this.timeout(BUILD_MS);
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      skipped: ${available.why}; ${available.remedy}`);
      this.skip();
    }
    const host = await startHost({ flavour });
    started = { host, exchange: await labExchange(host) };
    await prepare?.(host);
  });
  after(async () => started?.host.stop());
  return {
    host: () => running().host,
    exchange: () => running().exchange,
    shell: (script) => running().host.sh(script),
  };
}
