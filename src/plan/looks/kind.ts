// How one kind of look becomes fragments for the lane and its replies answers again.

import type { Fragment, Reply } from '../../host/index.ts';
import type { ResourceName } from '../resource.ts';

/** Fragments that answer several looks of one kind together, and how to read the replies (in the order of the fragments). */
export interface Compiled<A> {
  readonly fragments: readonly Fragment[];
  /** One answer per look, in order; a sentence where a look could not be answered. */
  readonly answers: (replies: readonly Reply[]) => readonly Answered<A>[];
}

export type Answered<A> = { readonly ok: true; readonly value: A } | { readonly ok: false; readonly problem: string };

/** A kind of look. Looks of a batch are compiled together, so that one process can answer many. */
export interface LookKind<L, A> {
  readonly reads: (look: L) => readonly ResourceName[];
  readonly compile: (looks: readonly L[]) => Compiled<A>;
}

/** A kind whose looks each have a fragment of their own. */
export function each<L, A>(
  fragment: (look: L) => Fragment,
  answer: (look: L, reply: Reply) => Answered<A>,
): (looks: readonly L[]) => Compiled<A> {
  return (looks) => ({
    fragments: looks.map(fragment),
    answers: (replies) =>
      looks.map((look, index) => {
        const reply = replies[index];
        return reply ? answer(look, reply) : { ok: false, problem: 'the host gave no answer' };
      }),
  });
}

export const answered = <A>(value: A): Answered<A> => ({ ok: true, value });
export const unanswered = <A>(problem: string): Answered<A> => ({ ok: false, problem });
