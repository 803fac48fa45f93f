// What plays would do on which hosts, told without connecting to anybody: for listings and for `tsplay why`.

import { dirname } from 'node:path';
import type { Checked } from '../model/diagnostic.ts';
import type { Host } from '../model/inventory.ts';
import type { Play, Playbook, PlaybookImport, Statement, Task } from '../model/playbook.ts';
import { literalOf } from '../template/index.ts';
import { Emitter } from './emitter.ts';
import type { PlayState } from './play/play-state.ts';
import { openPlay } from './play/run-play.ts';
import { StartAt } from './play/start-at.ts';
import { taskName } from './play/task-info.ts';
import { contextOf, type RunOptions, SharedState } from './run.ts';
import { RunError } from './run-error.ts';
import { toWords } from './task/convert.ts';

/** A play as listings show it, rendered with what is known before it runs. */
export interface PlayPreview {
  readonly name: string;
  /** Patterns of its hosts. */
  readonly patterns: readonly string[];
  readonly hosts: readonly string[];
  readonly tags: readonly string[];
  /** What `--tags` and `--skip-tags` let run; nothing of rescue and always, as in Ansible. */
  readonly tasks: readonly TaskPreview[];
}

export interface TaskPreview {
  /** Templates stay as they are written. */
  readonly name: string;
  readonly tags: readonly string[];
}

export interface PlaybookPreview {
  readonly playbook: Playbook;
  readonly plays: readonly PlayPreview[];
}

/** Previews every play of every playbook. */
export async function previewPlaybooks(options: RunOptions): Promise<Checked<readonly PlaybookPreview[]>> {
  return checked(async () => {
    const previews = new Map<Playbook, PlayPreview[]>(options.playbooks.map((playbook) => [playbook, []]));
    for await (const opened of openPlays(options)) previews.get(opened.playbook)?.push(previewOf(opened));
    return [...previews].map(([playbook, plays]) => ({ playbook, plays }));
  });
}

/** A play that is ready to start, but will not. */
export interface OpenedPlay {
  readonly playbook: Playbook;
  readonly patterns: readonly string[];
  readonly hosts: readonly Host[];
  readonly state: PlayState;
}

/** Opens every play in turn. Throws `RunError`. */
export async function* openPlays(options: RunOptions): AsyncGenerator<OpenedPlay> {
  const shared = new SharedState(options, new Emitter(options.sink));
  for (const playbook of options.playbooks) {
    for (const [index, play] of playbook.plays.entries()) {
      const run = contextOf(options, shared, dirname(play.path));
      const { chooser } = options;
      const request = {
        run,
        play,
        number: index + 1,
        chooser,
        out: new Set<string>(),
        startAt: new StartAt(undefined),
      };
      const { state, head, listed } = await openPlay(request);
      yield { playbook, patterns: head.hosts, hosts: listed, state };
      if (shared.problems.length > 0) throw new RunError(shared.problems);
    }
  }
}

/** What a piece of work gives, or what ended it. */
export async function checked<T>(work: () => Promise<T>): Promise<Checked<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (problem) {
    if (problem instanceof RunError) return { ok: false, problems: problem.problems };
    throw problem;
  }
}

function previewOf({ state, patterns, hosts }: OpenedPlay): PlayPreview {
  const { play, selection, info } = state;
  const written = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks];
  return {
    name: info.name,
    patterns,
    hosts: hosts.map((host) => host.name),
    tags: playTags(play),
    tasks: [...listed(written)]
      .filter((task) => selection.has(task))
      .map((task) => ({
        name: typeof task.name?.value === 'string' ? taskName(task) : task.action.word,
        tags: selection.tagsOf(task).toSorted(),
      })),
  };
}

function playTags(play: Play): readonly string[] {
  const tags: string[] = [];
  for (let scope: Play | PlaybookImport | undefined = play; scope; scope = scope.parent) {
    const entry = scope.keywords.get('tags');
    if (entry) tags.push(...toWords(literalOf(entry.value)));
  }
  return [...new Set(tags)].toSorted();
}

function* listed(statements: readonly Statement[]): Generator<Task> {
  for (const one of statements) {
    if (one.kind === 'task') yield one;
    else yield* listed(one.block);
  }
}
