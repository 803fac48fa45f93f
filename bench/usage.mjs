// Loaded into a measured process: at its end it writes what the process itself used (not its children) to the file that BENCH_USAGE names.

import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(
    process.env.BENCH_USAGE,
    JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMB: maxRSS / 1024 }),
  );
});
