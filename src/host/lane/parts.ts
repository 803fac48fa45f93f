// Cuts a batch into what can travel in one write and what needs a channel of its own.

import type { Fragment, Reply } from '../fragment.ts';
import { refusal } from './encode.ts';

export type Part =
  /** Fragments for one write. */
  | { readonly kind: 'plain'; readonly fragments: readonly Fragment[] }
  /** One fragment whose standard input is streamed through a channel of its own. */
  | { readonly kind: 'streamed'; readonly fragment: Fragment }
  /** One that no shell can run, and what it answers. */
  | { readonly kind: 'refused'; readonly reply: Reply };

/** The parts of a batch, in order. Input up to `inlineBytes` travels within the script. */
export function splitBatch(batch: readonly Fragment[], inlineBytes: number): readonly Part[] {
  const parts: Part[] = [];
  let plain: Fragment[] = [];
  const flush = () => {
    if (plain.length > 0) parts.push({ kind: 'plain', fragments: plain });
    plain = [];
  };
  for (const fragment of batch) {
    const reason = refusal(fragment);
    if (reason !== undefined) {
      flush();
      parts.push({
        kind: 'refused',
        reply: { code: 2, stdout: Buffer.alloc(0), stderr: Buffer.from(`tsplay: ${reason}\n`) },
      });
    } else if (isLarge(fragment, inlineBytes)) {
      flush();
      parts.push({ kind: 'streamed', fragment });
    } else {
      plain.push(fragment);
    }
  }
  flush();
  return parts;
}

function isLarge({ stdin }: Fragment, inlineBytes: number): boolean {
  if (stdin === undefined) return false;
  return !(stdin instanceof Uint8Array) || stdin.byteLength > inlineBytes;
}
