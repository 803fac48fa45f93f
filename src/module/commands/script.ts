// The plan that runs a script of the controller on the host: it lies there, in a private directory, only while it runs.

import { file } from '../../plan/ask.ts';
import type { Performed } from '../../plan/change.ts';
import type { FileLook, FileSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { firstWord } from '../../plan/words.ts';
import { baseName } from '../files/paths.ts';
import { type ControllerFiles, ModuleError } from '../module.ts';
import { commandResult } from './outcome.ts';

/** A script that was read, and what comes behind its name: text for the host's shell. */
export interface ScriptFile {
  /** As it was written. */
  readonly source: string;
  readonly name: string;
  readonly content: Buffer;
  readonly rest: string;
}

export interface ScriptOptions {
  readonly chdir: string | undefined;
  readonly creates: string | undefined;
  readonly removes: string | undefined;
  readonly executable: string | undefined;
}

/** Reads the script that a command line begins with; why it cannot be read matters only where it is to run. */
export async function readScript(
  line: string,
  files: ControllerFiles,
  decrypt: boolean,
): Promise<ScriptFile | ModuleError> {
  return readNow(line, files, decrypt).catch((error: unknown) => {
    if (error instanceof ModuleError) return error;
    throw error;
  });
}

async function readNow(line: string, files: ControllerFiles, decrypt: boolean): Promise<ScriptFile> {
  const { word: source, rest } = firstWord(line);
  const found = files.find('files', source);
  if (found === undefined) {
    const places = files.searched('files', source).map((place) => `\n\t${place}`);
    throw new ModuleError(`Could not find or access '${source}' on the controller. Searched in:${places.join('')}`);
  }
  const content = await files.read(found, { decrypt }).catch((error: unknown) => {
    if (error instanceof ModuleError) throw error;
    throw new ModuleError(`'${found}' cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { source, name: baseName(found), content, rest };
}

/** What decides whether the script runs at all. Both are plain paths, no patterns. */
export function scriptLooks({ creates, removes }: ScriptOptions): {
  readonly creates: FileLook | undefined;
  readonly removes: FileLook | undefined;
} {
  return {
    creates: creates === undefined ? undefined : file(creates),
    removes: removes === undefined ? undefined : file(removes),
  };
}

/** The plan that runs the script, or says why it does not. */
export function planScript(
  script: ScriptFile | ModuleError,
  options: ScriptOptions,
  seen: { readonly creates: FileSeen | undefined; readonly removes: FileSeen | undefined },
): Plan {
  const { chdir = '', creates, removes, executable = '' } = options;
  if (seen.creates && isThere(seen.creates))
    return { changes: [], skipped: `${creates} exists, matching creates option` };
  if (seen.removes && !isThere(seen.removes))
    return { changes: [], skipped: `${removes} does not exist, matching removes option` };
  if (script instanceof ModuleError) return { changes: [], failed: script.message, certain: true };
  return {
    changes: [
      {
        kind: 'run',
        title: `run the script ${script.source}`,
        command: { script: RUN, args: [script.name, chdir, executable, script.rest], stdin: script.content },
        touches: ['anything'],
        accept: 'any',
        // With creates or removes it is known that it would run, though not what it would do.
        predictable: creates !== undefined || removes !== undefined,
        leaves: [],
        undo: { cannot: `nobody can tell what '${script.source}' did` },
      },
    ],
    changed: true,
    next: stage({ looks: {}, plan: (_seen, performed) => finished(performed) }),
  };
}

// A link that leads nowhere does not exist, as for `test -e`.
const isThere = (seen: FileSeen): boolean => seen.exists && seen.type !== 'link';

function finished(performed: readonly Performed[]): Plan {
  const done = performed[0];
  if (!done) return { changes: [], changed: true };
  const { start: _start, end: _end, delta: _delta, ...result } = commandResult(done, false);
  if (done.code !== 0) return { changes: [], changed: true, failed: 'non-zero return code', result };
  return { changes: [], changed: true, result };
}

// Where programs of the usual directory may not be executed (`noexec`), the identity's home serves. The command line is text for a shell
// of its own, which sees none of this one's variables.
const RUN = `name=$1 chdir=$2 program=$3 rest=$4
work=; trap '[ -z "$work" ] || rm -rf -- "$work"' EXIT; trap 'exit 143' HUP INT TERM
private() { work=$(umask 077; mktemp -d "$1/tsplay-XXXXXXXX" 2>/dev/null); }
private "\${TMPDIR:-/tmp}" || private "$HOME" || { echo 'no private directory can be made for the script' >&2; exit 1; }
script=$work/$name
cat >"$script" && chmod 700 -- "$script" || { echo "the script cannot be written to $work: is the disk full?" >&2; exit 1; }
if [ -z "$program" ] && [ ! -x "$script" ]; then
  usual=$work; private "$HOME" && mv -- "$script" "$work/$name" && script=$work/$name
  rm -rf -- "$usual"
fi
if [ -n "$chdir" ]; then cd -- "$chdir" || exit 2; fi
/bin/sh -c "$program \\"\\$0\\" $rest" "$script" </dev/null
exit $?`;
