// Tasks that nobody wrote: gathering facts at the start of a play, and the flush of handlers at the end of a section.

import type { Play, Task } from '../../model/playbook.ts';
import type { MapEntry, ScalarNode } from '../../model/source.ts';

/** The task that gathers facts. The play says what, the configuration where it does not. */
export function gatherTask(play: Play): Task {
  const args = ['gather_subset', 'gather_timeout', 'fact_path'].flatMap((keyword): readonly MapEntry[] => {
    const entry = play.keywords.get(keyword);
    return entry ? [entry] : [];
  });
  const tags: MapEntry = { key: scalar(play, 'tags'), value: scalar(play, 'always') };
  return {
    ...engineTask(play, { word: 'ansible.builtin.setup', args, name: 'Gathering Facts' }),
    keywords: new Map([['tags', tags]]),
  };
}

/** The task that runs handlers between two sections. */
export function flushTask(play: Play): Task {
  return engineTask(play, { word: 'ansible.builtin.meta', args: [], freeForm: 'flush_handlers' });
}

/** Whether a task is such a flush. */
export function isFlush(task: Task): boolean {
  return task.implicit && task.action.word === 'ansible.builtin.meta';
}

interface EngineTask {
  readonly word: string;
  readonly args: readonly MapEntry[];
  readonly name?: string;
  readonly freeForm?: string;
}

function engineTask(play: Play, { word, args, name, freeForm }: EngineTask): Task {
  const { span } = play;
  return {
    kind: 'task',
    ...(name !== undefined && { name: scalar(play, name) }),
    action: {
      word,
      name: word,
      span,
      args: { kind: 'map', entries: args, span },
      ...(freeForm !== undefined && { freeForm: scalar(play, freeForm) }),
    },
    keywords: new Map(),
    handler: false,
    listen: [],
    implicit: true,
    parent: play,
    path: play.path,
    span,
  };
}

function scalar({ span }: Play, value: string): ScalarNode {
  return { kind: 'scalar', value, span };
}
