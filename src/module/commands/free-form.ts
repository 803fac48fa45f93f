// What command and shell share: parameters, the gate of creates and removes, and the result of what ran.

import { run } from '../../plan/ask.ts';
import type { Performed } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { bool, type ParamsOf, path, text } from '../params.ts';

export const commandParams = {
  cmd: text('The command, as free-form text or under this name.').alias('_raw_params', 'free_form').optional(),
  chdir: path('Directory to run it in.').optional(),
  creates: path('A path or pattern; where it matches something, nothing is run.').optional(),
  removes: path('A path or pattern; where it matches nothing, nothing is run.').optional(),
  stdin: text('What the command reads on standard input.').optional(),
  stdin_add_newline: bool('End stdin with a newline.').default(true),
  strip_empty_ends: bool('Leave empty lines at the end of the output out of the result.').default(true),
  warn: bool('Of no effect.').obsolete('there are no warnings to switch off'),
};

export type CommandParams = ParamsOf<typeof commandParams>;

/** Asks whether `creates` or `removes` decide; `undefined` where neither is given, so that a plain command costs no look. */
export function gateLook({ creates, removes, chdir }: CommandParams): RunLook | undefined {
  if (creates === undefined && removes === undefined) return undefined;
  const reads = [creates, removes].flatMap((one) => (one === undefined ? [] : [`path:${one}` as const]));
  return run({ script: GATE, args: [chdir ?? '', creates ?? '', removes ?? ''] }, reads);
}

const GATE = `[ -z "$1" ] || cd -- "$1" 2>/dev/null || exit 0
matches() { IFS=; for one in $1; do [ -e "$one" ] || [ -L "$one" ] && return 0; done; return 1; }
if [ -n "$2" ] && matches "$2"; then echo created; fi
if [ -n "$3" ] && ! matches "$3"; then echo removed; fi
exit 0`;

export interface CommandRequest {
  readonly params: CommandParams;
  readonly gate: RunSeen | undefined;
  readonly command: Command;
  /** As the result shows it: words of `command`, text of `shell`. */
  readonly shown: string | readonly string[];
}

/** The plan that runs a command, or says why it does not. */
export function planCommand({ params, gate, command, shown }: CommandRequest): Plan {
  const idle = {
    cmd: shown,
    start: null,
    end: null,
    delta: null,
    rc: 0,
    stdout: '',
    stderr: '',
    stdout_lines: [],
    stderr_lines: [],
  };
  const decided = gate?.stdout.toString('utf8').trim();
  if (decided === 'created') return skipped(idle, `Did not run command since '${params.creates}' exists`);
  if (decided?.endsWith('removed'))
    return skipped(idle, `Did not run command since '${params.removes}' does not exist`);
  const title = typeof shown === 'string' ? (shown.split('\n')[0] ?? '') : shown.join(' ');
  return {
    changes: [
      {
        kind: 'run',
        title: title.length > 60 ? `${title.slice(0, 57)}...` : title,
        command,
        touches: ['anything'],
        accept: 'any',
        // With creates or removes it is known that the command would run, though not what it would do.
        predictable: gate !== undefined,
        leaves: [],
        undo: { cannot: `nobody can tell what '${title}' did` },
      },
    ],
    result: { ...idle, msg: 'Command would have run if not in check mode' },
    changed: true,
    next: stage({ looks: {}, plan: (_seen, performed) => finished(params, performed) }),
  };
}

function skipped(idle: Result, reason: string): Plan {
  const stdout = `skipped, since ${reason.replace('Did not run command since ', '').replaceAll("'", '')}`;
  return { changes: [], result: { ...idle, stdout, stdout_lines: [stdout], msg: reason } };
}

function finished(params: CommandParams, performed: readonly Performed[]): Plan {
  const done = performed[0];
  if (!done) return { changes: [], changed: true };
  const outputs = commandResult(done, params.strip_empty_ends);
  const stderr = done.stderr.toString('utf8');
  const missing = done.code === 127 ? /exec: .*?([^\s:]+): not found/.exec(stderr)?.[1] : undefined;
  if (missing !== undefined) {
    return {
      changes: [],
      changed: false,
      failed: `[Errno 2] No such file or directory: '${missing}'`,
      result: { ...outputs, rc: 2 },
    };
  }
  if (done.code === CANNOT_ENTER && stderr.includes(params.chdir ?? '\0')) {
    return {
      changes: [],
      changed: false,
      failed: `Unable to change directory before execution: ${stderr.trim()}`,
      result: { ...outputs, rc: null },
    };
  }
  if (done.code !== 0) return { changes: [], changed: true, failed: 'non-zero return code', result: outputs };
  return { changes: [], changed: true, result: { ...outputs, msg: '' } };
}

/** Exit code of the wrapper where `chdir` cannot be entered. */
export const CANNOT_ENTER = 201;

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
    start: timestamp(done.started),
    end: timestamp(done.ended),
    delta: duration(done.ended - done.started),
  };
}

// As Python's splitlines: no empty line after a last newline.
function splitLines(output: string): readonly string[] {
  if (output === '') return [];
  return output.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
}

/** Python's str() of a local datetime. */
export function timestamp(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 23)}000`;
}

/** Python's str() of a timedelta. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}000`;
}

/** The bytes for standard input. */
export function stdinOf({ stdin, stdin_add_newline: newline }: CommandParams): { readonly stdin?: Buffer } {
  return stdin === undefined ? {} : { stdin: Buffer.from(newline ? `${stdin}\n` : stdin) };
}
