// What became of a command, in Ansible's fields: its output, or why it could not be started at all.

import type { Performed } from '../../plan/change.ts';
import type { Result } from '../../plan/plan.ts';
import { splitLines } from '../../template/python/index.ts';

/** What is known of a command that has run in `STARTER`. */
export interface CommandOutcome {
  readonly code: number;
  readonly stderr: string;
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly chdir?: string;
}

/** Exit codes of the starter where the directory is missing, is none, or is closed. */
const CANNOT_ENTER = { 201: 2, 202: 20, 203: 13 } as const;

/** Runs the program `$2`... in the directory `$1`. \`exec\` runs programs only: no shell builtin and no function can answer in a program's place. */
export const STARTER = `dir=$1; shift
[ -z "$dir" ] || CDPATH= cd -- "$dir" >/dev/null || { [ -e "$dir" ] || exit 201; [ -d "$dir" ] || exit 202; exit 203; }
unset dir; exec "$@"`;

/** The fields of a command that could not be started; `undefined` where it was. */
export function commandFailure({ code, stderr, words, chdir }: CommandOutcome): CommandFailure | undefined {
  if (chdir !== undefined && isCannotEnter(code) && stderr.includes(chdir)) {
    const reason = errorText(CANNOT_ENTER[code], chdir);
    const idle = { rc: null, start: null, end: null, delta: null };
    return { msg: `Unable to change directory before execution: ${reason}`, ...idle, ...NO_OUTPUT };
  }
  const program = words[0] ?? '';
  const errno = startError(code, stderr, program);
  if (errno === undefined) return undefined;
  return { msg: errorText(errno, program), rc: errno, cmd: words.map(quoted).join(' '), ...NO_OUTPUT };
}

export type CommandFailure = Result & { readonly msg: string };

const NO_OUTPUT = { stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] };

function isCannotEnter(code: number): code is keyof typeof CANNOT_ENTER {
  return code in CANNOT_ENTER;
}

// The starter's shell says so in its last line: "sh: 1: exec: nosuch: not found", "sh: line 1: exec: /tmp: cannot execute: Is a directory".
const TROUBLE =
  /^[^:]*: (?:exec: )?(?:line )?\d+: (?:exec: )?(.*?)(?:: cannot execute(?: binary file)?)?: (not found|no such file or directory|required file not found|permission denied|is a directory|exec format error|success)$/i;

function startError(code: number, stderr: string, program: string): keyof typeof ERRORS | undefined {
  if (code !== 127 && code !== 126) return undefined;
  const [, name, reason = ''] = TROUBLE.exec(stderr.trimEnd().split('\n').at(-1) ?? '') ?? [];
  // bash gives a relative path as an absolute one.
  if (name === undefined || (name !== program && !(name.startsWith('/') && name.endsWith(program.replace(/^\./, '')))))
    return undefined;
  if (/directory$|denied/i.test(reason) && code === 126) return 13;
  return code === 127 ? 2 : 8;
}

const ERRORS = {
  2: 'No such file or directory',
  8: 'Exec format error',
  13: 'Permission denied',
  20: 'Not a directory',
} as const;

function errorText(errno: keyof typeof ERRORS, path: string): string {
  return `[Errno ${errno}] ${ERRORS[errno]}: ${bytesText(path)}`;
}

// As Python shows bytes.
function bytesText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const shown = [...Buffer.from(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === quote || character === '\\') return `\\${character}`;
    return byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, '0')}` : character;
  });
  return `b${quote}${shown.join('')}${quote}`;
}

// As Python quotes words for a shell.
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** Ansible's fields for something that ran. */
export function commandResult(done: Performed, strip: boolean): Result {
  const output = (bytes: Buffer): string =>
    strip ? bytes.toString('utf8').replace(/[\r\n]+$/, '') : bytes.toString('utf8');
  const stdout = output(done.stdout);
  const stderr = output(done.stderr);
  return {
    rc: done.code,
    stdout,
    stderr,
    stdout_lines: splitLines(stdout),
    stderr_lines: splitLines(stderr),
    start: timestamp(done.started, done.zoneMinutes),
    end: timestamp(done.ended, done.zoneMinutes),
    delta: duration(done.ended - done.started),
  };
}

/** Python's str() of a local datetime: in the zone that is given by its minutes ahead of UTC, or in the controller's. */
export function timestamp(ms: number, zoneMinutes = -new Date(ms).getTimezoneOffset()): string {
  const local = new Date(ms + zoneMinutes * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 23)}000`;
}

/** Python's str() of a timedelta. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}000`;
}

/** What the results of `command` and `shell` hold, but for the command itself. */
export const commandReturns = {
  rc: 'exit code',
  stdout: 'output',
  stdout_lines: 'the same as a list',
  stderr: 'errors',
  stderr_lines: 'the same as a list',
  msg: 'why it failed, or that it had not to be run',
  start: 'when it started',
  end: 'when it ended',
  delta: 'how long it took',
} as const;
