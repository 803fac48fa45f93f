// Waits until the host can be reached.

import { defineAction, integer } from '../src/module/index.ts';

export default defineAction({
  summary: 'Wait until the host can be reached and runs commands',
  params: {
    timeout: integer('Seconds after which the task fails.').default(600),
    delay: integer('Seconds to wait before the first attempt.').default(0),
    sleep: integer('Seconds between two attempts.').default(1),
    connect_timeout: integer('Seconds for one attempt.').default(5),
  },
  needsHost: false,
  returns: { elapsed: 'seconds that it took' },
  check: 'Check mode does not wait.',
  examples: [{ name: 'Wait for a new server', yaml: 'wait_for_connection:\n  timeout: 300' }],
  run: async ({ timeout, delay, sleep, connect_timeout: connectTimeout }, context) => {
    if (context.check) return { changed: false, skipped: 'waiting is left out in check mode' };
    const start = Date.now();
    await context.sleep(delay);
    for (;;) {
      const problem = await context.remote.tryConnect(connectTimeout);
      const elapsed = Math.floor((Date.now() - start) / 1000);
      if (problem === undefined) return { changed: false, result: { elapsed } };
      if (elapsed >= timeout)
        return { changed: false, failed: `timed out waiting for the connection: ${problem}`, result: { elapsed } };
      await context.sleep(sleep);
    }
  },
});
