// Restores rules under guard: the old ones come back by themselves unless a fresh connection takes that back in time.
//
// A child of init waits on the host. Whoever moves the file `waiting` first has it: the child, to bring the old rules back, or the controller, to keep the
// new ones. So there is no moment at which both, or neither, can be right.

import type { RunCommand } from '../../plan/change.ts';

// $1 save $2 restore $3 seconds $4 a name that nobody can guess $5 the empty tables to come back to, then the words for restore; the file comes on standard input.
const RESTORE = `dir=$4; [ -d /run ] && dir=/run/$dir || dir=/tmp/$dir
save=$1 restore=$2 seconds=$3 empty=$5; shift 5
umask 077
mkdir -- "$dir" || exit 1
{ printf '%s' "$empty"; "$save" --counters; } >"$dir/before" && cat >"$dir/wanted" && : >"$dir/waiting" || { rm -rf -- "$dir"; exit 1; }
own=setsid; command -v setsid >/dev/null 2>&1 || { own=; trap '' HUP; }
($own sh -c 'echo $$ >"$1/pid"; sleep "$2"
mv -- "$1/waiting" "$1/over" 2>/dev/null || exit 0
"$3" --counters <"$1/before"; rm -rf -- "$1"' sh "$dir" "$seconds" "$restore" </dev/null >/dev/null 2>&1 &)
"$restore" "$@" <"$dir/wanted" && exit 0
code=$?
mv -- "$dir/waiting" "$dir/over" 2>/dev/null && "$restore" --counters <"$dir/before"
rm -rf -- "$dir"
exit "$code"`;

const CONFIRM = `[ -d /run ] && set -- "/run/$1" || set -- "/tmp/$1"
mv -- "$1/waiting" "$1/kept" 2>/dev/null || exit 1
read -r pid <"$1/pid" && { kill -- "-$pid" || kill "$pid"; } 2>/dev/null
rm -rf -- "$1"`;

export interface Guarded {
  readonly save: string;
  readonly restore: string;
  readonly words: readonly string[];
  /** What is restored. */
  readonly content: Buffer;
  /** Seconds until the old rules come back. */
  readonly seconds: number;
  /** A name that nobody can guess, for a directory. */
  readonly directory: string;
  /** iptables-restore's words that empty the tables that were not in use. */
  readonly empty: string;
  /** The state before, with counters. */
  readonly before: string;
  readonly title: string;
  readonly diff: { readonly before: string; readonly after: string; readonly header: string };
}

/** Restores rules; they last only if `confirmation` succeeds within the time. */
export function guardedRestore(guarded: Guarded): RunCommand {
  const { save, restore, words, content, seconds, directory, empty, before, title, diff } = guarded;
  return {
    kind: 'run',
    title,
    command: { script: RESTORE, args: [save, restore, String(seconds), directory, empty, ...words], stdin: content },
    touches: ['firewall'],
    accept: 'any',
    predictable: true,
    leaves: [],
    undo: { script: '"$1" --counters', args: [restore], stdin: Buffer.from(`${empty}${before}`) },
    diff,
  };
}

/** Keeps the new rules. Its exit code is 1 where the old ones are back already. */
export function confirmation(directory: string): RunCommand {
  return {
    kind: 'run',
    title: 'keep the new rules',
    command: { script: CONFIRM, args: [directory] },
    touches: ['firewall'],
    accept: 'any',
    predictable: true,
    leaves: [],
    // The restoration itself is what is taken back.
    undo: { argv: ['true'] },
  };
}
