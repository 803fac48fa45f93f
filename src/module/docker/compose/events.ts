// Reads what compose says that it does: lines such as ` Container shop-web-1  Started`.

import type { Plain } from '../../../model/value.ts';

/** Something that happens to a part of a project. */
export interface ComposeEvent {
  /** `container`, `image`, `network`, `volume`, or `service` for what is pulled and built. */
  readonly what: string;
  readonly id: string;
  readonly status: string;
}

/** What begins; its end is told by another word. */
const WORKING = 'Creating Starting Restarting Stopping Killing Removing Recreate Pulling Building'.split(' ');
/** What has ended, where some versions never told its beginning. */
const DONE = 'Created Started Restarted Stopped Killed Removed Recreated Pulled Built'.split(' ');

const BEGINNING: Readonly<Record<string, string>> = Object.fromEntries(
  DONE.map((status, index) => [status, WORKING[index] ?? status]),
);

const LINE = new RegExp(
  `^\\s*(?:DRY-RUN MODE -\\s+)?(?:(Container|Image|Network|Volume|Service)\\s+)?"?(\\S+?)"?\\s+(${[...WORKING, ...DONE].join('|')})\\s*(?:\\d+(?:\\.\\d+)?s)?\\s*$`,
);

/** What compose did, or says that it would do: each thing once. */
export function eventsIn(output: string): readonly ComposeEvent[] {
  const events = new Map<string, ComposeEvent>();
  for (const line of output.split('\n')) {
    const [, kind = 'service', id, word] = LINE.exec(line) ?? [];
    if (id === undefined || word === undefined || id === 'DRY-RUN') continue;
    const status = BEGINNING[word] ?? word;
    const what = kind.toLowerCase();
    events.set(`${what} ${id} ${status}`, { what, id, status: status === 'Recreate' ? 'Recreating' : status });
  }
  return [...events.values()];
}

/** What a run says that was no event, such as why it failed. */
export function messagesIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !LINE.test(line));
  return lines.map((line) => line.trim()).join('\n');
}

/** What compose warns of. */
export function warningsIn(output: string): readonly string[] {
  return [...output.matchAll(/level=warning msg="((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );
}

/** The events that count as changes. */
export function changesIn(
  events: readonly ComposeEvent[],
  { isBuildChange, isPullChange }: { readonly isBuildChange: boolean; readonly isPullChange: boolean },
): readonly ComposeEvent[] {
  return events.filter(
    ({ status }) => (status !== 'Building' || isBuildChange) && (status !== 'Pulling' || isPullChange),
  );
}

/** Events as results have them. */
export const actionsOf = (events: readonly ComposeEvent[]): readonly Plain[] => events.map((event) => ({ ...event }));

/** A list of JSON objects, as one list or line by line: versions differ. */
export function objectsIn(output: string): readonly Plain[] {
  const text = output.trim();
  if (text === '') return [];
  const parse = (json: string): Plain => JSON.parse(json);
  try {
    const all = parse(text);
    return Array.isArray(all) ? all : [all];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map(parse);
  }
}
