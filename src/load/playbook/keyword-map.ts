// Keywords as written to a map by name, each value checked; and the mistakes in the templates and conditions they hold.

import { error } from '../../model/diagnostic.ts';
import { type Keywords, listed } from '../../model/playbook.ts';
import type { MapEntry } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { isEngineAction } from './builtin-actions.ts';
import { checkValue } from './keyword-values.ts';
import { FORMER, type Holder, KEYWORDS, type ValueKind } from './keywords.ts';
import { hasTag } from './nodes.ts';
import type { Report, Session } from './session.ts';
import { checkConditions, checkTemplates } from './templates.ts';

/** The keywords among some entries, their values checked. What is no keyword is left out. */
export function keywordsOf(
  session: Session,
  entries: readonly MapEntry[],
  kinds: Readonly<Record<string, ValueKind>>,
): Keywords {
  const keywords = new Map<string, MapEntry>();
  for (const entry of entries) {
    const name = String(entry.key.value);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) continue;
    if (kind.kind !== 'structure') keywords.set(name, entry);
    session.once(entry.key, (report) => checkKeyword(session, entry, kind, report));
  }
  return keywords;
}

function checkKeyword(session: Session, entry: MapEntry, kind: ValueKind, report: Report): void {
  checkValue(entry, kind, report);
  if (kind.kind === 'module-defaults') checkModuleNames(session, entry, report);
  if (kind.kind === 'structure') return;
  if (kind.kind === 'conditions') checkConditions(session.options.templates, entry, report);
  else checkTemplates(session.options.templates, entry.value, report);
}

// Short names only: a collection's modules may be there or not, as its tasks.
function checkModuleNames(session: Session, { value }: MapEntry, report: Report): void {
  const search = { collections: [], directories: [] };
  for (const item of listed(value)) {
    for (const { key } of item.kind === 'map' ? item.entries : []) {
      const word = String(key.value);
      if (hasTag(word) || isEngineAction(word)) continue;
      if (word.startsWith('group/')) {
        if (session.options.modules.hasGroup(word.slice('group/'.length)) === false)
          report(error(`there is no group of modules '${word.slice('group/'.length)}'`, key.span));
        continue;
      }
      if (session.options.modules.kindOf(word, search) !== undefined) continue;
      report(error(`there is no module '${word}'`, key.span, didYouMean(word, session.options.modules.words(search))));
    }
  }
}

/** Reports keys that are no keywords of their holder. */
export function reportUnknownKeywords(session: Session, entries: readonly MapEntry[], holder: Holder): void {
  const kinds = KEYWORDS[holder];
  for (const { key } of entries) {
    const name = String(key.value);
    if (Object.hasOwn(kinds, name)) continue;
    const former = Object.hasOwn(FORMER, name) ? FORMER[name] : undefined;
    const hint = former ?? didYouMean(name, Object.keys(kinds));
    session.error(`'${name}' is not a keyword of ${article(holder)}`, key.span, hint);
  }
}

function article(holder: Holder): string {
  switch (holder) {
    case 'import_playbook':
      return holder;
    case 'include':
      return 'a dynamic include';
    default:
      return `a ${holder}`;
  }
}
