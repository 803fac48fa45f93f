// Tasks that nobody wrote: gathering facts at the start of a play, and the flush of handlers at the end of a section.

import type { Play, Task } from '../../model/playbook.ts';
import type { MapEntry, Node, ScalarNode } from '../../model/source.ts';
import { ASKED } from '../facts/asked.ts';
import type { RunSettings } from '../settings.ts';

/** The task that gathers facts. The play says what, the configuration where it does not; `asked` are the facts that can be asked for. */
export function gatherTask(play: Play, settings: RunSettings, asked?: readonly string[]): Task {
  const args = [...gatherArguments(play, settings), ...(asked ? [askedArgument(play, asked)] : [])];
  const tags: MapEntry = { key: scalar(play, 'tags'), value: scalar(play, 'always') };
  return {
    ...engineTask(play, { word: 'ansible.builtin.setup', args, name: 'Gathering Facts' }),
    keywords: new Map([['tags', tags]]),
  };
}

function gatherArguments(play: Play, settings: RunSettings): readonly MapEntry[] {
  const { span } = play;
  const { gatherSubset, gatherTimeout, factPath } = settings;
  const items = gatherSubset?.map((one) => scalar(play, one));
  // What nobody says stays unsaid: `module_defaults` may say it.
  const defaults: readonly (readonly [string, Node | undefined])[] = [
    ['gather_subset', items && { kind: 'list', items, span }],
    ['gather_timeout', gatherTimeout === undefined ? undefined : { kind: 'scalar', value: gatherTimeout, span }],
    ['fact_path', factPath === undefined ? undefined : scalar(play, factPath)],
  ];
  return defaults.flatMap(([keyword, value]): readonly MapEntry[] => {
    const entry = play.keywords.get(keyword) ?? (value && { key: scalar(play, keyword), value });
    return entry ? [entry] : [];
  });
}

function askedArgument(play: Play, asked: readonly string[]): MapEntry {
  const { span } = play;
  return { key: scalar(play, ASKED), value: { kind: 'list', items: asked.map((one) => scalar(play, one)), span } };
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
