// Processors, from /proc/cpuinfo.

import type { Facts } from './distribution.ts';

export function processorFacts(text: string, nproc: number): Facts {
  const blocks = text.split('\n\n').filter((block) => block.trim() !== '');
  const values = (name: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^${name}\\s*:\\s*(.*)$`, 'gm'))].map((match) => match[1] ?? '');
  const shown = text.split('\n').flatMap((line) => {
    const match = /^(processor|vendor_id|model name|Model|Processor|cpu|CPU architecture)\s*:\s*(.*)$/.exec(line);
    return match?.[2] === undefined ? [] : [match[2]];
  });
  const sockets = new Set(values('physical id')).size || 1;
  const cores = Number(values('cpu cores')[0] ?? 0) || Math.max(1, Math.floor(blocks.length / sockets));
  const siblings = Number(values('siblings')[0] ?? 0) || cores;
  const threads = Math.max(1, Math.floor(siblings / cores));
  return {
    processor: shown,
    processor_count: sockets,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: threads * sockets * cores,
    processor_nproc: nproc,
  };
}
