// The sh text that runs a batch of fragments on a host with no lane to answer to.

import { Buffer } from 'node:buffer';
import { type Fragment, isAccepted } from '../fragment.ts';
import { fragmentBody, fragmentInput, refusal } from '../lane/encode.ts';
import { shellWord } from '../words.ts';

/** A batch that goes on when the lane is gone. It stops after the first fragment that fails. */
export interface DetachedBatch {
  /** Absolute path in a directory that only the identity can write; it is made, and holds the answers. */
  readonly directory: string;
  readonly fragments: readonly DetachedFragment[];
  /** When they are over, everything that the batch started is ended. */
  readonly limitSeconds: number;
  /**
   * sh text that the runner evaluates when the batch is over, instead of leaving the answers for `askDetached`. It finds `$_tsplay_n`, the number
   * of the last fragment that ran, `$_tsplay_code`, and `$_tsplay_from`, `$_tsplay_to` (what `_tsplay_now` printed before and after it); its
   * output in the files `N.out` and `N.err` of `$_tsplay_dir`.
   */
  readonly after?: string;
}

/** A fragment whose standard input is at hand. */
export type DetachedFragment = Fragment & { readonly stdin?: Uint8Array };

// Fragments see these functions and variables, which are not exported; the lane's own are the same way.
// `date` of busybox and of BSD has no %N. KILL, since there is nobody left to wait for what TERM does not end; that reaches this shell too.
const PROLOGUE = `exec </dev/null >/dev/null 2>&1
_tsplay_umask=$(umask); umask 077
_tsplay_now() { _tsplay_x=$(LC_ALL=C date '+%s %N %Y-%m-%d %H:%M:%S'); set -- $_tsplay_x
  case $2 in *[!0-9]*|'') set -- "$1" 000000000 "$3" "$4";; esac; echo "$@"; }
(trap 'kill "$_tsplay_s"; exit' TERM; sleep "$_tsplay_limit" & _tsplay_s=$!; wait "$_tsplay_s"; kill -s KILL -- "-$$" || kill -s KILL "$$") &
_tsplay_watch=$!
while :; do
`;

// An empty file is there or is not: whoever sees it sees all answers.
const EPILOGUE = `break; done
kill "$_tsplay_watch"
`;

/** The text. It holds every argument and all input: give it to a shell by standard input only. */
export function runnerText(batch: DetachedBatch): Buffer {
  const steps = batch.fragments.map((fragment, index) => step(fragment, index + 1));
  return Buffer.concat([
    Buffer.from(
      `_tsplay_dir=${shellWord(batch.directory)} _tsplay_limit=${Math.max(1, Math.ceil(batch.limitSeconds))}\n`,
    ),
    Buffer.from(PROLOGUE),
    ...steps,
    Buffer.from(EPILOGUE),
    Buffer.from(`${batch.after ?? ': >"$_tsplay_dir/over"'}\n`),
  ]);
}

function step(fragment: DetachedFragment, number: number): Buffer {
  const refused = refusal(fragment);
  const script = refused === undefined ? fragmentBody(fragment) : `echo ${shellWord(`tsplay: ${refused}`)} >&2; exit 2`;
  return Buffer.concat([
    Buffer.from(`_tsplay_n=${number} _tsplay_from=$(_tsplay_now)\n`),
    fragmentInput(fragment.stdin),
    Buffer.from(`(umask "$_tsplay_umask"; ${script}\n)${fragment.stdin ? '' : ' </dev/null'}`),
    Buffer.from(
      ` >"$_tsplay_dir/${number}.out" 2>"$_tsplay_dir/${number}.err"\n_tsplay_code=$? _tsplay_to=$(_tsplay_now)\n`,
    ),
    Buffer.from(`echo "$_tsplay_code $_tsplay_from $_tsplay_to" >"$_tsplay_dir/${number}.end"\n`),
    Buffer.from(goesOn(fragment)),
  ]);
}

function goesOn(fragment: Fragment): string {
  if (fragment.accept === 'any') return '';
  const codes = (fragment.accept ?? [0]).filter((code) => isAccepted(fragment, code));
  return codes.length === 0 ? 'break\n' : `case $_tsplay_code in ${codes.join('|')}) ;; *) break;; esac\n`;
}
