// The version of tsplay, put in by the build, else read from the source tree.

import { readFileSync } from 'node:fs';

declare const TSPLAY_VERSION: string | undefined;

export function version(): string {
  if (typeof TSPLAY_VERSION === 'string') return TSPLAY_VERSION;
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
