// Judges what `ansible.cfg` says beyond the settings that count: misspelt ones, unused ones, and those of plugins nobody knows.

import type { Diagnostic } from '../../model/diagnostic.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import type { IniEntry } from './ini-file.ts';
import type { Setting } from './setting.ts';
import { allSettings } from './settings/index.ts';

const settingsByEntry: ReadonlyMap<string, readonly Setting[]> = byEntry();

/** Warnings for what is probably misspelt, and notes, which are worth a word at -v only: files are shared with Ansible and its plugins. */
export function unknownEntries(entries: readonly IniEntry[]): {
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
} {
  const problems: Diagnostic[] = [];
  const notes: Diagnostic[] = [];
  for (const entry of entries) {
    const known = settingsByEntry.get(entry.name);
    if (known) notes.push(...unusedNotes(entry, known));
    else {
      const hint = misspelling(entry);
      (hint === undefined ? notes : problems).push(warning(entry, 'is not a known setting', hint));
    }
  }
  return { problems, notes };
}

/** What a setting was probably meant to be: only names of the same section are near. */
function misspelling({ name }: IniEntry): string | undefined {
  const [section, key] = split(name);
  const keys = [...settingsByEntry.keys()].map(split).filter(([of]) => of === section);
  return didYouMean(
    key,
    keys.map(([, known]) => known),
  );
}

// One entry may stand for several settings (`timeout`): it is unused only where all of them are.
function unusedNotes(entry: IniEntry, known: readonly Setting[]): readonly Diagnostic[] {
  const reasons = known.flatMap((setting) => setting.unused ?? []);
  const [reason] = reasons;
  return reason !== undefined && reasons.length === known.length ? [warning(entry, `has no effect: ${reason}`)] : [];
}

function warning(entry: IniEntry, what: string, hint?: string): Diagnostic {
  const message = `'${split(entry.name)[1]}' ${what}`;
  return { severity: 'warning', message, span: entry.keySpan, ...(hint !== undefined && { hint }) };
}

function split(name: string): readonly [section: string, key: string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function byEntry(): ReadonlyMap<string, readonly Setting[]> {
  const found = new Map<string, Setting[]>();
  for (const setting of allSettings.values()) {
    for (const name of setting.ini) found.set(name, [...(found.get(name) ?? []), setting]);
  }
  return found;
}
