// Events as JSON, one a line: for programs that watch a run.

import type { Diagnostic } from '../model/diagnostic.ts';
import { placeOf } from '../model/source.ts';
import { describe } from '../plan/changes/index.ts';
import type { Ending, RunEvent, TaskInfo } from '../run/events.ts';
import type { Output, Reporter } from './reporter.ts';

export function jsonReporter(output: Output): Reporter {
  return {
    event: (event) => {
      output.write(`${JSON.stringify(eventJson(event), replacer)}\n`);
      if (event.kind === 'prompt-opened') output.flush?.();
    },
    close: () => output.flush?.(),
  };
}

// A number beyond 2^53 stays exact as text; JSON.stringify would throw on it.
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}

/** The event as plain data: tasks and places by name, changes in words. */
function eventJson(event: RunEvent): object {
  const time = new Date(event.at).toISOString();
  switch (event.kind) {
    case 'item-finished':
      return { event: event.kind, time, ...ending(event), item: event.label };
    case 'host-task-finished':
      return {
        event: event.kind,
        time,
        ...ending(event),
        loop: event.loop,
        handling: event.handling,
        attempts: event.attempts,
      };
    case 'warned':
      return {
        event: event.kind,
        time,
        deprecation: event.deprecation,
        host: event.host,
        ...diagnostic(event.diagnostic),
      };
    case 'run-failed':
      return { event: event.kind, time, problems: event.problems.map(diagnostic) };
    case 'interrupted':
      return {
        event: event.kind,
        time,
        inFlight: event.inFlight.map((one) => ({ host: one.host, task: one.task.name })),
      };
    default: {
      const { kind, at: _at, ...rest } = event;
      return {
        event: kind,
        time,
        ...rest,
        ...('task' in rest && { task: task(rest.task) }),
        ...('play' in rest && { play: rest.play.name }),
      };
    }
  }
}

function ending(event: Ending): object {
  return {
    host: event.host,
    delegatedTo: event.delegatedTo,
    delegatedAddress: event.delegatedAddress,
    task: task(event.task),
    outcome: event.outcome,
    result: event.result,
    diff: event.diffs.length > 0 ? event.diffs : undefined,
    changes: event.changes.length > 0 ? event.changes.map(describe) : undefined,
    uncertain: event.uncertain,
    problems: event.problems?.map(diagnostic),
    durationMs: event.durationMs,
    roundTrips: event.roundTrips,
    waitedMs: event.waits && Math.round(event.waits.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

function task(info: TaskInfo): object {
  return {
    id: info.id,
    name: info.name,
    action: info.action,
    role: info.role,
    handler: info.handler,
    place: info.span && placeOf(info.span),
    tags: info.tags,
  };
}

function diagnostic(problem: Diagnostic): object {
  return {
    severity: problem.severity,
    message: problem.message,
    place: problem.span && placeOf(problem.span),
    hint: problem.hint,
    related: problem.related?.map(({ message, span }) => ({ message, place: placeOf(span) })),
  };
}
