// Plans projects of compose: compose itself says beforehand, by its dry run, what it would do.

import type { Plain } from '../../model/value.ts';
import { file } from '../../plan/ask.ts';
import type { Performed, RunCommand } from '../../plan/change.ts';
import type { FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { join } from '../files/paths.ts';
import { DOCKER, isDict, textOf } from './client.ts';
import {
  composeCommand,
  composeLook,
  downWords,
  restartWords,
  servicesOf,
  stopWords,
  upWords,
} from './compose/command.ts';
import {
  actionsOf,
  type ComposeEvent,
  changesIn,
  eventsIn,
  messagesIn,
  objectsIn,
  warningsIn,
} from './compose/events.ts';
import type { ComposeParams } from './compose/params.ts';

export { composeParams, refuseCompose } from './compose/params.ts';

/** What compose looks for where no files are named, in this order. */
const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** What docker_compose_v2 looks at: what compose would do, and what there is. */
export function composeLooks(given: ComposeParams) {
  return {
    dry: dryLook(given),
    containers: composeLook(given, ['ps', '--all', '--no-trunc', '--format', 'json']),
    images: composeLook(given, ['images', '--format', 'json']),
    directory: given.project_src === undefined ? undefined : file(given.project_src),
    files: fileNames(given).map((path) => file(path)),
  };
}

function fileNames({ project_src, files, check_files_existing }: ComposeParams): readonly string[] {
  if (project_src === undefined || !check_files_existing) return [];
  return (files ?? USUAL).map((name) => (name.startsWith('/') ? name : join(project_src, name)));
}

// What nobody needs to be told beforehand is not asked: a restart is one.
function dryLook(given: ComposeParams): RunLook | undefined {
  switch (given.state) {
    case 'present':
      return composeLook(given, upWords(given, { isDry: true, isStarted: true }), true);
    case 'stopped':
      return composeLook(given, upWords(given, { isDry: true, isStarted: false }), true);
    case 'absent':
      return composeLook(given, downWords(given), true);
    case 'restarted':
      return undefined;
    default:
      return given.state;
  }
}

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

function missingFiles(given: ComposeParams, { directory, files }: Seen): string | undefined {
  const { project_src: source = '' } = given;
  if (directory && !(directory.exists && directory.type === 'directory')) return `"${source}" is not a directory`;
  if (files.length === 0) return undefined;
  if (given.files === undefined)
    return files.some(({ exists }) => exists)
      ? undefined
      : `"${source}" does not contain ${USUAL.slice(0, -1).join(', ')}, or ${USUAL.at(-1)}`;
  const missing = files.find(({ exists }) => !exists);
  return missing && `Cannot find Compose file "${missing.path}" relative to project directory "${source}"`;
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

const isRunningOf =
  ({ services }: ComposeParams) =>
  (container: unknown): boolean =>
    isDict(container) &&
    /^(running|restarting|paused)$/.test(textOf(container.State)) &&
    (services.length === 0 || services.includes(textOf(container.Service)));

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

interface Prospect {
  readonly expected: readonly ComposeEvent[] | undefined;
  /** How many containers of these services run. */
  readonly running: number;
  /** The containers of the project. */
  readonly all: readonly Plain[];
}

// One that needs nothing and of which everything is asked again all the same.
const isAsked = ({ pull, build }: ComposeParams): boolean => pull === 'always' || build === 'always';

function changesFor(given: ComposeParams, { expected = [], running, all }: Prospect): readonly RunCommand[] {
  const text = expected.map(({ what, id, status }) => `${what} ${id}: ${status}\n`).join('');
  const isIdle = expected.length === 0;
  const bringing = (title: string, isStarted: boolean): readonly RunCommand[] =>
    isIdle && !isAsked(given)
      ? []
      : [
          composeChange(given, {
            title: `${title} ${nameOf(given)}`,
            words: upWords(given, { isDry: false, isStarted }),
            undo:
              all.length === 0 ? composeCommand(given, ['down']) : { cannot: 'what the containers were is not kept' },
            text,
          }),
        ];
  switch (given.state) {
    case 'present':
      return bringing('bring up', true);
    case 'stopped':
      return [...bringing('create', false), ...(running === 0 ? [] : [stopping(given, all)])];
    case 'absent':
      return isIdle ? [] : [takingDown(given, all, text)];
    case 'restarted':
      return [
        composeChange(given, {
          title: `restart ${nameOf(given)}`,
          words: restartWords(given),
          undo: { cannot: 'a restart has nothing to take back' },
          text,
        }),
      ];
    default:
      return given.state;
  }
}

function stopping(given: ComposeParams, all: readonly Plain[]): RunCommand {
  const stopped = (one: Plain): Plain => (isDict(one) && isRunningOf(given)(one) ? { ...one, State: 'exited' } : one);
  return composeChange(given, {
    title: `stop ${nameOf(given)}`,
    words: stopWords(given),
    undo: composeCommand(given, ['start', ...servicesOf(given)]),
    text: '',
    containers: all.map(stopped),
  });
}

function takingDown(given: ComposeParams, all: readonly Plain[], text: string): RunCommand {
  const isOfOthers = (one: Plain): boolean =>
    given.services.length > 0 && isDict(one) && !given.services.includes(textOf(one.Service));
  return composeChange(given, {
    title: `take down ${nameOf(given)}`,
    words: downWords(given),
    undo: { cannot: 'what was in the containers is not kept' },
    text,
    containers: all.filter(isOfOthers),
  });
}

const nameOf = ({ project_name, project_src }: ComposeParams): string => project_name ?? project_src ?? '';

interface ComposeChange {
  readonly title: string;
  readonly words: readonly string[];
  readonly undo: RunCommand['undo'];
  readonly text: string;
  /** What is there afterwards, where that can be known. */
  readonly containers?: readonly Plain[] | undefined;
}

function composeChange(given: ComposeParams, { title, words, undo, text, containers }: ComposeChange): RunCommand {
  const answer = (stdout: string): RunSeen => ({ code: 0, stdout: Buffer.from(stdout), stderr: Buffer.alloc(0) });
  const dry = dryLook(given);
  const list = composeLooks(given).containers;
  return {
    kind: 'run',
    title,
    command: composeCommand(given, words),
    touches: [DOCKER],
    accept: [0],
    predictable: true,
    leaves: [
      ...(dry ? [{ kind: 'run', look: dry, value: answer('') } as const] : []),
      ...(containers ? [{ kind: 'run', look: list, value: answer(JSON.stringify(containers)) } as const] : []),
    ],
    undo,
    diff: { before: '', after: text === '' ? `${title}\n` : text, header: 'docker compose' },
  };
}

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
