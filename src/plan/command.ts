// A command for a host, as data: arguments never pass through a shell's quoting.

import type { Fragment } from '../host/index.ts';

/** What to execute. `argv` runs a program; `script` runs POSIX sh text with `args` as `$1`, `$2`, ... */
export type Command = (
  | { readonly argv: readonly [string, ...string[]] }
  | {
      readonly script: string;
      readonly args: readonly string[];
      /** Another shell than the lane's own, such as /bin/bash. */
      readonly shell?: string;
    }
) & {
  /** What it reads on standard input; secrets go here and nowhere else. */
  readonly stdin?: Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Octal file mode mask as text, such as `077`. */
  readonly umask?: string;
  readonly timeoutMs?: number;
};

/** The fragment that runs a command in the lane. */
export function fragmentOf(command: Command): Fragment {
  const surroundings = {
    ...(command.stdin && { stdin: command.stdin }),
    ...(command.env && { env: command.env }),
    ...(command.cwd !== undefined && { cwd: command.cwd }),
    ...(command.umask !== undefined && { umask: command.umask }),
    ...(command.timeoutMs !== undefined && { timeoutMs: command.timeoutMs }),
  };
  if ('argv' in command) return { script: '"$@"', args: command.argv, ...surroundings };
  if (command.shell === undefined) return { script: command.script, args: command.args, ...surroundings };
  // `$0` of the inner shell is the shell's own name, as when a person starts it.
  const args = [command.shell, command.script, command.shell, ...command.args];
  return { script: 'shell=$1; shift; exec "$shell" -c "$@"', args, ...surroundings };
}
