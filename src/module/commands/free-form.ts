// What command and shell share: parameters, the gate of creates and removes, and the plan that runs something.

import { run } from '../../plan/ask.ts';
import type { CommandReport, Performed } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { bool, type ParamsOf, path, text } from '../params.ts';
import { commandFailure, commandResult, STARTER } from './outcome.ts';

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
  /** The program to run, and its arguments. */
  readonly words: readonly string[];
  /** As the result shows it: words of `command`, text of `shell`. */
  readonly shown: string | readonly string[];
}

/** The plan that runs a command, or says why it does not. */
export function planCommand(request: CommandRequest): Plan {
  const { params, gate, words, shown } = request;
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
        command: { script: STARTER, args: [params.chdir ?? '', ...words], ...stdinOf(params) },
        touches: ['anything'],
        accept: 'any',
        // With creates or removes it is known that the command would run, though not what it would do.
        predictable: gate !== undefined,
        leaves: [],
        undo: { cannot: `nobody can tell what '${title}' did` },
        report: reportOf(request),
      },
    ],
    result: { ...idle, msg: 'Command would have run if not in check mode' },
    changed: true,
    next: stage({ looks: {}, plan: (_seen, performed) => finished(request, performed) }),
  };
}

// Without its standard input, which may be a secret.
function reportOf({ params, words, shown }: CommandRequest): CommandReport {
  const { chdir = null, creates = null, removes = null, strip_empty_ends: strip } = params;
  const ofShell = typeof shown === 'string';
  const args = {
    _raw_params: ofShell ? shown : (params.cmd ?? null),
    _uses_shell: ofShell,
    argv: ofShell || params.cmd !== undefined ? null : [...words],
    executable: ofShell ? (words[0] ?? null) : null,
    ...{ chdir, creates, removes, strip_empty_ends: strip },
  };
  return { fields: { cmd: shown, invocation: { module_args: args } }, strip };
}

function skipped(idle: Result, reason: string): Plan {
  const stdout = `skipped, since ${reason.replace('Did not run command since ', '').replaceAll("'", '')}`;
  return { changes: [], result: { ...idle, stdout, stdout_lines: [stdout], msg: reason } };
}

function finished({ params, words, shown }: CommandRequest, performed: readonly Performed[]): Plan {
  const done = performed[0];
  if (!done) return { changes: [], changed: true };
  const { chdir, strip_empty_ends: strip } = params;
  const stderr = done.stderr.toString('utf8');
  const failure = commandFailure({ code: done.code, stderr, words, ...(chdir !== undefined && { chdir }) });
  if (failure) return { changes: [], changed: false, failed: failure.msg, result: { cmd: shown, ...failure } };
  const outputs = commandResult(done, strip);
  if (done.code !== 0) return { changes: [], changed: true, failed: 'non-zero return code', result: outputs };
  return { changes: [], changed: true, result: { ...outputs, msg: '' } };
}

/** The bytes for standard input. */
export function stdinOf({ stdin, stdin_add_newline: newline }: CommandParams): { readonly stdin?: Buffer } {
  return stdin === undefined ? {} : { stdin: Buffer.from(newline ? `${stdin}\n` : stdin) };
}
