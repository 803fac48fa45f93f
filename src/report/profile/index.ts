// `--profile`: a reporter that writes what a run cost to a file, and the most expensive tasks to where people read.

import { writeFileSync } from 'node:fs';
import type { Output, Reporter } from '../reporter.ts';
import { profileJson } from './data.ts';
import { Profiler } from './profile.ts';
import { costTable } from './table.ts';
import { timeline } from './timeline.ts';

/** `path` ends in `.json` or `.svg`. The file is made at once: that it cannot be written is to be known before the run; throws then. */
export function profileReporter(path: string, output: Output): Reporter {
  writeFileSync(path, '');
  const profiler = new Profiler(processorMs);
  return {
    event: (event) => profiler.event(event),
    close: () => {
      const profile = profiler.profile();
      writeFileSync(path, path.endsWith('.json') ? profileJson(profile) : timeline(profile));
      output.write(costTable(profile, output.isTTY ? output.size().columns : 120));
      output.flush?.();
    },
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
