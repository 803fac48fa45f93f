// Replaces matches of a regular expression in bytes of a known encoding, everywhere or in a section.

import { compileRegex, compileReplacement, isRegexMistake } from '../../template/text/python-regex.ts';
import { toBytesText } from './edit.ts';
import { textCoding } from './text-coding.ts';

export interface Replacing {
  readonly regexp: string;
  readonly replace: string;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly encoding: string;
}

/** `content` is absent where nothing differs. `missed`: there is no such section, in Ansible's words. */
export type Replaced =
  | { readonly content: Buffer | undefined; readonly count: number }
  | { readonly missed: string }
  | { readonly problem: string };

/** The bytes with every match replaced. */
export function replaceIn(content: Buffer, options: Replacing): Replaced {
  const coding = textCoding(options.encoding);
  if (!coding) return { problem: `'${options.encoding}' is no known encoding` };
  const decoded = coding.decode(content);
  // Bytes that are not of the encoding stay as they are: then text and patterns are taken as bytes.
  const spell = decoded === undefined ? toBytesText : (word: string): string => word;
  const text = decoded ?? content.toString('latin1');
  const edited = edit(text, {
    regexp: spell(options.regexp),
    replace: spell(options.replace),
    after: options.after && spell(options.after),
    before: options.before && spell(options.before),
  });
  if (!('text' in edited)) return edited;
  if (edited.text === text) return { content: undefined, count: edited.count };
  const bytes = decoded === undefined ? Buffer.from(edited.text, 'latin1') : coding.encode(edited.text);
  if (!bytes) return { problem: `'${options.replace}' cannot be written in ${options.encoding}` };
  return { content: bytes, count: edited.count };
}

type Edited =
  | { readonly text: string; readonly count: number }
  | Extract<Replaced, { missed: string } | { problem: string }>;

function edit(text: string, { regexp, replace, after, before }: Omit<Replacing, 'encoding'>): Edited {
  const section = sectionOf(text, after, before);
  if (!('start' in section)) return section;
  const regex = compileRegex(regexp, { multiline: true });
  if (isRegexMistake(regex)) return { problem: `'${regexp}' is not a regular expression: ${regex.message}` };
  const replacement = compileReplacement(regex, replace);
  if (isRegexMistake(replacement))
    return { problem: `'${replace}' is no replacement for '${regexp}': ${replacement.message}` };
  const old = text.slice(section.start, section.end);
  const count = [...regex.finditer(old)].length;
  return { text: text.slice(0, section.start) + regex.sub(replacement, old) + text.slice(section.end), count };
}

type Section = { readonly start: number; readonly end: number } | Exclude<Edited, { text: string }>;

/** Where the section is: found by one pattern of both ends, as Ansible finds it, so that what `before` matches is the first behind `after`. */
function sectionOf(text: string, after: string | undefined, before: string | undefined): Section {
  if (!after && !before) return { start: 0, end: text.length };
  const pattern = `${after ?? ''}(?P<subsection>.*${after && before ? '?' : ''})${before ?? ''}`;
  const regex = compileRegex(pattern, { dotall: true });
  if (isRegexMistake(regex))
    return { problem: `'after' and 'before' make no regular expression ('${pattern}'): ${regex.message}` };
  const match = regex.search(text);
  const group = regex.names.get('subsection') ?? 0;
  const inner = match?.groups[group];
  if (!match || inner === undefined) {
    return { missed: `Pattern for before/after params did not match the given file: ${pattern}` };
  }
  const start = match.start + startWithin(match.groups[0] ?? '', { after, inner, before });
  return { start, end: start + inner.length };
}

// Where the section starts in the match: behind what `after` matched, before what `before` matched. The latter is caught in a group of its own
// for its length, behind all other groups but its own, so that numbers of groups stay what they are.
function startWithin(
  whole: string,
  {
    after,
    inner,
    before,
  }: { readonly after: string | undefined; readonly inner: string; readonly before: string | undefined },
): number {
  if (!after) return 0;
  if (!before) return whole.length - inner.length;
  const measured = compileRegex(`${after}(?P<subsection>.*?)(?P<tail>${before})`, { dotall: true });
  const tail = isRegexMistake(measured) ? undefined : measured.match(whole)?.groups[measured.names.get('tail') ?? 0];
  return tail === undefined ? whole.lastIndexOf(inner) : whole.length - tail.length - inner.length;
}
