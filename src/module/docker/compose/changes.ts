// The changes that bring a project up, stop it, restart it and take it down.

import type { Plain } from '../../../model/value.ts';
import type { RunCommand } from '../../../plan/change.ts';
import type { RunSeen } from '../../../plan/look.ts';
import { DOCKER, isDict, textOf } from '../client.ts';
import { composeCommand, downWords, restartWords, servicesOf, stopWords, upWords } from './command.ts';
import type { ComposeEvent } from './events.ts';
import { composeLooks, dryLook } from './looks.ts';
import type { ComposeParams } from './params.ts';

/** Whether a container runs, and is of the services meant. */
export const isRunningOf =
  ({ services }: ComposeParams) =>
  (container: unknown): boolean =>
    isDict(container) &&
    /^(running|restarting|paused)$/.test(textOf(container.State)) &&
    (services.length === 0 || services.includes(textOf(container.Service)));

/** What is there, and what compose would do. */
export interface Prospect {
  readonly expected: readonly ComposeEvent[] | undefined;
  /** How many containers of these services run. */
  readonly running: number;
  /** The containers of the project. */
  readonly all: readonly Plain[];
}

// One that needs nothing and of which everything is asked again all the same.
const isAsked = ({ pull, build }: ComposeParams): boolean => pull === 'always' || build === 'always';

/** What is to be done. */
export function changesFor(given: ComposeParams, { expected = [], running, all }: Prospect): readonly RunCommand[] {
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
