// What iptables_state tells and does: the results of saving and restoring, and the changes they need.

import type { Change } from '../../plan/change.ts';
import type { FileSeen } from '../../plan/look.ts';
import type { Result } from '../../plan/plan.ts';
import { planContent } from '../files/content.ts';
import { makeDirectories } from '../files/directories.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';
import { guardedRestore } from './iptables-state-guard.ts';
import { type FirewallSeen, type IptablesState, restoreWords, saveWords } from './iptables-state-look.ts';
import { emptyTables, linesOfTable, stateLines, tablesOf } from './iptables-state-text.ts';

const NOBODY = { owner: undefined, group: undefined };

/** The state before, as every result has it. */
export function initialResult({ counters, table }: IptablesState, { now }: FirewallSeen): Result {
  const lines = stateLines(now, { policies: counters, rules: false });
  const shown = table === undefined ? lines : linesOfTable(lines, table);
  return { initial_state: [...lines], tables: plainTables(tablesOf(shown)) };
}

function plainTables(tables: ReturnType<typeof tablesOf>): Result {
  return Object.fromEntries(Object.entries(tables).map(([name, lines]) => [name, [...lines]]));
}

/** A state as the task asks for it: of one table, with or without counters. */
export function shownState({ counters, table }: IptablesState, text: string): readonly string[] {
  const lines = stateLines(text, { policies: counters, rules: counters });
  return table === undefined ? lines : linesOfTable(lines, table);
}

export type Planned =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly result: Result }
  | { readonly ok: false; readonly problem: string };

/** Saves the state into the file. */
export function planSaved(
  given: IptablesState,
  seen: FirewallSeen,
  { file, above }: { readonly file: FileSeen; readonly above: readonly FileSeen[] },
): Planned {
  const lines = shownState(given, seen.now);
  const result = {
    ...initialResult(given, seen),
    saved: [...lines],
    cmd: [seen.save, ...saveWords(given)].join(' '),
  };
  if (file.exists && file.type === 'directory')
    return { ok: false, problem: `Error saving state into ${given.path}: it is a directory` };
  // Rules are nobody's business: what is new is root's alone.
  const made = makeDirectories(above, { ...NO_ATTRIBUTES, mode: '0700' }, NOBODY);
  if (!made.ok) return made;
  const planned = planContent({
    seen: file,
    content: Buffer.from(`${lines.join('\n')}\n`),
    params: file.exists ? NO_ATTRIBUTES : { ...NO_ATTRIBUTES, mode: '0600' },
    accounts: NOBODY,
  });
  if (!planned.ok) return planned;
  const missing = made.changes.filter(({ before }) => !before.exists);
  return { ok: true, changes: planned.changes.length > 0 ? [...missing, ...planned.changes] : [], result };
}

/** What restoring the file would come to. */
export interface Restoration {
  /** Whether rules or policies change. */
  readonly changed: boolean;
  /** Whether there is anything to do: counters count too. */
  readonly needed: boolean;
  readonly result: Result;
  readonly before: string;
  readonly after: string;
}

/** Compares what is with what would be. Where that could not be tried, the text of the file has to do. */
export function foreseeRestored(given: IptablesState, seen: FirewallSeen, source: Buffer): Restoration {
  const file = source.toString('utf8');
  const bare = { policies: false, rules: false };
  const lines = (text: string): readonly string[] => stateLines(text, bare);
  const before = lines(seen.now);
  const after = seen.after === undefined ? undefined : lines(seen.after);
  const changed =
    after === undefined ? differs(given, before, lines(file)) : !isSame(tablesOf(before), tablesOf(after));
  const restored = shownState(given, seen.after ?? file);
  return {
    changed,
    needed: changed || given.counters,
    result: {
      ...initialResult(given, seen),
      restored: [...restored],
      applied: true,
      cmd: [seen.restore, ...restoreWords(given), given.path].join(' '),
    },
    before: text(before),
    after: text(after ?? lines(file)),
  };
}

const text = (lines: readonly string[]): string =>
  lines
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .concat('\n');

// A table that nobody uses is as good as an empty one.
function isSame(a: ReturnType<typeof tablesOf>, b: ReturnType<typeof tablesOf>): boolean {
  const empty = tablesOf(
    emptyTables([...Object.keys(a), ...Object.keys(b)])
      .replaceAll(' [0:0]', '')
      .split('\n'),
  );
  return Object.keys(empty).every((name) => sorted(a[name] ?? empty[name]) === sorted(b[name] ?? empty[name]));
}

// The order of chains says nothing, that of rules everything.
function sorted(lines: readonly string[] = []): string {
  const chains = lines.filter((line) => line.startsWith(':')).sort();
  return [...chains, ...lines.filter((line) => !line.startsWith(':') && line !== '')].join('\n');
}

function differs({ table, noflush }: IptablesState, before: readonly string[], file: readonly string[]): boolean {
  const wanted = Object.entries(tablesOf(file)).filter(([name]) => table === undefined || name === table);
  if (noflush && wanted.some(([, lines]) => lines.some((line) => line.startsWith('-')))) return true;
  const now = tablesOf(before);
  return wanted.some(([name, lines]) => sorted(lines) !== sorted(now[name]));
}

/** The change that restores the file under guard. */
export function restoreChange(
  given: IptablesState,
  seen: FirewallSeen,
  how: {
    readonly source: Buffer;
    readonly seconds: number;
    readonly directory: string;
    readonly foreseen: Restoration;
  },
): Change {
  const { source, seconds, directory, foreseen } = how;
  const used = Object.keys(tablesOf(stateLines(seen.now, { policies: false, rules: false })));
  const named = Object.keys(tablesOf(source.toString('utf8').split('\n'))).filter((name) => !used.includes(name));
  return guardedRestore({
    save: seen.save,
    restore: seen.restore,
    words: restoreWords(given),
    content: source,
    seconds,
    directory,
    empty: emptyTables(named),
    before: seen.now,
    title: `restore the rules of ${given.path}`,
    diff: {
      before: foreseen.before,
      after: foreseen.after,
      header: given.ip_version === 'ipv6' ? 'ip6tables' : 'iptables',
    },
  });
}
