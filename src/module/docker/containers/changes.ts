// The changes that make, start, stop, alter and remove a container.

import type { Plain } from '../../../model/value.ts';
import type { RunCommand } from '../../../plan/change.ts';
import { callCommand, segment } from '../call.ts';
import { connection, DOCKER, dockerChange, surroundings } from '../client.ts';
import type { ContainerParams } from './params.ts';

type Changing = ContainerParams;

const NOTHING_KEPT = (name: string) => ({ cannot: `what was in the container ${name} is not kept` });

/** Makes a container by a call: no option of the docker program can say everything, and its arguments are for all to see. */
export function creation(given: Changing, body: Readonly<Record<string, unknown>>, replaces: boolean): RunCommand {
  const { name, platform } = given;
  const query = [`name=${segment(name)}`, ...(platform === undefined ? [] : [`platform=${segment(platform)}`])];
  return dockerChange(given, {
    title: `create the container ${name}`,
    words: callCommand(given, { method: 'POST', path: `/containers/create?${query.join('&')}`, body }),
    undo: replaces ? NOTHING_KEPT(name) : ['container', 'rm', '--force', '--volumes', name],
    leaves: [],
  });
}

/** Alters limits and the restart policy while the container stays. */
export function update(
  given: Changing,
  to: Readonly<Record<string, Plain>>,
  from: Readonly<Record<string, Plain>>,
): RunCommand {
  const { name } = given;
  const call = (body: Readonly<Record<string, Plain>>) =>
    callCommand(given, { method: 'POST', path: `/containers/${segment(name)}/update`, body });
  return dockerChange(given, { title: `update the container ${name}`, words: call(to), undo: call(from), leaves: [] });
}

/** Starts a container that is stopped. */
export function start(given: Changing): RunCommand {
  const { name } = given;
  return dockerChange(given, {
    title: `start the container ${name}`,
    words: ['container', 'start', name],
    undo: stopWords(given),
    leaves: [],
  });
}

/** Starts a container and waits for its end; the code of the command is the container's own. */
export function runToEnd(given: Changing): RunCommand {
  const { name } = given;
  return {
    ...dockerChange(given, {
      title: `run the container ${name}`,
      words: {
        script: '"$@" 2>&1',
        args: ['docker', ...connection(given), 'container', 'start', '--attach', name],
        ...surroundings(given),
      },
      undo: NOTHING_KEPT(name),
      leaves: [],
    }),
    accept: 'any',
  };
}

/** Stops a container that runs. */
export function stop(given: Changing): RunCommand {
  const { name } = given;
  return dockerChange(given, {
    title: `${given.force_kill ? 'kill' : 'stop'} the container ${name}`,
    words: stopWords(given),
    undo: ['container', 'start', name],
    leaves: [],
  });
}

function stopWords({ name, force_kill, kill_signal, stop_timeout }: Changing): readonly string[] {
  if (force_kill) return ['container', 'kill', ...(kill_signal ? ['--signal', kill_signal] : []), name];
  return ['container', 'stop', ...(stop_timeout === undefined ? [] : ['-t', String(stop_timeout)]), name];
}

/** Restarts a container that runs. */
export function restart(given: Changing): RunCommand {
  const { name, force_kill, stop_timeout } = given;
  const seconds = force_kill ? 0 : stop_timeout;
  return dockerChange(given, {
    title: `restart the container ${name}`,
    words: ['container', 'restart', ...(seconds === undefined ? [] : ['-t', String(seconds)]), name],
    undo: { cannot: 'a restart has nothing to take back' },
    leaves: [],
  });
}

/** Pauses a container, or lets it go on. */
export function pause(given: Changing, isPaused: boolean): RunCommand {
  const { name } = given;
  const [word, opposite] = isPaused ? ['pause', 'unpause'] : ['unpause', 'pause'];
  return dockerChange(given, {
    title: `${word} the container ${name}`,
    words: ['container', word, name],
    undo: ['container', opposite, name],
    leaves: [],
  });
}

// One that removes itself, or that somebody else removes, may be on its way: then its end is waited for.
const REMOVE = `limit=$1; shift; waited=0
until answer=$("$@" 2>&1); do
  case $answer in
  *[Nn]'o such container'*) exit 0;;
  *'already in progress'*) ;;
  *) printf '%s\\n' "$answer" >&2; exit 1;;
  esac
  [ "$limit" = - ] || [ "$waited" -lt "$limit" ] || { echo "it is not removed after $limit s" >&2; exit 1; }
  sleep 1; waited=$((waited + 1))
done`;

/** Removes a container that is stopped. */
export function removal(given: Changing): RunCommand {
  const { name, keep_volumes, removal_wait_timeout } = given;
  const limit = removal_wait_timeout === undefined ? '-' : String(Math.ceil(removal_wait_timeout));
  const words = ['container', 'rm', ...(keep_volumes ? [] : ['--volumes']), name];
  return {
    ...dockerChange(given, {
      title: `remove the container ${name}`,
      words: { script: REMOVE, args: [limit, 'docker', ...connection(given), ...words], ...surroundings(given) },
      undo: NOTHING_KEPT(name),
      leaves: [],
    }),
    touches: [DOCKER],
  };
}
