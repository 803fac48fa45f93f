// A command for a host, as data: arguments never pass through a shell's quoting.

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
  /** Octal file mode mask, such as 0o077. */
  readonly umask?: number;
  readonly timeoutMs?: number;
};
