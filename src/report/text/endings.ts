// The lines that tell how a task or an item ended, in Ansible's words.

import type { HostTaskFinished, ItemFinished } from '../../run/events.ts';
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

/** The line of an item. */
export function itemLine(event: ItemFinished, verbosity: number): Line {
  const item = `(item=${event.label})`;
  const host = hostOf(event);
  if (event.outcome === 'failed') return { text: `failed: ${host} ${item} => ${failureText(event)}`, tone: 'failed' };
  if (event.outcome === 'unreachable')
    return { text: `failed: ${host} ${item} => ${resultText(event.result, { indent: false })}`, tone: 'unreachable' };
  if (event.outcome === 'skipped')
    return { text: `skipping: ${host} => ${item} ${uncertainty(event)}`, tone: 'skipped' };
  return { text: `${event.outcome}: ${host} => ${item}${detail(event, verbosity)}`, tone: event.outcome };
}

/** The lines of a whole task; a loop that ended well has been told item by item. */
export function taskLines(event: HostTaskFinished, verbosity: number): readonly Line[] {
  const ignored: readonly Line[] = event.handling === 'ignored' ? [{ text: '...ignoring', tone: 'skipped' }] : [];
  const host = hostOf(event);
  switch (event.outcome) {
    case 'ok':
    case 'changed':
      return event.loop ? [] : [{ text: `${event.outcome}: ${host}${detail(event, verbosity)}`, tone: event.outcome }];
    case 'skipped':
      return [
        {
          text: `skipping: ${host}${uncertainty(event)}${verbosity > 0 ? ` => ${resultText(event.result, { indent: false })}` : ''}`,
          tone: 'skipped',
        },
      ];
    case 'failed':
      return [...(event.loop ? [] : [...exceptionLines(event, verbosity), failure(event)]), ...ignored];
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

function failure(event: HostTaskFinished): Line {
  return { text: `fatal: ${hostOf(event)}: FAILED! => ${failureText(event)}`, tone: 'failed' };
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
function detail(event: HostTaskFinished | ItemFinished, verbosity: number): string {
  if (event.speaks) {
    return ` => ${resultText(event.result, { indent: true, hide: besidesThePoint(event) })}`;
  }
  const long = event.task.action.endsWith('.setup') || event.task.action.endsWith('.gather_facts');
  if (verbosity < (long ? 3 : 1)) return uncertainty(event);
  return ` => ${resultText(event.result, { indent: false })}${uncertainty(event)}`;
}

// A message stands alone; a shown variable does not, and its name is not known here.
function besidesThePoint({ task, result }: HostTaskFinished | ItemFinished): readonly string[] {
  if (task.action.endsWith('.assert')) return [];
  if (Object.hasOwn(result, 'msg')) return Object.keys(result).filter((name) => name !== 'msg');
  return ['changed', 'failed', 'ansible_loop_var', 'item', 'skipped'];
}

function uncertainty({ uncertain }: HostTaskFinished | ItemFinished): string {
  return uncertain === undefined ? '' : ` (uncertain: it builds on '${uncertain}', which was not done)`;
}
