// Reboots the host and waits until it is back.

import {
  type ActionContext,
  type ActionOutcome,
  ConnectionLost,
  defineAction,
  integer,
  list,
  type ParamsOf,
  path,
  runLook,
  text,
} from '../src/module/index.ts';

const params = {
  msg: text('What users who are logged in are told.').default('Reboot initiated by tsplay'),
  pre_reboot_delay: integer('Seconds before the reboot, in whole minutes.').default(0),
  post_reboot_delay: integer('Seconds to wait after the reboot was started.').default(0),
  reboot_timeout: integer('Seconds in which the host must be back.').default(600),
  connect_timeout: integer('Seconds for one attempt to connect.').optional(),
  test_command: text('A command that must succeed before the host counts as back.').default('whoami'),
  boot_time_command: text('A command whose output is another after each boot.').default(
    'cat /proc/sys/kernel/random/boot_id',
  ),
  reboot_command: text('Another command that reboots.').optional(),
  search_paths: list(path('A directory.'), 'Where the reboot command is searched.').default([
    '/sbin',
    '/bin',
    '/usr/sbin',
    '/usr/bin',
    '/usr/local/sbin',
  ]),
};
type Params = ParamsOf<typeof params>;

export default defineAction({
  summary: 'Reboot the host and wait until it is back',
  params,
  needsHost: true,
  returns: { rebooted: 'whether it was', elapsed: 'seconds that it took' },
  check: 'Check mode only says that it would reboot.',
  examples: [{ name: 'Reboot for a new kernel', yaml: 'reboot:\n  reboot_timeout: 900' }],
  run: async (given, context) => {
    if (context.check) return { changed: true, result: { elapsed: 0, rebooted: true } };
    const start = Date.now();
    const elapsed = (): number => Math.floor((Date.now() - start) / 1000);
    const before = await bootId(given, context);
    if (before === undefined)
      return {
        changed: false,
        failed: `'${given.boot_time_command}' does not tell when the host was booted`,
        result: { rebooted: false },
      };
    const problem = await startReboot(given, context);
    if (problem !== undefined)
      return { changed: false, failed: problem, result: { rebooted: false, elapsed: elapsed() } };
    await context.remote.disconnect();
    await context.sleep(given.post_reboot_delay);
    return waitUntilBack(given, context, { before, elapsed });
  },
});

async function bootId(given: Params, context: ActionContext): Promise<string | undefined> {
  const { id } = await context.remote.look({ id: runLook({ script: given.boot_time_command, args: [] }, ['facts']) });
  const output = id.stdout.toString('utf8').trim();
  return id.code === 0 && output !== '' ? output : undefined;
}

// The reboot starts a second later from a process of its own, so that this command still answers and its success is known.
const SCRIPT = `wall=$1 delay=$2 paths=$3 command=$4
PATH=$PATH:$paths; export PATH
if [ -z "$command" ]; then
  if [ -e /run/systemd/system ]; then
    if [ "$delay" -gt 0 ]; then command="shutdown -r $delay \\"\\$wall\\""; else command='systemctl reboot'; fi
    wall "$wall" </dev/null 2>/dev/null
  else command="shutdown -r $([ "$delay" -gt 0 ] && echo "+$delay" || echo now) \\"\\$wall\\""; fi
fi
first=\${command%% *}
command -v "$first" >/dev/null 2>&1 || { echo "the command '$first' is not there: searched in $PATH" >&2; exit 1; }
wall=$wall; export wall
if command -v systemd-run >/dev/null 2>&1 && [ -e /run/systemd/system ]; then
  systemd-run --quiet --collect --on-active=1 --timer-property=AccuracySec=100ms /bin/sh -c "wall=$(printf %s "$wall" | tr -dc 'A-Za-z0-9 .,:_-'); $command" && exit 0
fi
( sleep 1; eval "$command" ) >/dev/null 2>&1 </dev/null &
exit 0`;

async function startReboot(given: Params, context: ActionContext): Promise<string | undefined> {
  const minutes = Math.floor(given.pre_reboot_delay / 60);
  const args = [given.msg, String(minutes), given.search_paths.join(':'), given.reboot_command ?? ''];
  const [done] = await context.remote.perform([
    {
      kind: 'run',
      title: 'reboot',
      command: { script: SCRIPT, args },
      touches: ['anything'],
      accept: [0],
      predictable: true,
      leaves: [],
      undo: { cannot: 'a reboot is not taken back' },
    },
  ]);
  return done?.failed;
}

interface Wait {
  readonly before: string;
  readonly elapsed: () => number;
}

async function waitUntilBack(given: Params, context: ActionContext, { before, elapsed }: Wait): Promise<ActionOutcome> {
  const limit = given.reboot_timeout + Math.floor(given.pre_reboot_delay / 60) * 60;
  let problem = 'it has not gone down yet';
  for (let pause = 1; elapsed() < limit; pause = Math.min(pause * 1.5, 5)) {
    const unreachable = await context.remote.tryConnect(given.connect_timeout ?? 5);
    if (unreachable === undefined) {
      const state = await stateOf(given, context);
      if (state.id !== undefined && state.id !== before && state.ready) {
        return { changed: true, result: { rebooted: true, elapsed: elapsed() } };
      }
      problem = state.id === before ? 'it has not gone down yet' : `'${given.test_command}' does not succeed yet`;
      // A host that is about to go down answers on the old connection, which would then hang.
      await context.remote.disconnect();
    } else problem = unreachable;
    await context.sleep(pause);
  }
  return {
    changed: true,
    failed: `Timed out waiting for the host to come back after the reboot (timeout=${limit}): ${problem}`,
    result: { rebooted: true, elapsed: elapsed() },
  };
}

async function stateOf(
  given: Params,
  context: ActionContext,
): Promise<{ readonly id: string | undefined; readonly ready: boolean }> {
  try {
    const { id, test } = await context.remote.look({
      id: runLook({ script: given.boot_time_command, args: [] }, []),
      test: runLook({ script: given.test_command, args: [] }, []),
    });
    return { id: id.code === 0 ? id.stdout.toString('utf8').trim() : undefined, ready: test.code === 0 };
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return { id: undefined, ready: false };
  }
}
