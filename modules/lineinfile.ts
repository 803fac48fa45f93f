// Makes one line of a text file be there, be something, or be gone.

import {
  accountLooks,
  ancestors,
  attributeDetails,
  attributeParams,
  bool,
  choice,
  compileRegex,
  compileReplacement,
  defineModule,
  fileLook,
  isRegexMistake,
  makeDirectories,
  NO_ATTRIBUTES,
  type ParamsOf,
  type PythonRegex,
  path,
  planContent,
  refuseValidate,
  text,
} from '../src/module/index.ts';

const params = {
  path: path('The file.').alias('dest', 'destfile', 'name'),
  regexp: text('Regular expression (Python) of the line to look for; the last match is replaced.')
    .alias('regex')
    .optional(),
  search_string: text('Text to look for in lines, instead of a regular expression.').optional(),
  state: choice(['absent', 'present'], 'Whether the line shall be there.').default('present'),
  line: text('The line. With backrefs it may hold \\1 for what regexp caught.').alias('value').optional(),
  backrefs: bool('Fill what regexp caught into line; without a match nothing is done.').default(false),
  insertafter: text('Where a new line goes: EOF, or after the last match of this regular expression.').optional(),
  insertbefore: text('Where a new line goes: BOF, or before the last match of this regular expression.').optional(),
  create: bool('Make the file (and its directory) where it is missing.').default(false),
  backup: bool('Keep a copy of the old file.').default(false),
  firstmatch: bool('insertafter and insertbefore go by the first match instead of the last.').default(false),
  validate: text('Command that must succeed before the file is put in place; %s is its path.').optional(),
  ...attributeParams,
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Ensure that a line is present in, or absent from, a text file',
  description:
    'A line that matches regexp (or search_string), else one that is the same as line, is replaced; without either, the line is added where insertafter or insertbefore say, or at the end.',
  params,
  returns: {
    msg: 'what was done to the line, and whether owner, group or mode changed',
    found: 'state=absent: how many lines were removed',
    backup: 'the path of the copy that was kept',
  },
  examples: [
    {
      name: 'Forbid root to log in',
      yaml: "lineinfile:\n  path: /etc/ssh/sshd_config\n  regexp: '^#?PermitRootLogin'\n  line: PermitRootLogin no\n  validate: sshd -t -f %s",
    },
    {
      name: 'Add a line once, in a file that may be new',
      yaml: "lineinfile:\n  path: /etc/profile.d/editor.sh\n  line: export EDITOR=vi\n  create: true\n  mode: '0644'",
    },
    {
      name: 'Change a part of a line',
      yaml: "lineinfile:\n  path: /etc/default/grub\n  regexp: '^GRUB_TIMEOUT=(\\d+)(.*)$'\n  line: 'GRUB_TIMEOUT=1\\2'\n  backrefs: true\n  create: true",
    },
    { name: 'Remove lines', yaml: "lineinfile:\n  path: /etc/hosts\n  regexp: 'old\\.example\\.org'\n  state: absent" },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(given.path, { content: 'all', details: attributeDetails(given) }),
    parents: given.create ? ancestors(given.path).map((above) => fileLook(above)) : [],
    ...accountLooks(given, given.path),
  }),
  plan: (given, { file, parents, owner, group, policy }) => {
    if (file.exists && file.type === 'directory')
      return { changes: [], failed: `Path ${given.path} is a directory !`, result: { rc: 256 } };
    if (!file.exists && given.state === 'absent') return { changes: [], result: { msg: 'file not present' } };
    if (!file.exists && !given.create) {
      return { changes: [], failed: `Destination ${given.path} does not exist !`, result: { rc: 257 } };
    }
    const old = file.exists ? (file.content?.toString('latin1') ?? '') : '';
    const edit = given.state === 'present' ? makePresent(given, lines(old)) : makeAbsent(given, lines(old));
    if (!file.exists && edit.msg === '') return { changes: [], result: { msg: '', backup: '' } };
    const content = edit.text === old ? undefined : Buffer.from(edit.text, 'latin1');
    const above = makeDirectories(file.exists ? [] : parents, NO_ATTRIBUTES, { owner: undefined, group: undefined });
    if (!above.ok) return { changes: [], failed: above.problem };
    const planned = planContent({
      seen: file,
      content,
      params: given,
      accounts: { owner, group, policy },
      validate: given.validate,
      backup: given.backup,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    const msg = [edit.msg, ...(planned.attributesChanged ? ['ownership, perms or SE linux context changed'] : [])];
    return {
      changes: [...above.changes, ...planned.changes],
      result: {
        msg: msg.filter((part) => part !== '').join(' and '),
        backup: '',
        ...(edit.found !== undefined && { found: edit.found }),
      },
    };
  },
});

function refuse(given: Params): string | undefined {
  const unchecked = refuseValidate(given.validate);
  if (unchecked !== undefined) return unchecked;
  if (given.state === 'present' && given.line === undefined) return 'line is required with state=present';
  if (given.state === 'present' && given.backrefs && given.regexp === undefined)
    return 'regexp is required with backrefs=true';
  if (
    given.state === 'absent' &&
    given.regexp === undefined &&
    given.line === undefined &&
    given.search_string === undefined
  ) {
    return 'one of line, search_string, or regexp is required with state=absent';
  }
  if (given.regexp !== undefined && given.search_string !== undefined)
    return 'parameters are mutually exclusive: regexp|search_string';
  if (given.search_string !== undefined && given.backrefs)
    return 'parameters are mutually exclusive: backrefs|search_string';
  if (given.insertafter !== undefined && given.insertbefore !== undefined)
    return 'parameters are mutually exclusive: insertbefore|insertafter';
  for (const pattern of [given.regexp, given.insertafter, given.insertbefore]) {
    const regex = pattern === undefined ? undefined : compileRegex(pattern);
    if (regex && 'kind' in regex) return `'${pattern}' is not a regular expression: ${regex.message}`;
  }
  const regex = given.backrefs ? regexOf(given.regexp) : undefined;
  const replacement = regex && compileReplacement(regex, given.line ?? '');
  if (replacement && isRegexMistake(replacement))
    return `'${given.line}' is no replacement for '${given.regexp}': ${replacement.message}`;
  return undefined;
}

interface Edit {
  readonly text: string;
  readonly msg: string;
  readonly found?: number;
}

// Lines keep their ends, so that a file without a last newline and one with CR LF stay as they are.
function lines(content: string): readonly string[] {
  return content.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const body = (line: string): string => line.replace(/[\r\n]+$/, '');

function regexOf(pattern: string | undefined): PythonRegex | undefined {
  if (pattern === undefined) return undefined;
  const regex = compileRegex(toLatin1(pattern));
  return 'kind' in regex ? undefined : regex;
}

// Files are edited as bytes (latin1 is one character per byte), so that a file that is not UTF-8 survives; so patterns and lines must be bytes too.
function toLatin1(unicode: string): string {
  return Buffer.from(unicode, 'utf8').toString('latin1');
}

function matcher(given: Params): ((line: string) => boolean) | undefined {
  const regex = regexOf(given.regexp);
  if (regex) return (line) => regex.search(line) !== undefined;
  if (given.search_string === undefined) return undefined;
  const wanted = toLatin1(given.search_string);
  return (line) => line.includes(wanted);
}

function makeAbsent(given: Params, all: readonly string[]): Edit {
  const matches = matcher(given);
  const wanted = toLatin1(given.line ?? '');
  const kept = all.filter((line) => (matches ? !matches(line) : body(line) !== wanted));
  const found = all.length - kept.length;
  return { text: kept.join(''), msg: found > 0 ? `${found} line(s) removed` : '', found };
}

function makePresent(given: Params, all: readonly string[]): Edit {
  const line = toLatin1(given.line ?? '');
  const at = lastMatch(given, all, line);
  if (at !== undefined) {
    const old = all[at] ?? '';
    const fresh = given.backrefs ? expand(given, old, line) : line;
    const next = `${fresh.replace(/[\r\n]+$/, '')}${lineEnd(old)}`;
    return next === old ? { text: all.join(''), msg: '' } : { text: all.with(at, next).join(''), msg: 'line replaced' };
  }
  if (given.backrefs) return { text: all.join(''), msg: '' };
  return insert(given, all, line);
}

// A last line without a newline gets one when it is rewritten, as Ansible does.
function lineEnd(old: string): string {
  return old.endsWith('\r\n') ? '\r\n' : '\n';
}

function lastMatch(given: Params, all: readonly string[], line: string): number | undefined {
  const matches = matcher(given);
  const choose = (test: (candidate: string) => boolean): number =>
    given.firstmatch ? all.findIndex(test) : all.findLastIndex(test);
  const byPattern = matches ? choose(matches) : -1;
  if (byPattern >= 0) return byPattern;
  if (given.backrefs) return undefined;
  const exact = all.findLastIndex((candidate) => body(candidate) === line);
  return exact >= 0 ? exact : undefined;
}

// What the line comes to with what the pattern caught, and nothing of the line around the match.
function expand(given: Params, old: string, line: string): string {
  const regex = regexOf(given.regexp);
  const text = body(old);
  const match = regex?.search(text);
  const replacement = regex && compileReplacement(regex, line);
  if (!match || !replacement || isRegexMistake(replacement)) return line;
  const all = regex.sub(replacement, text, 1);
  return all.slice(match.start, all.length - (text.length - match.end));
}

function insert(given: Params, all: readonly string[], line: string): Edit {
  const end = all[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  const at = insertionPoint(given, all);
  const last = all.at(-1);
  const closed = at === all.length && last !== undefined && !last.endsWith('\n') ? all.with(-1, `${last}${end}`) : all;
  return { text: closed.toSpliced(at, 0, `${line}${end}`).join(''), msg: 'line added' };
}

function insertionPoint(given: Params, all: readonly string[]): number {
  if (given.insertbefore === 'BOF' || given.insertafter === 'BOF') return 0;
  const pattern = given.insertbefore ?? given.insertafter;
  if (pattern === undefined || pattern === 'EOF') return all.length;
  const regex = regexOf(pattern);
  const test = (line: string): boolean => regex?.search(line) !== undefined;
  const found = given.firstmatch ? all.findIndex(test) : all.findLastIndex(test);
  if (found < 0) return all.length;
  return given.insertbefore === undefined ? found + 1 : found;
}
