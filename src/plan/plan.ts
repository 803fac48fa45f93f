// Plans: what a module wants done, as data, and the further stages of modules that must look again.

import type { Plain } from '../model/value.ts';
import type { Change, Performed } from './change.ts';
import type { AnswerOf, Look, Looks, Seen } from './look.ts';

/** The fields of a task's result, with Ansible's names. */
export type Result = Readonly<Record<string, Plain>>;

/** What a module wants done, and what it reports. */
export interface Plan {
  /** In the order in which they are performed; the first failure ends it. */
  readonly changes: readonly Change[];
  readonly result?: Result;
  /** Whether the task changes something; by default, whether there are changes. */
  readonly changed?: boolean;
  /** The task fails with this sentence, and nothing is performed. */
  readonly failed?: string;
  /** The failure lies in the parameters: nothing that an earlier task would have brought could mend it. */
  readonly certain?: true;
  /** The task is skipped for this reason, and nothing is performed. */
  readonly skipped?: string;
  readonly warnings?: readonly string[];
  /** Becomes `ansible_facts` of the result, and facts of the host. */
  readonly facts?: Result;
  /** Names of facts that were left out, since nobody was to ask for them: where somebody does, they are gathered then. */
  readonly leftOut?: readonly string[];
  /** The result where a change fails, in place of `result`; by default the change's own sentence. */
  readonly failure?: (failed: Performed) => Result;
  /** What to do when the changes are performed (or, in check mode, predicted). Its plan replaces result and changed where it gives them. */
  readonly next?: Stage;
}

/** A further step of a module: look again, plan again. */
export interface Stage {
  /** Seconds to wait before looking. */
  readonly delay: number;
  readonly looks: Looks;
  /** `performed` has what the stage before did; it is empty in check mode. */
  plan(answers: Answers, performed: readonly Performed[]): Plan;
}

/** The answers to looks, without their types: what travels through the engine. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[] | undefined>>;

/** An answer with the kind of its look, so that types can be told again. */
export type Answer = {
  readonly [K in keyof AnswerOf]: { readonly kind: K; readonly value: AnswerOf[K] };
}[keyof AnswerOf];

/** A stage whose plan sees the answers with the types of its looks. */
export function stage<const L extends Looks>(options: {
  readonly looks: L;
  readonly delay?: number;
  readonly plan: (seen: Seen<L>, performed: readonly Performed[]) => Plan;
}): Stage {
  return {
    delay: options.delay ?? 0,
    looks: options.looks,
    plan: (answers, performed) => options.plan(seenOf(options.looks, answers), performed),
  };
}

/** Takes the answers out of their envelopes, checking that each is of its look's kind: a mismatch is a fault of the engine, not of a user. */
export function seenOf<L extends Looks>(looks: L, answers: Answers): Seen<L> {
  const seen: Record<string, unknown> = {};
  for (const [name, look] of Object.entries(looks)) {
    const answer = answers[name];
    if (look === undefined) seen[name] = undefined;
    else if (isLook(look)) seen[name] = open(name, look, answer);
    else seen[name] = look.map((one, index) => open(name, one, isAnswerList(answer) ? answer[index] : undefined));
  }
  if (!isSeen(looks, seen)) throw new TypeError('answers do not match looks');
  return seen;
}

function open(name: string, look: Look, answer: Answer | readonly Answer[] | undefined): unknown {
  if (answer === undefined || isAnswerList(answer) || answer.kind !== look.kind) {
    throw new TypeError(`the look '${name}' (${look.kind}) has no answer of its kind`);
  }
  return answer.value;
}

// The kinds were compared one by one in `open`; what is left is to tell the compiler.
function isSeen<L extends Looks>(looks: L, seen: object): seen is Seen<L> {
  return Object.keys(looks).every((name) => name in seen);
}

/** Whether an entry of `Looks` is one look and not a list. */
export function isLook(entry: Look | readonly Look[]): entry is Look {
  return 'kind' in entry;
}

function isAnswerList(answer: Answer | readonly Answer[] | undefined): answer is readonly Answer[] {
  return Array.isArray(answer);
}
