// What service and systemd share: the commands that bring a unit from the state it is in to the one asked for.

import { unit as unitLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { UnitLook, UnitSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';

export interface UnitWish {
  readonly name: string;
  readonly scope: UnitLook['scope'];
  readonly state: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined;
  readonly enabled: boolean | undefined;
  readonly masked: boolean | undefined;
  readonly force: boolean;
  readonly noBlock: boolean;
}

/** `systemctl is-enabled` answers these with success: there is nothing to enable. */
const ENABLED = new Set([
  'enabled',
  'enabled-runtime',
  'static',
  'alias',
  'indirect',
  'generated',
  'linked',
  'linked-runtime',
]);
const RUNNING = new Set(['active', 'activating', 'reloading']);

/** The plan for a unit that was looked at. */
export function planUnit(wish: UnitWish, seen: UnitSeen, earlier: readonly RunCommand[] = []): Plan {
  if (!seen.systemd)
    return { changes: [], failed: `'${wish.name}' cannot be managed: systemd does not run on this host` };
  const missing = seen.loadState === 'not-found' && seen.unitFileState === '';
  // Any name can be masked, and asked how it is; only what is there can be started or enabled.
  if (missing && (wish.state ?? wish.enabled) !== undefined) {
    const failure: Plan = { changes: [], failed: `Could not find the requested service ${wish.name}: host` };
    const first = [...earlier, ...maskSteps(wish, seen)];
    return first.length === 0 ? failure : { changes: first, next: stage({ looks: {}, plan: () => failure }) };
  }
  const steps = [...maskSteps(wish, seen), ...enableSteps(wish, seen), ...stateSteps(wish, seen)];
  return {
    changes: [...earlier, ...steps],
    changed: steps.length > 0,
    result: {
      name: wish.name,
      status: seen.properties,
      ...(wish.enabled !== undefined && { enabled: wish.enabled }),
      ...(wish.state !== undefined && { state: wish.state === 'stopped' ? 'stopped' : 'started' }),
    },
  };
}

function isMasked(seen: UnitSeen): boolean {
  return seen.loadState === 'masked' || seen.unitFileState.startsWith('masked');
}

function maskSteps(wish: UnitWish, seen: UnitSeen): readonly RunCommand[] {
  if (wish.masked === undefined || wish.masked === isMasked(seen)) return [];
  const [verb, back] = wish.masked ? ['mask', 'unmask'] : ['unmask', 'mask'];
  const after = {
    ...seen,
    loadState: wish.masked ? 'masked' : 'loaded',
    unitFileState: wish.masked ? 'masked' : 'disabled',
  };
  return [
    systemctl(wish, {
      verb: `${verb}`,
      back: `${back}`,
      seen,
      after,
      was: `masked: ${!wish.masked}`,
      is: `masked: ${wish.masked}`,
    }),
  ];
}

function enableSteps(wish: UnitWish, seen: UnitSeen): readonly RunCommand[] {
  // A unit that is being unmasked shows its own state only afterwards; enabling it twice does no harm.
  const now = ENABLED.has(seen.unitFileState);
  if (wish.enabled === undefined || wish.enabled === now) return [];
  const [verb, back] = wish.enabled ? ['enable', 'disable'] : ['disable', 'enable'];
  const after = { ...seen, unitFileState: wish.enabled ? 'enabled' : 'disabled' };
  return [
    systemctl(wish, {
      verb: `${verb}`,
      back: `${back}`,
      seen,
      after,
      was: `enabled: ${now}`,
      is: `enabled: ${wish.enabled}`,
    }),
  ];
}

function stateSteps(wish: UnitWish, seen: UnitSeen): readonly RunCommand[] {
  const running = RUNNING.has(seen.activeState);
  const active = { ...seen, activeState: 'active', subState: 'running' };
  const start = (): RunCommand =>
    systemctl(wish, {
      verb: 'start',
      back: 'stop',
      seen,
      after: active,
      was: `state: ${seen.activeState}`,
      is: 'state: active',
    });
  switch (wish.state) {
    case undefined:
      return [];
    case 'started':
      return running ? [] : [start()];
    case 'stopped': {
      const after = { ...seen, activeState: 'inactive', subState: 'dead' };
      return running
        ? [
            systemctl(wish, {
              verb: 'stop',
              back: 'start',
              seen,
              after,
              was: `state: ${seen.activeState}`,
              is: 'state: inactive',
            }),
          ]
        : [];
    }
    case 'restarted':
    case 'reloaded': {
      if (!running) return [start()];
      const verb = wish.state === 'restarted' ? 'restart' : 'reload';
      return [
        systemctl(wish, {
          verb,
          back: undefined,
          seen,
          after: active,
          was: 'state: active',
          is: `state: active (${verb}ed)`,
        }),
      ];
    }
    default:
      return wish.state;
  }
}

interface Verb {
  readonly verb: string;
  readonly back: string | undefined;
  readonly seen: UnitSeen;
  readonly after: UnitSeen;
  readonly was: string;
  readonly is: string;
}

function systemctl(wish: UnitWish, { verb, back, after, was, is }: Verb): RunCommand {
  const words = (one: string, ...flags: readonly string[]): readonly [string, ...string[]] => [
    'systemctl',
    ...(wish.scope === 'system' ? [] : [`--${wish.scope}`]),
    ...flags,
    one,
    '--',
    wish.name,
  ];
  const flags = [...(wish.force && verb === 'enable' ? ['--force'] : []), ...(wish.noBlock ? ['--no-block'] : [])];
  return {
    kind: 'run',
    title: `${verb} ${wish.name}`,
    command: userBus(wish.scope, words(verb, ...flags)),
    touches: [`unit:${wish.name}`],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'unit', look: unitLook(wish.name, wish.scope), value: after }],
    undo:
      back === undefined
        ? { cannot: `${verb} ${wish.name} leaves nothing to take back` }
        : userBus(wish.scope, words(back)),
    diff: { before: `${was}\n`, after: `${is}\n`, header: `unit ${wish.name}` },
  };
}

// A session made by sudo or su does not know where the user's own systemd listens.
function userBus(scope: UnitLook['scope'], argv: readonly [string, ...string[]]): RunCommand['command'] {
  if (scope !== 'user') return { argv };
  return {
    script: 'XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}; export XDG_RUNTIME_DIR; exec "$@"',
    args: argv,
  };
}

/** `daemon-reload` and `daemon-reexec`, which Ansible never counts as a change. */
export function daemonStep(verb: 'daemon-reload' | 'daemon-reexec', scope: UnitLook['scope']): RunCommand {
  return {
    kind: 'run',
    title: `systemctl ${verb}`,
    command: userBus(scope, ['systemctl', ...(scope === 'system' ? [] : [`--${scope}`]), verb]),
    touches: [],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { cannot: `${verb} leaves nothing to take back` },
  };
}
