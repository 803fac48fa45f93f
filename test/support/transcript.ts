// What happened in a run, as lines that can be compared: one per task with every host's outcome, then the recap.

import type { RunEvent } from '../../src/run/index.ts';

/** How a task ended on a host. */
export interface HostOutcome {
  readonly host: string;
  readonly outcome: string;
  /** What `debug` showed, or why a task failed. */
  readonly shown?: unknown;
}

export interface TranscriptTask {
  readonly name: string;
  readonly hosts: readonly HostOutcome[];
}

export interface Transcript {
  readonly plays: readonly { readonly name: string; readonly tasks: readonly TranscriptTask[] }[];
  /** `ok=1 changed=0 ...` by host. */
  readonly recap: Readonly<Record<string, string>>;
}

/** A transcript as lines. Hosts are sorted: in which order they end is chance. */
export function transcriptLines({ plays, recap }: Transcript): readonly string[] {
  return [
    ...plays.flatMap(({ name, tasks }) => [`PLAY ${name}`, ...tasks.map(taskLine)]),
    ...Object.entries(recap).map(([host, counts]) => `${host}: ${counts}`),
  ];
}

function taskLine({ name, hosts }: TranscriptTask): string {
  const sorted = hosts.toSorted((a, b) => (a.host < b.host ? -1 : 1));
  const outcomes = sorted.map(({ host, outcome, shown }) => {
    const detail = shown === undefined ? '' : ` ${JSON.stringify(canonical(shown))}`;
    return { host, end: `${outcome}${detail}` };
  });
  const [first] = outcomes;
  const same = outcomes.length > 1 && outcomes.every(({ end }) => end === first?.end);
  const text = same
    ? `${outcomes.map(({ host }) => host).join('+')}=${first?.end}`
    : outcomes.map(({ host, end }) => `${host}=${end}`).join(', ');
  return `  ${name}: ${text}`;
}

/** What differs from run to run, and what only Ansible's way of working leaves behind. */
const CHANCE = new Set(['start', 'end', 'delta', 'invocation', 'discovered_interpreter_python']);

// Keys sorted, as the oracle prints them.
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([name, item]) => !CHANCE.has(name) && !isOnlyChance(name, item));
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, canonical(item)]),
  );
}

function isOnlyChance(name: string, value: unknown): boolean {
  return (
    name === 'ansible_facts' &&
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every((key) => CHANCE.has(key))
  );
}

/** The counts of a recap line; those that are zero are left out. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const names = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'];
  return names.flatMap((name) => (counts[name] ? [`${name}=${counts[name]}`] : [])).join(' ');
}

/** What is worth comparing of a result: what `debug` shows. */
export function shownOf(action: string, result: Readonly<Record<string, unknown>>): unknown {
  if (!action.endsWith('debug') || result.failed === true || result.skipped === true) return undefined;
  const hidden = ['changed', 'failed', 'action', 'results', 'skipped', 'warnings', 'deprecations'];
  const entries = Object.entries(result).filter(([name]) => !name.startsWith('_ansible') && !hidden.includes(name));
  const results = result.results;
  if (Array.isArray(results)) return results.map((item) => (isRecord(item) ? shownOf(action, item) : item));
  const [first] = entries;
  const kept = entries.filter(([name]) => !['item', 'ansible_loop_var'].includes(name));
  return kept.length === 1 && first ? kept[0]?.[1] : Object.fromEntries(kept);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The transcript of events. */
export function transcriptOf(events: readonly RunEvent[]): Transcript {
  const plays: { name: string; tasks: { id: number; name: string; hosts: HostOutcome[] }[] }[] = [];
  let recap: Record<string, string> = {};
  for (const event of events) {
    if (event.kind === 'batch-started') plays.push({ name: event.play.name, tasks: [] });
    else if (event.kind === 'host-task-finished') {
      const tasks = plays.at(-1)?.tasks ?? [];
      const known = tasks.find(({ id }) => id === event.task.id);
      const task = known ?? { id: event.task.id, name: event.task.name, hosts: [] };
      if (!known) tasks.push(task);
      const shown = shownOf(event.task.action, JSON.parse(JSON.stringify(event.result)));
      task.hosts.push({ host: event.host, outcome: event.outcome, ...(shown !== undefined && { shown }) });
    } else if (event.kind === 'recap') {
      recap = Object.fromEntries([...event.hosts].map(([host, counts]) => [host, countsText({ ...counts })]));
    }
  }
  return { plays, recap };
}

/** An event as `-o json` prints it, as far as a transcript needs it. */
export interface PrintedEvent {
  readonly event: string;
  readonly play?: string;
  readonly task?: { readonly id: number; readonly name: string; readonly action: string };
  readonly host?: string;
  readonly outcome?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The transcript of printed events. */
export function transcriptOfEvents(events: readonly PrintedEvent[]): Transcript {
  const plays: { name: string; tasks: { id: number; name: string; hosts: HostOutcome[] }[] }[] = [];
  let recap: Record<string, string> = {};
  for (const { event, play, task, host = '', outcome = '', result = {}, hosts = {} } of events) {
    if (event === 'batch-started' || event === 'no-hosts-matched') plays.push({ name: play ?? '', tasks: [] });
    else if (event === 'host-task-finished' && task) {
      const tasks = plays.at(-1)?.tasks ?? [];
      const known = tasks.find(({ id }) => id === task.id);
      const entry = known ?? { id: task.id, name: task.name, hosts: [] };
      if (!known) tasks.push(entry);
      const shown = shownOf(task.action, result);
      entry.hosts.push({ host, outcome, ...(shown !== undefined && { shown }) });
    } else if (event === 'recap') {
      recap = Object.fromEntries(Object.entries(hosts).map(([name, counts]) => [name, countsText(counts)]));
    }
  }
  return { plays, recap };
}
