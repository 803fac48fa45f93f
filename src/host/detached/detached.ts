// Fragments that start a batch which survives its lane, and that ask for its answers later, on any lane of the same identity.

import type { Buffer } from 'node:buffer';
import type { Fragment, Reply } from '../fragment.ts';
import { type DetachedBatch, runnerText } from './runner.ts';

/**
 * Starts the batch in a session of its own; sent twice, it starts once. The text reaches the new shell by standard input, so that no process list
 * ever shows it. Where there is no setsid(1), the batch at least does not hear the hang-up.
 */
export function startDetached(batch: DetachedBatch, shell: string): Fragment {
  return { script: START, args: [batch.directory, shell], stdin: runnerText(batch), direct: true };
}

// In the background a command's input is /dev/null unless it is said otherwise.
const START = `if ! mkdir -m 700 -- "$1" 2>/dev/null; then [ -d "$1" ] && exit 0; echo "cannot make the directory $1" >&2; exit 1; fi
exec 3<&0
own=setsid; command -v setsid >/dev/null 2>&1 || { own=; trap '' HUP; }
$own "$2" -c 'eval "$(cat)"' tsplay-job <&3 3<&- >/dev/null 2>&1 &`;

/** Asks whether the batch is over, and for its answers; `repliesOf` reads them. */
export function askDetached(directory: string): Fragment {
  return { script: ASK, args: [directory], direct: true };
}

const ASK = `cd -- "$1" 2>/dev/null || { echo gone; exit; }
[ -e over ] || { echo running; exit; }
echo over
n=1
while read -r end 2>/dev/null <"$n.end"; do
  echo "$end $(($(wc -c <"$n.out"))) $(($(wc -c <"$n.err")))"
  cat "$n.out" "$n.err"
  n=$((n + 1))
done`;

/** What a batch has come to. `gone`: nobody knows it. */
export type Detached =
  | { readonly state: 'running' | 'gone' }
  | { readonly state: 'over'; readonly replies: readonly Reply[] };

export function repliesOf({ stdout }: Reply): Detached {
  const lines = new Frames(stdout);
  const state = lines.line();
  if (state === 'running' || state === 'gone') return { state };
  const replies: Reply[] = [];
  for (let line = lines.line(); line !== undefined; line = lines.line()) {
    const [code = '', from = '', fromNs = '', , , to = '', toNs = '', , , out = '', err = ''] = line.split(' ');
    replies.push({
      code: Number(code),
      stdout: lines.bytes(Number(out)),
      stderr: lines.bytes(Number(err)),
      times: { started: milliseconds(from, fromNs), ended: milliseconds(to, toNs) },
    });
  }
  return { state: 'over', replies };
}

function milliseconds(seconds: string, nanoseconds: string): number {
  return Number(seconds) * 1000 + Math.floor(Number(nanoseconds) / 1e6);
}

class Frames {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  line(): string | undefined {
    const end = this.#rest.indexOf('\n');
    if (end < 0) return undefined;
    return this.bytes(end + 1)
      .subarray(0, end)
      .toString('latin1');
  }

  bytes(count: number): Buffer {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }
}
