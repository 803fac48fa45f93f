// Becoming another user: the command lines of sudo, su and their kin, and what their questions and refusals mean.

import { randomBytes } from 'node:crypto';
import type { HostFailure } from './failure.ts';
import type { Become } from './spec.ts';
import { shellWord, splitWords } from './words.ts';

/** What to do about something that the method's program said. */
export type DialogAnswer =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'fail'; readonly failure: HostFailure }
  /** It may be a question, or the beginning of a message: if nothing follows for a moment, call `quiet`. */
  | { readonly kind: 'wait' };

/** The talk with the method's program, until the shell is there. */
export interface BecomeDialog {
  /** Any login shell reads it alike. */
  readonly command: string;
  hear(stream: 'stdout' | 'stderr', text: string): DialogAnswer | undefined;
  quiet(): DialogAnswer;
  timedOut(afterMs: number, output: string): HostFailure;
  ended(code: number | null, output: string): HostFailure;
}

/** The dialog that starts `shell` as another user, which then runs `inner` (sh text without quotes, `$`, `\` and `!`). */
export function becomeDialog(become: Become, shell: string, inner: string): BecomeDialog {
  const prompt = `[tsplay ${randomBytes(6).toString('hex')}] password:`;
  const said = { stdout: '', stderr: '' };
  let asked = false;
  // Messages quote the command line back at us (sudo does), with our greeting in it.
  const about = (output: string) => ({ ...who(become), output: tidy(output, prompt, inner, shell) });
  const answer = (): DialogAnswer => {
    said.stdout = '';
    said.stderr = '';
    // The first answer was not taken. sudo would ask three times, and each try counts for faillock.
    if (asked) return { kind: 'fail', failure: { kind: 'become-password-wrong', ...about('') } };
    asked = true;
    if (become.password === undefined)
      return { kind: 'fail', failure: { kind: 'become-password-needed', ...about('') } };
    return { kind: 'write', text: `${become.password.reveal()}\n` };
  };
  return {
    command: commandLine(become, { shell, inner, prompt }),
    hear(stream, text) {
      said[stream] = (said[stream] + text).slice(-4096);
      if (said[stream].trimEnd().endsWith(prompt)) return answer();
      return looksLikeQuestion(said[stream]) ? { kind: 'wait' } : undefined;
    },
    quiet: answer,
    timedOut: (afterMs, output) => ({ kind: 'become-timeout', afterMs, ...about(output) }),
    ended: (code, output) => refusalOf(become, { code, asked, ...about(output) }),
  };
}

interface Parts {
  readonly shell: string;
  readonly inner: string;
  readonly prompt: string;
}

function commandLine(become: Become, { shell, inner, prompt }: Parts): string {
  const program = shellWord(become.exe ?? become.method);
  const user = shellWord(become.user);
  const run = `${shellWord(shell)} -c '${inner}'`;
  switch (become.method) {
    case 'sudo':
    case 'dzdo': {
      // Without a password: -n, so that no login failure is recorded for a question that nobody will answer.
      const ask = become.password === undefined ? '-n' : `-S -p '${prompt}'`;
      return words('exec', program, ...flags(become, ['-H']), ask, '-u', user, '--', run);
    }
    case 'su':
      return words('exec', program, ...flags(become, []), user, '-c', `'exec ${shellWord(shell)} -c "${inner}"'`);
    case 'doas':
      // doas reads passwords from a terminal only, which a lane cannot be: it would not be binary safe.
      return words('exec', program, ...flags(become, []), '-n', '-u', user, '--', run);
    case 'pbrun':
      return words('exec', program, ...flags(become, []), '-u', user, run);
    case 'pfexec':
      return words('exec', program, ...flags(become, []), run);
  }
}

function words(...items: readonly string[]): string {
  return items.filter((item) => item !== '').join(' ');
}

// Whether and how to ask is ours; the rest of the user's flags stands. Ansible's own default for sudo is `-H -S -n`.
function flags(become: Become, byDefault: readonly string[]): readonly string[] {
  const own = become.flags === undefined ? byDefault : (splitWords(become.flags) ?? become.flags.split(/\s+/));
  if (become.method !== 'sudo' && become.method !== 'dzdo') return own.map(shellWord);
  const kept = own.filter((flag) => flag !== '--stdin' && flag !== '--non-interactive');
  return kept
    .map((flag) => (/^-[A-Za-z]+$/.test(flag) ? flag.replace(/[Sn]/g, '') : flag))
    .filter((flag) => flag !== '-')
    .map(shellWord);
}

// Where the prompt is not ours (PAM may ask in words of its own, su does, in the host's language): a question stands at the end,
// without a newline, behind a colon (the second one here is full-width).
function looksLikeQuestion(text: string): boolean {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return /\S.*[:：]\s*$/.test(last) && last.length < 200;
}

interface Ended {
  readonly method: Become['method'];
  readonly user: string;
  readonly output: string;
  readonly code: number | null;
  readonly asked: boolean;
}

// In this order: "incorrect password" also stands where a user is not allowed anything.
const refusals: readonly (readonly [
  RegExp,
  (
    | 'become-not-allowed'
    | 'become-needs-terminal'
    | 'become-unknown-user'
    | 'become-password-needed'
    | 'become-password-wrong'
  ),
])[] = [
  [
    /not in the sudoers file|not allowed to (execute|run)|may not run sudo|command not allowed|not permitted|permission denied/i,
    'become-not-allowed',
  ],
  [/must have a tty|must be run from a terminal|no tty present|a tty is required/i, 'become-needs-terminal'],
  [/unknown user|unknown uid|no passwd entry|user \S+ does not exist|invalid user/i, 'become-unknown-user'],
  [/incorrect password|sorry, try again|authentication failure/i, 'become-password-wrong'],
  [/password is required|authentication required|authorization required/i, 'become-password-needed'],
];

function refusalOf(become: Become, { code, asked, ...about }: Ended): HostFailure {
  const program = become.exe ?? become.method;
  if (
    code === 127 ||
    (!asked && /: (command )?not found|no such file or directory|unknown command/i.test(about.output))
  ) {
    return { kind: 'become-missing-program', program, ...about };
  }
  const kind = refusals.find(([pattern]) => pattern.test(about.output))?.[1];
  if (kind === 'become-password-needed' && become.method === 'doas' && become.password !== undefined) {
    return { kind: 'become-needs-terminal', ...about };
  }
  if (kind !== undefined) return { kind, ...about };
  return { kind: 'become-failed', code, ...about };
}

function who({ method, user }: Become): { readonly method: Become['method']; readonly user: string } {
  return { method, user };
}

function tidy(output: string, prompt: string, inner: string, shell: string): string {
  return output.replaceAll(prompt, '').replaceAll(`${shell} -c ${inner}`, shell).replaceAll(inner, shell).trim();
}
