// The commands of compose for a project.

import type { Command } from '../../../plan/command.ts';
import type { RunLook } from '../../../plan/look.ts';
import { connection, DOCKER, surroundings, textOf, textsOf } from '../client.ts';
import type { ComposeParams } from './params.ts';

/** A command of compose, with the options of its project. */
export function composeCommand(given: ComposeParams, words: readonly string[], isDry = false): Command {
  const { docker_cli = 'docker', project_src, definition } = given;
  return {
    argv: [
      docker_cli,
      ...placeOf(given),
      'compose',
      '--ansi',
      'never',
      ...(isDry ? ['--dry-run'] : []),
      ...project(given),
      ...words,
    ],
    ...surroundings(given),
    cwd: project_src ?? '/',
    ...(definition && { stdin: Buffer.from(JSON.stringify(definition)) }),
  };
}

function placeOf(given: ComposeParams): readonly string[] {
  if (given.cli_context !== undefined) return ['--context', given.cli_context];
  return connection({ ...given, ca_cert: given.ca_path });
}

// What is not in a file comes by standard input.
function project({ project_src, project_name, files = [], definition, env_files = [], profiles = [] }: ComposeParams) {
  const each = (option: string, values: readonly string[]) => values.flatMap((value) => [option, value]);
  return [
    ...(project_src === undefined ? [] : ['--project-directory', project_src]),
    ...(project_name === undefined ? [] : ['--project-name', project_name]),
    ...each('--file', definition ? ['-'] : files),
    ...each('--env-file', env_files),
    ...each('--profile', profiles),
  ];
}

// Whatever is missing is told apart by its code: the program, its plugin, and its words.
const LOOK = `command -v "$1" >/dev/null 2>&1 || exit 127
"$@"`;

/** A look by a command of compose. */
export function composeLook(given: ComposeParams, words: readonly string[], isDry = false): RunLook {
  const { argv, cwd = '/', ...more } = { argv: [], ...composeCommand(given, words, isDry) };
  // The directory may be missing as yet.
  const script = `cd "$1" 2>/dev/null || { echo "there is no directory $1" >&2; exit 1; }\nshift\n${LOOK}`;
  return {
    kind: 'run',
    command: { ...more, script, args: [cwd, ...argv] },
    reads: [DOCKER, 'anything'],
    costly: true,
  };
}

const when = (condition: boolean, ...words: readonly string[]): readonly string[] => (condition ? words : []);

/** `up`; what it takes to know what it would do, without building anything, is another matter than doing it. */
export function upWords(
  given: ComposeParams,
  { isDry, isStarted }: { readonly isDry: boolean; readonly isStarted: boolean },
): readonly string[] {
  const { pull, build, recreate, timeout, wait_timeout } = given;
  const isWaiting = given.wait && isStarted && !isDry;
  const pulled = isDry && pull === 'always' ? 'missing' : pull;
  return [
    ...['up', ...when(isStarted, '--detach'), ...when(!isStarted, '--no-start'), '--no-color', '--quiet-pull'],
    ...when(pulled !== 'policy', '--pull', pulled),
    ...when(isDry || build === 'never', '--no-build'),
    ...when(!isDry && build === 'always', '--build'),
    ...when(recreate === 'always', '--force-recreate'),
    ...when(recreate === 'never', '--no-recreate'),
    ...when(given.renew_anon_volumes, '--renew-anon-volumes'),
    ...when(given.remove_orphans, '--remove-orphans'),
    ...when(!given.dependencies, '--no-deps'),
    ...when(timeout !== undefined, '--timeout', String(timeout)),
    ...Object.entries(textsOf(given.scale)).flatMap(([service, count]) => ['--scale', `${service}=${textOf(count)}`]),
    ...when(isWaiting, '--wait'),
    ...when(isWaiting && wait_timeout !== undefined, '--wait-timeout', String(wait_timeout)),
    ...when(given.assume_yes, '--yes'),
    ...servicesOf(given),
  ];
}

/** `down`. */
export function downWords(given: ComposeParams): readonly string[] {
  const { remove_images, remove_volumes, remove_orphans, timeout } = given;
  return [
    'down',
    ...when(remove_orphans, '--remove-orphans'),
    ...when(remove_images !== undefined, '--rmi', remove_images ?? ''),
    ...when(remove_volumes, '--volumes'),
    ...when(timeout !== undefined, '--timeout', String(timeout)),
    ...servicesOf(given),
  ];
}

/** `stop`. */
export function stopWords(given: ComposeParams): readonly string[] {
  const { timeout } = given;
  return ['stop', ...when(timeout !== undefined, '--timeout', String(timeout)), ...servicesOf(given)];
}

/** `restart`. */
export function restartWords(given: ComposeParams): readonly string[] {
  const { timeout, dependencies } = given;
  return [
    'restart',
    ...when(!dependencies, '--no-deps'),
    ...when(timeout !== undefined, '--timeout', String(timeout)),
    ...servicesOf(given),
  ];
}

/** The services meant, behind all options. */
export const servicesOf = ({ services }: ComposeParams): readonly string[] =>
  services.length === 0 ? [] : ['--', ...services];
