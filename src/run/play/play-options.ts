// The keywords of a play that hold for all of it, rendered without any host.

import type { Play } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { Evaluation, Evaluator } from '../scope/evaluator.ts';
import type { RunSettings } from '../settings.ts';
import { toBool, toNumber } from '../task/convert.ts';
import type { PlayOptions } from './play-state.ts';

/** A play's name, whom it means, and how it runs. */
export interface PlayHead {
  readonly name: string;
  /** Patterns of its hosts. */
  readonly hosts: readonly string[];
  readonly options: PlayOptions;
}

/** Renders the head of a play. Throws `EvaluationError` and `TaskError`. */
export function playHead(evaluator: Evaluator, play: Play, settings: RunSettings): Promise<PlayHead> {
  return evaluator.run((evaluation) => {
    const hosts = patterns(evaluation.node(play.hosts));
    const name = play.name === undefined ? undefined : evaluation.lenient(play.name);
    return {
      hosts,
      name: name === undefined ? (play.name ? String(play.name.value) : hosts.join(',')) : str(name),
      options: optionsOf(evaluation, play, settings),
    };
  });
}

function patterns(value: Value): readonly string[] {
  return Array.isArray(value) ? value.map((item) => str(item)) : [str(value)];
}

function optionsOf(evaluation: Evaluation, play: Play, settings: RunSettings): PlayOptions {
  const value = (keyword: string): Value | undefined => {
    const entry = play.keywords.get(keyword);
    const rendered = entry && evaluation.node(entry.value);
    return rendered === null ? undefined : rendered;
  };
  const flag = (keyword: string): boolean | undefined => {
    const given = value(keyword);
    return given === undefined ? undefined : toBool(given, keyword);
  };
  const percentage = value('max_fail_percentage');
  return {
    strategy: str(value('strategy') ?? settings.strategy),
    order: str(value('order') ?? 'inventory'),
    serial: serialOf(value('serial')),
    maxFailPercentage:
      percentage === undefined ? undefined : toNumber(withoutPercent(percentage), 'max_fail_percentage'),
    forceHandlers: settings.forceHandlers || (flag('force_handlers') ?? false),
    gatherFacts: flag('gather_facts'),
    anyErrorsFatal: flag('any_errors_fatal') ?? settings.anyErrorsFatal,
    check: flag('check_mode') ?? settings.check,
  };
}

function withoutPercent(value: Value): Value {
  return typeof value === 'string' ? value.replace(/%\s*$/, '') : value;
}

function serialOf(value: Value | undefined): readonly (number | string)[] {
  if (value === undefined) return [];
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => (typeof item === 'number' ? item : str(item)));
}
