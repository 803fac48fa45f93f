// Where the holder's socket is: a directory that nobody but the user can enter.

import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type PrivateDirectory =
  | { readonly ok: true; readonly socket: string }
  | { readonly ok: false; readonly reason: string };

/** The socket of the holder; its directory is made where it is missing, and refused where others could reach into it. */
export function holderSocket(env: Readonly<Record<string, string | undefined>> = process.env): PrivateDirectory {
  const runtime = env.XDG_RUNTIME_DIR;
  const own = runtime ? [] : [join(env.HOME ?? homedir(), '.tsplay')];
  const directory = join(runtime ?? own[0] ?? '', runtime ? 'tsplay' : 'run');
  try {
    for (const one of [...own, directory]) make(one);
    // A link, or somebody else's directory, could lead the passwords of connections to somebody else.
    const stat = lstatSync(directory);
    const isOwn = stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
    if (!isOwn)
      return { ok: false, reason: `${directory} must be a directory that only its user can enter (mode 0700)` };
    return { ok: true, socket: join(directory, 'connections') };
  } catch (problem) {
    return { ok: false, reason: problem instanceof Error ? problem.message : String(problem) };
  }
}

// Not Node's recursive way: where nothing can be made (/proc as a home), that never ends.
function make(directory: string): void {
  if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
}
