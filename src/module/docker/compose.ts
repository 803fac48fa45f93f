// Plans projects of compose: compose itself says beforehand, by its dry run, what it would do.

import type { Performed } from '../../plan/change.ts';
import type { FileSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { changesFor, isRunningOf } from './compose/changes.ts';
import { servicesOf } from './compose/command.ts';
import {
  actionsOf,
  type ComposeEvent,
  changesIn,
  eventsIn,
  messagesIn,
  objectsIn,
  warningsIn,
} from './compose/events.ts';
import { composeLooks, missingFiles } from './compose/looks.ts';
import type { ComposeParams } from './compose/params.ts';

export { composeLooks } from './compose/looks.ts';
export { composeParams, refuseCompose } from './compose/params.ts';

interface Seen {
  readonly dry: RunSeen | undefined;
  readonly containers: RunSeen;
  readonly images: RunSeen;
  readonly directory: FileSeen | undefined;
  readonly files: readonly FileSeen[];
}

/** What docker_compose_v2 does. */
export function planCompose(given: ComposeParams, seen: Seen): Plan {
  const problem = missingFiles(given, seen) ?? trouble(seen.containers);
  if (problem !== undefined) return { changes: [], failed: problem };
  const expected = seen.dry && expectedIn(given, seen.dry);
  if (typeof expected === 'string') return { changes: [], failed: expected };
  const all = objectsIn(seen.containers.stdout.toString('utf8'));
  const running = all.filter(isRunningOf(given));
  const changes = changesFor(given, { expected, running: running.length, all });
  const found = stateOf(seen);
  const warnings = warningsIn(seen.dry?.stderr.toString('utf8') ?? '');
  if (changes.length === 0) return { changes: [], changed: false, warnings, result: { actions: [], ...found } };
  const foreseen = foresee(given, expected ?? [], running.length);
  return {
    changes,
    changed: false,
    warnings,
    result: { actions: actionsOf(foreseen), ...found },
    failure: composeFailure,
    next: stage({
      looks: { containers: composeLooks(given).containers, images: composeLooks(given).images },
      plan: (after, performed) => planDone(given, { after: stateOf(after), performed, foreseen }),
    }),
  };
}

function trouble({ code, stderr }: RunSeen): string | undefined {
  if (code === 127) return 'the host has no docker; install docker-ce-cli (on Debian: docker.io)';
  const text = stderr.toString('utf8');
  if (/'compose' is not a docker command|unknown (command|shorthand flag|flag)/.test(text))
    return 'the docker of the host has no compose; install docker-compose-plugin (on Debian: docker-compose)';
  return code === 0 ? undefined : `docker compose does not answer: ${messagesIn(text)}`;
}

// An image that would have to be built is not there for a dry run, which builds nothing here.
const UNBUILT = /no such image|pull access denied|image .*not found|does not exist/i;

function expectedIn(
  { state, build }: ComposeParams,
  { code, stdout, stderr }: RunSeen,
): readonly ComposeEvent[] | string {
  const output = `${stdout.toString('utf8')}\n${stderr.toString('utf8')}`;
  const events = eventsIn(output);
  if (code === 0) return events;
  const messages = messagesIn(output);
  if (state !== 'absent' && build !== 'never' && UNBUILT.test(messages))
    return [
      ...events,
      { what: 'service', id: 'images', status: 'Building' },
      { what: 'service', id: 'containers', status: 'Creating' },
    ];
  return messages === '' ? `docker compose would fail with exit code ${code}` : messages;
}

const stateOf = ({ containers, images }: Pick<Seen, 'containers' | 'images'>): Result => ({
  containers: objectsIn(containers.stdout.toString('utf8')),
  images: objectsIn(images.stdout.toString('utf8')),
});

// What is known before: a pull or a build that is always asked for is a change only where it changes something.
function foresee(given: ComposeParams, expected: readonly ComposeEvent[], running: number): readonly ComposeEvent[] {
  const stopping = { what: 'service', id: servicesOf(given).slice(1).join(' ') || 'all', status: 'Stopping' };
  const restarting = { ...stopping, status: 'Restarting' };
  if (given.state === 'restarted') return [restarting];
  return [...counted(given, expected), ...(given.state === 'stopped' && running > 0 ? [stopping] : [])];
}

const counted = (given: ComposeParams, events: readonly ComposeEvent[]): readonly ComposeEvent[] =>
  changesIn(events, { isBuildChange: !given.ignore_build_events, isPullChange: given.pull !== 'always' });

function composeFailure({ code, stdout, stderr }: Performed): Result {
  const [out, errors] = [stdout.toString('utf8'), stderr.toString('utf8')];
  const messages = messagesIn(`${out}\n${errors}`);
  return {
    msg: messages === '' ? `docker compose failed with exit code ${code}` : messages,
    rc: code,
    stdout: out,
    stderr: errors,
  };
}

interface Done {
  readonly after: Result;
  readonly performed: readonly Performed[];
  readonly foreseen: readonly ComposeEvent[];
}

function planDone(given: ComposeParams, { after, performed, foreseen }: Done): Plan {
  if (performed.length === 0) return { changes: [], changed: foreseen.length > 0, result: after };
  const output = performed.map(({ stdout, stderr }) => `${stdout.toString('utf8')}\n${stderr.toString('utf8')}`);
  const events = eventsIn(output.join('\n'));
  const last = performed.at(-1);
  return {
    changes: [],
    changed: counted(given, events).length > 0,
    result: {
      actions: actionsOf(events),
      ...after,
      stdout: last?.stdout.toString('utf8') ?? '',
      stderr: last?.stderr.toString('utf8') ?? '',
    },
  };
}
