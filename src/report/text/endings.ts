// The lines that tell how a task or an item ended, in Ansible's words.

import type { HostTaskFinished, ItemFinished } from '../../run/events.ts';
import { failureLines } from './failure-lines.ts';
import { resultText } from './result-text.ts';

/** What a line is about, for its colour. */
export type Tone =
  | 'ok'
  | 'changed'
  | 'skipped'
  | 'failed'
  | 'unreachable'
  | 'plain'
  | 'warning'
  | 'retry'
  | 'removed'
  | 'added'
  | 'hunk';

export interface Line {
  readonly text: string;
  readonly tone: Tone;
}

/** How endings are told. */
export interface Telling {
  readonly verbosity: number;
  /** Failures are for people to read, not in Ansible's look. */
  readonly readable: boolean;
  /** Whether this is the first that is told of an uncertainty of a host. */
  readonly firstDoubt: boolean;
}

/** The lines of an item. */
export function itemLines(event: ItemFinished, telling: Telling): readonly Line[] {
  const item = `(item=${event.label})`;
  if (event.outcome === 'failed') return failure(event, `failed: ${hostOf(event)} ${item}`, telling);
  return [itemLine(event, telling)];
}

function itemLine(event: ItemFinished, telling: Telling): Line {
  const item = `(item=${event.label})`;
  const host = hostOf(event);
  if (event.outcome === 'unreachable')
    return { text: `failed: ${host} ${item} => ${resultText(event.result, { indent: false })}`, tone: 'unreachable' };
  if (event.outcome === 'skipped')
    return { text: `skipping: ${host} => ${item} ${uncertainty(event, telling)}`, tone: 'skipped' };
  return { text: `${event.outcome}: ${host} => ${item}${detail(event, telling)}`, tone: event.outcome };
}

/** The lines of a whole task; a loop that ended well has been told item by item. */
export function taskLines(event: HostTaskFinished, telling: Telling): readonly Line[] {
  const { verbosity } = telling;
  const ignored: readonly Line[] = event.handling === 'ignored' ? [{ text: '...ignoring', tone: 'skipped' }] : [];
  const host = hostOf(event);
  switch (event.outcome) {
    case 'ok':
    case 'changed':
      return event.loop ? [] : [{ text: `${event.outcome}: ${host}${detail(event, telling)}`, tone: event.outcome }];
    case 'skipped':
      return [
        {
          text: `skipping: ${host}${uncertainty(event, telling)}${verbosity > 0 ? ` => ${resultText(event.result, { indent: false })}` : ''}`,
          tone: 'skipped',
        },
      ];
    case 'failed':
      return [
        ...(event.loop
          ? []
          : [...exceptionLines(event, verbosity), ...failure(event, `fatal: ${host}: FAILED!`, telling)]),
        ...ignored,
      ];
    case 'unreachable':
      return [
        { text: `fatal: ${host}: UNREACHABLE! => ${resultText(event.result, { indent: false })}`, tone: 'unreachable' },
        ...ignored,
      ];
    default:
      return event.outcome;
  }
}

/** The traceback of a Python module that broke, or where to see it. */
export function exceptionLines({ result }: HostTaskFinished | ItemFinished, verbosity: number): readonly Line[] {
  const { exception } = result;
  if (typeof exception !== 'string') return [];
  const last = exception.trimEnd().split('\n').at(-1) ?? '';
  const text =
    verbosity < 3
      ? `An exception occurred during task execution. To see the full traceback, use -vvv. The error was: ${last}`
      : `The full traceback is:\n${exception.trimEnd()}`;
  return [{ text, tone: 'failed' }];
}

function failure(event: HostTaskFinished | ItemFinished, start: string, telling: Telling): readonly Line[] {
  const readable = telling.readable && telling.verbosity === 0 ? failureLines(event.result) : undefined;
  const [first, ...more] = readable ?? [failureText(event)];
  return [`${start} => ${first}`, ...more].map((text) => ({ text, tone: 'failed' }));
}

function failureText(event: HostTaskFinished | ItemFinished): string {
  const { result, speaks = false } = event;
  return resultText(result, { indent: speaks, hide: speaks ? besidesThePoint(event) : [] });
}

function hostOf({ host, delegatedTo, delegatedAddress }: HostTaskFinished | ItemFinished): string {
  const address = delegatedAddress === undefined ? '' : `(${delegatedAddress})`;
  return delegatedTo === undefined ? `[${host}]` : `[${host} -> ${delegatedTo}${address}]`;
}

// Facts are far too long, and a message is shown as a block so that it can be read.
function detail(event: HostTaskFinished | ItemFinished, telling: Telling): string {
  if (event.speaks) {
    return ` => ${resultText(event.result, { indent: true, hide: besidesThePoint(event) })}`;
  }
  const long = event.task.action.endsWith('.setup') || event.task.action.endsWith('.gather_facts');
  if (telling.verbosity < (long ? 3 : 1)) return uncertainty(event, telling);
  return ` => ${resultText(event.result, { indent: false })}${uncertainty(event, telling)}`;
}

// A message stands alone; a shown variable does not, and its name is not known here.
function besidesThePoint({ task, result }: HostTaskFinished | ItemFinished): readonly string[] {
  if (task.action.endsWith('.assert')) return [];
  if (Object.hasOwn(result, 'msg')) return Object.keys(result).filter((name) => name !== 'msg');
  return ['changed', 'failed', 'ansible_loop_var', 'item', 'skipped'];
}

// Once a command was not done, everything after it is uncertain: that is explained once for each host.
function uncertainty({ uncertain }: HostTaskFinished | ItemFinished, { firstDoubt }: Telling): string {
  if (uncertain === undefined) return '';
  return firstDoubt ? ` (uncertain: it builds on '${uncertain}', which was not done)` : ' (uncertain)';
}
