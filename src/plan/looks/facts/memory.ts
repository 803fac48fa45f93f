// Memory, from /proc/meminfo.

import type { Facts } from './distribution.ts';

export function memoryFacts(text: string): Facts {
  const values = new Map(
    [...text.matchAll(/^(\w+):\s+(\d+)/gm)].map((match) => [match[1] ?? '', Math.floor(Number(match[2]) / 1024)]),
  );
  const mb = (name: string): number => values.get(name) ?? 0;
  const nocache = mb('MemFree') + mb('Cached') + mb('Buffers');
  return {
    memtotal_mb: mb('MemTotal'),
    memfree_mb: mb('MemFree'),
    swaptotal_mb: mb('SwapTotal'),
    swapfree_mb: mb('SwapFree'),
    memory_mb: {
      real: { total: mb('MemTotal'), used: mb('MemTotal') - mb('MemFree'), free: mb('MemFree') },
      nocache: { free: nocache, used: mb('MemTotal') - nocache },
      swap: {
        total: mb('SwapTotal'),
        free: mb('SwapFree'),
        used: mb('SwapTotal') - mb('SwapFree'),
        cached: mb('SwapCached'),
      },
    },
  };
}
