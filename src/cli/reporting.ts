// Chooses who tells of a run: the live terminal, the log, or JSON lines.

import { settings } from '../load/config/settings/index.ts';
import { jsonReporter } from '../report/json.ts';
import { logReporter } from '../report/log.ts';
import { type Reporter, streamOutput } from '../report/reporter.ts';
import type { RunCommandOptions } from './options.ts';
import { InputError } from './problems.ts';
import type { Session } from './session.ts';

/** Everybody who tells of a run. Throws `InputError` where the file of a profile cannot be written. */
export async function reporterFor(options: RunCommandOptions, session: Session): Promise<Reporter> {
  const told = await tellerFor(options, session);
  const { profile } = options;
  if (profile === undefined) return told;
  const { profileReporter } = await import('../report/profile/index.ts');
  // Programs that read events on standard output find nothing else there.
  const output = streamOutput(options.output === 'json' ? process.stderr : process.stdout, process.env);
  const profiled = writing(profile, () => profileReporter(profile, output));
  return {
    event: (event) => {
      told.event(event);
      profiled.event(event);
    },
    close: async () => {
      await told.close();
      await writing(profile, () => profiled.close());
    },
  };
}

function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (problem) {
    throw InputError.of(
      `the profile cannot be written to '${path}': ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
}

/** `--output`, else live on a terminal and the log elsewhere. */
async function tellerFor(options: RunCommandOptions, { config }: Session): Promise<Reporter> {
  const output = streamOutput(process.stdout, process.env);
  const form = options.output ?? (output.isTTY ? 'live' : 'log');
  if (form === 'json') return jsonReporter(output);
  const look = {
    verbosity: Math.max(options.verbose, config.get(settings.DEFAULT_VERBOSITY)),
    showSkipped: config.get(settings['callback/default/display_skipped_hosts']),
    showOk: config.get(settings['callback/default/display_ok_hosts']),
    showStats: config.get(settings['callback/default/show_custom_stats']),
  };
  if (form !== 'live') return logReporter(output, look);
  // listr2 takes time to load and only a terminal needs it.
  const { liveReporter } = await import('../report/live.ts');
  return liveReporter(output, look);
}
