// The log: every event as lines the way Ansible prints them; for pipes, files and whoever asks for it.

import type { RunEvent } from '../run/events.ts';
import type { Output, Reporter } from './reporter.ts';
import { painter } from './text/paint.ts';
import { Script, type ScriptOptions } from './text/script.ts';

export function logReporter(output: Output, options: Omit<ScriptOptions, 'color' | 'columns'>): Reporter {
  const script = new Script({
    ...options,
    color: output.color,
    columns: () => (output.isTTY ? output.size().columns : 80),
  });
  const paint = painter(output.color);
  return {
    event: (event: RunEvent) => {
      const lines = script.lines(event);
      if (lines.length > 0) output.write(lines.map((line) => `${paint(line)}\n`).join(''));
      if (event.kind === 'prompt-opened') output.flush?.();
    },
    close: () => {
      output.write('\n');
      output.flush?.();
    },
  };
}
