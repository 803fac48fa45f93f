// Manages services, whatever starts them: systemd, OpenRC or SysV init.

import {
  bool,
  choice,
  daemonStep,
  defineModule,
  integer,
  type ParamsOf,
  type Plan,
  planUnit,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
  unitLook,
} from '../src/module/index.ts';

const params = {
  name: text('The service.'),
  state: choice(
    ['reloaded', 'restarted', 'started', 'stopped'],
    'What it shall be doing. restarted and reloaded act every time.',
  ).optional(),
  enabled: bool('Whether it starts at boot.').optional(),
  sleep: integer('Seconds between stop and start of a restart (not with systemd).').optional(),
  pattern: text(
    'Text to look for in the process list, for a service that cannot tell whether it runs (not with systemd).',
  ).optional(),
  runlevel: text('The runlevel (OpenRC).').default('default'),
  arguments: text('Further arguments (not with systemd).').alias('args').optional(),
  use: text('The service manager, where it should not be found out.').default('auto'),
  daemon_reload: bool('With systemd: read unit files again first.').default(false).alias('daemon-reload'),
  masked: bool('With systemd: whether it is masked.').optional(),
  scope: choice(['system', 'user', 'global'], 'With systemd: whose units.').default('system'),
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage services, whatever starts them: systemd, OpenRC or SysV init',
  params,
  returns: {
    state: 'what was asked for',
    enabled: 'whether it starts at boot',
    status: 'with systemd, properties of the unit',
  },
  examples: [
    { name: 'A service that runs now and at boot', yaml: 'service:\n  name: sshd\n  state: started\n  enabled: true' },
  ],
  look: ({ name, scope, pattern, runlevel }) => ({
    unit: unitLook(name, scope),
    // Answers only where systemd does not run.
    script: runLook({ script: STATUS, args: [name, pattern ?? '', runlevel] }, [`unit:${name}`]),
  }),
  plan: (given, { unit, script }) => {
    const { name, scope, state, enabled, masked } = given;
    if (unit.systemd) {
      const daemon = given.daemon_reload ? [daemonStep('daemon-reload', scope)] : [];
      return planUnit({ name, scope, state, enabled, masked, force: false, noBlock: false }, unit, daemon);
    }
    if (given.state === undefined && given.enabled === undefined)
      return { changes: [], failed: "one of 'state' or 'enabled' is required" };
    return planScript(given, script);
  },
});

const STATUS = `[ -e /run/systemd/system ] && exit 0
if command -v rc-service >/dev/null 2>&1; then
  echo openrc; rc-service -e "$1" || { echo missing; exit 0; }
  rc-service "$1" status >/dev/null 2>&1 && echo running
  rc-update show "$3" 2>/dev/null | grep -q "^ *$1 |" && echo enabled
else
  echo sysv; [ -x "/etc/init.d/$1" ] || { echo missing; exit 0; }
  if [ -n "$2" ]; then ps -ef 2>/dev/null | grep -F -- "$2" | grep -v grep >/dev/null && echo running
  else "/etc/init.d/$1" status >/dev/null 2>&1 && echo running; fi
  ls /etc/rc[2345].d/S[0-9][0-9]"$1" >/dev/null 2>&1 && echo enabled
fi
exit 0`;

function planScript(given: Params, script: RunSeen): Plan {
  const words = script.stdout.toString('utf8').split('\n');
  if (words.includes('missing'))
    return { changes: [], failed: `Could not find the requested service ${given.name}: host` };
  const openrc = words.includes('openrc');
  const running = words.includes('running');
  const verb = verbFor(given.state, running);
  const changes: RunCommand[] = [];
  if (given.enabled !== undefined && given.enabled !== words.includes('enabled')) {
    changes.push(
      change(given, given.enabled ? 'enable' : 'disable', openrc ? RC_UPDATE : UPDATE_RC, [
        given.enabled ? 'add' : 'del',
        given.runlevel,
      ]),
    );
  }
  if (verb !== undefined)
    changes.push(
      change(given, verb, openrc ? RC_SERVICE : INIT, [
        verb,
        String(given.sleep ?? 0),
        ...(given.arguments?.split(/\s+/) ?? []),
      ]),
    );
  const result = {
    name: given.name,
    ...(given.state !== undefined && { state: given.state === 'stopped' ? 'stopped' : 'started' }),
    ...(given.enabled !== undefined && { enabled: given.enabled }),
  };
  return { changes, result };
}

function verbFor(state: Params['state'], running: boolean): string | undefined {
  if (state === undefined) return undefined;
  if (state === 'started') return running ? undefined : 'start';
  if (state === 'stopped') return running ? 'stop' : undefined;
  if (!running) return 'start';
  return state === 'restarted' ? 'restart' : 'reload';
}

const RC_UPDATE = 'rc-update "$2" "$1" "$3"';
const UPDATE_RC = `if command -v update-rc.d >/dev/null 2>&1; then
  if [ "$2" = add ]; then update-rc.d "$1" defaults && update-rc.d "$1" enable; else update-rc.d "$1" disable; fi
elif command -v chkconfig >/dev/null 2>&1; then if [ "$2" = add ]; then chkconfig "$1" on; else chkconfig "$1" off; fi
else echo 'neither update-rc.d nor chkconfig is installed' >&2; exit 1; fi`;
const RC_SERVICE = 'name=$1 verb=$2; shift 3; exec rc-service "$name" "$verb" "$@"';
const INIT = `name=$1 verb=$2 pause=$3; shift 3
if [ "$verb" = restart ] && [ "$pause" -gt 0 ]; then "/etc/init.d/$name" stop "$@"; sleep "$pause"; exec "/etc/init.d/$name" start "$@"; fi
exec "/etc/init.d/$name" "$verb" "$@"`;

const BACK: Readonly<Record<string, string>> = { start: 'stop', stop: 'start' };

function change({ name }: Params, title: string, script: string, args: readonly string[]): RunCommand {
  const back = BACK[args[0] ?? ''];
  return {
    kind: 'run',
    title: `${title} ${name}`,
    command: { script, args: [name, ...args] },
    touches: [`unit:${name}`],
    accept: [0],
    predictable: true,
    leaves: [],
    undo:
      back === undefined
        ? { cannot: `${title} ${name} is not taken back` }
        : { script, args: [name, back, ...args.slice(1)] },
    diff: { before: '', after: `${title}\n`, header: `service ${name}` },
  };
}
