// Turns fragments into sh text that runs each of them apart and frames its answer.

import { Buffer } from 'node:buffer';
import type { Fragment } from '../fragment.ts';
import { shellWord } from '../words.ts';

type Piece = string | Buffer;

/** A fragment on its way, with what the lane decided about it. */
export interface Framed {
  readonly fragment: Fragment;
  /** Its number in the lane, which its marks carry. */
  readonly index: number;
  /** Where its standard input comes from: nowhere, the script, or the channel itself, all of what is left in it. */
  readonly input: 'none' | Uint8Array | 'channel';
  /** The host must tell the fragment's pid: it may have to be ended alone. */
  readonly announce: boolean;
  /** Runs only while `_tsplay_rc` is 0, and sets it. */
  readonly chained: boolean;
}

/*
 * The marks. Each is the nonce, a letter, the frame's number, and what the letter needs, up to a newline:
 *   B index pid    on stdout: the fragment begins; pid only if it was asked for
 *   E index code   on stdout: it ended; on stderr without the code
 *   R index pid    on either: the process that relays that stream
 *   F index        on stdout: the relays have ended too
 * The nonce is only ever in the text that the shell parses, never in a variable or function, which a fragment could print (`set`).
 */

// A subshell's own pid. `$$` is the lane's; the builtin `read` costs no process. Where there is no /proc the pid stays empty.
const readPid = 'read -r _tsplay_pid _tsplay_x 2>/dev/null </proc/self/stat;';
const forgetPid = 'unset _tsplay_pid _tsplay_x;';

/** The sh text of one fragment, with its marks. Ends with a newline. */
export function encodeFragment(framed: Framed, nonce: string): Buffer {
  const { index, chained, fragment } = framed;
  const input = framed.input === 'none' ? '</dev/null' : '';
  const ends = (code: string) => `;printf '${nonce} E ${index} %d\\n' ${code};printf '${nonce} E ${index}\\n' >&2`;
  const freed = `;printf '${nonce} F ${index}\\n'`;
  const run = [...producer(framed.input), subshell(framed, nonce), input];
  if (!chained) {
    const alone = [...run, ends('$?')];
    return text(...(fragment.direct ? alone : [...relay(['{ ', ...alone, ';}'], index, nonce), freed]), '\n');
  }
  const link = [...run, fragment.direct ? '' : ' 5>&-', ';_tsplay_rc=$?', ends('$_tsplay_rc'), accepted(fragment)];
  // A relayed fragment is three subshells away from the lane's shell, which learns its code by a substitution on file 5.
  const relayed = relay(['{ ', ...link, ';echo $_tsplay_rc >&5;}'], index, nonce, ' 5>&-');
  const body = fragment.direct ? link : ['{ _tsplay_rc=$( { ', ...relayed, ';} 5>&1 >&4 4>&-);} 4>&1', freed];
  // Not `if fragment` nor `fragment &&`: a condition would switch off the fragment's own `set -e`.
  return text('if [ "$_tsplay_rc" = 0 ];then ', ...body, ';fi\n');
}

function accepted({ accept }: Fragment): string {
  if (accept === 'any') return ';_tsplay_rc=0';
  if (accept === undefined || accept.length === 0) return accept === undefined ? '' : ';_tsplay_rc=1';
  const refusesZero = accept.includes(0) ? '' : '0)_tsplay_rc=1;;';
  return `;case $_tsplay_rc in ${refusesZero}${accept.join('|')})_tsplay_rc=0;;esac`;
}

// stdout and stderr through a pipe and a `cat` each. The marks take the same way, so they come after all that the fragment wrote.
// A process it left behind keeps a `cat` waiting and nothing else: whatever it writes never reaches another frame.
function relay(command: readonly Piece[], index: number, nonce: string, shut = ''): readonly Piece[] {
  // In parentheses: some shells run the last part of a pipeline themselves, and `exec` would end the lane.
  const copy = (to: string) =>
    `(${readPid}printf '${nonce} R ${index} %s\\n' "$_tsplay_pid"${to};exec cat${to}${shut})`;
  return ['{ ', ...command, ` 2>&1 >&3 3>&-|${copy(' >&2 3>&-')};} 3>&1|${copy('')}`];
}

/** The text that a chained batch starts with. */
export const chainStart = '_tsplay_rc=0\n';

/** What a subshell does before and with the script. Also the body of a bulk channel. */
export function fragmentBody(fragment: Fragment): string {
  const parts: string[] = [];
  if (fragment.umask !== undefined) parts.push(`umask ${shellWord(fragment.umask)}||exit;`);
  if (fragment.cwd !== undefined) parts.push(`CDPATH= cd -- ${shellWord(directory(fragment.cwd))} >/dev/null||exit 1;`);
  for (const [name, value] of Object.entries(fragment.env ?? {})) parts.push(`export ${name}=${shellWord(value)};`);
  parts.push(`set -- ${(fragment.args ?? []).map(shellWord).join(' ')};`);
  // As data to eval: an open quote or a stray `)` then fails in the subshell and cannot reach the text around it.
  parts.push(`eval ${shellWord(fragment.script)}`);
  return parts.join('');
}

function subshell({ fragment, index, announce }: Framed, nonce: string): string {
  const begin = announce
    ? `${readPid}printf '${nonce} B ${index} %s\\n' "$_tsplay_pid";${forgetPid}`
    : `printf '${nonce} B ${index}\\n';`;
  return `(${begin}${fragmentBody(fragment)}\n)`;
}

// `printf` is a builtin of every shell we run in: no process has the data in its arguments, and no here-document
// ends in a temporary file, which is where bash puts large ones. A fragment that does not read it breaks the pipe; that is no error.
function producer(input: Framed['input']): readonly Piece[] {
  return typeof input === 'string' ? [] : ["printf '%b' '", escapeBytes(input), "' 2>/dev/null|"];
}

/** The beginning of a pipeline that gives these bytes to what follows; nothing without bytes. */
export function fragmentInput(input: Uint8Array | undefined): Buffer {
  return text(...producer(input ?? 'none'));
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0000',
  '\x01': '\\0001',
  '\x7f': '\\0177',
  "'": '\\0047',
  '\\': '\\\\',
};

/** Bytes as the argument of `printf %b` within single quotes: nearly all of them as they are. bash uses 0x01 and 0x7f for itself. */
export function escapeBytes(data: Uint8Array): Buffer {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  return Buffer.from(
    bytes.replace(/[\0\x01\x7f'\\]/g, (byte) => escapes[byte] ?? byte),
    'latin1',
  );
}

function directory(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

function text(...parts: readonly Piece[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** Script text as one line that a shell can `read` and eval. */
export function oneLine(script: Buffer): Buffer {
  const escaped = escapeBytes(script).toString('latin1').replaceAll('\n', '\\n');
  return text("eval \"$(printf '%b' '", Buffer.from(escaped, 'latin1'), '\')"\n');
}

/** Why a fragment cannot be sent at all, as the message it answers with; `undefined` for a good one. */
export function refusal(fragment: Fragment): string | undefined {
  const texts = [fragment.script, ...(fragment.args ?? []), fragment.cwd ?? '', ...Object.values(fragment.env ?? {})];
  if (texts.some((item) => item.includes('\0'))) return 'text for a shell cannot hold a NUL byte';
  const name = Object.keys(fragment.env ?? {}).find((item) => !isVariableName(item));
  if (name !== undefined) return `'${name}' cannot be the name of an environment variable`;
  return undefined;
}

/** Whether a shell can export a variable of this name. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
