// How a template is spelled: delimiters, whitespace rules, and the `#jinja2:` header that changes them.

import { TemplateError } from '../callable.ts';

/** The spelling of a template. */
export interface Spelling {
  readonly blockStart: string;
  readonly blockEnd: string;
  readonly variableStart: string;
  readonly variableEnd: string;
  readonly commentStart: string;
  readonly commentEnd: string;
  readonly lineStatementPrefix: string | null;
  readonly lineCommentPrefix: string | null;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  readonly newlineSequence: string;
  readonly keepTrailingNewline: boolean;
  /** Whether a backslash in a string inside `{{ }}` is a backslash: so Ansible treats text from playbooks, but not template files. */
  readonly rawStrings: boolean;
}

/** Ansible's spelling of text in playbooks. */
export const playbookSpelling: Spelling = {
  blockStart: '{%',
  blockEnd: '%}',
  variableStart: '{{',
  variableEnd: '}}',
  commentStart: '{#',
  commentEnd: '#}',
  lineStatementPrefix: null,
  lineCommentPrefix: null,
  trimBlocks: true,
  lstripBlocks: false,
  newlineSequence: '\n',
  keepTrailingNewline: false,
  rawStrings: true,
};

/** Ansible's spelling of template files. */
export const fileSpelling: Spelling = { ...playbookSpelling, rawStrings: false };

/** A key that two spellings share when they are the same. */
export function spellingKey(spelling: Spelling): string {
  return spelling === playbookSpelling ? 'p' : spelling === fileSpelling ? 'f' : JSON.stringify(spelling);
}

const headerStart = '#jinja2:';

/** A template file's text without its `#jinja2:` header line, and the spelling that the header asks for. */
export function readHeader(
  text: string,
  spelling: Spelling,
): { readonly body: string; readonly spelling: Spelling; readonly skipped: number } {
  if (!text.startsWith(headerStart)) return { body: text, spelling, skipped: 0 };
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  const skipped = end < 0 ? text.length : end + 1;
  return { body: text.slice(skipped), spelling: overridden(spelling, line.slice(headerStart.length)), skipped };
}

// Values are Python literals (strings, True, False, None), separated by commas.
const override = /\s*(\w+)\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,]*)\s*(?:,|$)/y;

function overridden(spelling: Spelling, text: string): Spelling {
  override.lastIndex = 0;
  let result = spelling;
  for (let match = override.exec(text); match; match = override.exec(text)) {
    const [, name = '', value = ''] = match;
    result = withSetting(result, name, unquoted(value.trim()));
    if (override.lastIndex >= text.length) return result;
  }
  throw new TemplateError(`cannot read the #jinja2: header ${JSON.stringify(text.trim())}`);
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text)
    ? text.slice(1, -1).replace(/\\n/g, '\n').replace(/\\r/g, '\r').replace(/\\t/g, '\t').replace(/\\(.)/gs, '$1')
    : text;
}

/** The spelling with one of Jinja's environment settings changed, by Jinja's name of it. Unknown names change nothing, as in Ansible. */
export function withSetting(spelling: Spelling, name: string, value: string): Spelling {
  switch (name) {
    case 'block_start_string':
      return { ...spelling, blockStart: value };
    case 'block_end_string':
      return { ...spelling, blockEnd: value };
    case 'variable_start_string':
      return { ...spelling, variableStart: value };
    case 'variable_end_string':
      return { ...spelling, variableEnd: value };
    case 'comment_start_string':
      return { ...spelling, commentStart: value };
    case 'comment_end_string':
      return { ...spelling, commentEnd: value };
    case 'line_statement_prefix':
      return { ...spelling, lineStatementPrefix: value === 'None' ? null : value };
    case 'line_comment_prefix':
      return { ...spelling, lineCommentPrefix: value === 'None' ? null : value };
    case 'trim_blocks':
      return { ...spelling, trimBlocks: flag(value) };
    case 'lstrip_blocks':
      return { ...spelling, lstripBlocks: flag(value) };
    case 'newline_sequence':
      return { ...spelling, newlineSequence: value };
    case 'keep_trailing_newline':
      return { ...spelling, keepTrailingNewline: flag(value) };
    default:
      return spelling;
  }
}

// Python's truth of the literal: quoted text is true unless empty, whatever it says.
function flag(value: string): boolean {
  return !['False', '0', '', 'None'].includes(value);
}
