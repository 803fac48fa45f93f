// Chooses who tells of a run: the live terminal, the log, or JSON lines.

import { settings } from '../load/config/settings/index.ts';
import { jsonReporter } from '../report/json.ts';
import { logReporter } from '../report/log.ts';
import { type Reporter, streamOutput } from '../report/reporter.ts';
import type { RunCommandOptions } from './options.ts';
import type { Session } from './session.ts';

/** `--output`, else live on a terminal and the log elsewhere. */
export async function reporterFor(options: RunCommandOptions, { config }: Session): Promise<Reporter> {
  const output = streamOutput(process.stdout, process.env);
  const form = options.output ?? (output.isTTY ? 'live' : 'log');
  if (form === 'json') return jsonReporter(output);
  const look = {
    verbosity: Math.max(options.verbose, config.get(settings.DEFAULT_VERBOSITY)),
    showSkipped: config.get(settings['callback/default/display_skipped_hosts']),
    showOk: config.get(settings['callback/default/display_ok_hosts']),
  };
  if (form !== 'live') return logReporter(output, look);
  // listr2 takes time to load and only a terminal needs it.
  const { liveReporter } = await import('../report/live.ts');
  return liveReporter(output, look);
}
