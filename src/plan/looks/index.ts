// Every kind of look, and how a batch of mixed looks becomes one exchange with the host.

import type { Fragment, Reply } from '../../host/index.ts';
import type { AnswerOf, Look } from '../look.ts';
import type { Answer } from '../plan.ts';
import type { ResourceName } from '../resource.ts';
import { factsLooks } from './facts/index.ts';
import { fileLooks } from './file.ts';
import { groupLooks } from './group.ts';
import type { Answered, LookKind } from './kind.ts';
import { packagesLooks } from './packages.ts';
import { platformLooks } from './platform.ts';
import { runLooks } from './run.ts';
import { treeLooks } from './tree.ts';
import { unitLooks } from './unit.ts';
import { userLooks } from './user.ts';
import { zoneLooks } from './zone.ts';

type Kinds = { readonly [K in keyof AnswerOf]: LookKind<Extract<Look, { readonly kind: K }>, AnswerOf[K]> };

const KINDS: Kinds = {
  file: fileLooks,
  tree: treeLooks,
  user: userLooks,
  group: groupLooks,
  packages: packagesLooks,
  unit: unitLooks,
  zone: zoneLooks,
  platform: platformLooks,
  facts: factsLooks,
  run: runLooks,
};

/** What a look reads. */
export function reads(look: Look): readonly ResourceName[] {
  switch (look.kind) {
    case 'file':
      return KINDS.file.reads(look);
    case 'tree':
      return KINDS.tree.reads(look);
    case 'user':
      return KINDS.user.reads(look);
    case 'group':
      return KINDS.group.reads(look);
    case 'packages':
      return KINDS.packages.reads(look);
    case 'unit':
      return KINDS.unit.reads(look);
    case 'zone':
      return KINDS.zone.reads(look);
    case 'platform':
      return KINDS.platform.reads(look);
    case 'facts':
      return KINDS.facts.reads(look);
    case 'run':
      return KINDS.run.reads(look);
    default:
      return look;
  }
}

/** The fragments of a batch of looks and how to read their replies: one answer per look, in order. */
export interface CompiledLooks {
  readonly fragments: readonly Fragment[];
  readonly answers: (replies: readonly Reply[]) => readonly (Answer | { readonly problem: string })[];
}

/** Looks of the same kind travel together, so that one process on the host can answer several. */
export function compileLooks(looks: readonly Look[]): CompiledLooks {
  const parts = [
    part('file', looks, KINDS.file, (value) => ({ kind: 'file', value })),
    part('tree', looks, KINDS.tree, (value) => ({ kind: 'tree', value })),
    part('user', looks, KINDS.user, (value) => ({ kind: 'user', value })),
    part('group', looks, KINDS.group, (value) => ({ kind: 'group', value })),
    part('packages', looks, KINDS.packages, (value) => ({ kind: 'packages', value })),
    part('unit', looks, KINDS.unit, (value) => ({ kind: 'unit', value })),
    part('zone', looks, KINDS.zone, (value) => ({ kind: 'zone', value })),
    part('platform', looks, KINDS.platform, (value) => ({ kind: 'platform', value })),
    part('facts', looks, KINDS.facts, (value) => ({ kind: 'facts', value })),
    part('run', looks, KINDS.run, (value) => ({ kind: 'run', value })),
  ];
  return {
    fragments: parts.flatMap((one) => one.fragments),
    answers: (replies) => {
      const answers: (Answer | { readonly problem: string })[] = looks.map(() => ({
        problem: 'nobody asked the host',
      }));
      let at = 0;
      for (const one of parts) {
        const mine = replies.slice(at, at + one.fragments.length);
        at += one.fragments.length;
        for (const [index, answer] of one.answers(mine)) answers[index] = answer;
      }
      return answers;
    },
  };
}

interface Part {
  readonly fragments: readonly Fragment[];
  readonly answers: (
    replies: readonly Reply[],
  ) => readonly (readonly [number, Answer | { readonly problem: string }])[];
}

function part<K extends keyof AnswerOf>(
  kind: K,
  looks: readonly Look[],
  how: LookKind<Extract<Look, { readonly kind: K }>, AnswerOf[K]>,
  wrap: (value: AnswerOf[K]) => Answer,
): Part {
  const isMine = (look: Look): look is Extract<Look, { readonly kind: K }> => look.kind === kind;
  const mine = looks.flatMap((look, index) => (isMine(look) ? [{ look, index }] : []));
  if (mine.length === 0) return { fragments: [], answers: () => [] };
  const compiled = how.compile(mine.map(({ look }) => look));
  const envelope = (one: Answered<AnswerOf[K]> | undefined): Answer | { readonly problem: string } => {
    if (one === undefined) return { problem: 'the host gave no answer' };
    return one.ok ? wrap(one.value) : { problem: one.problem };
  };
  return {
    fragments: compiled.fragments,
    answers: (replies) => {
      const answers = compiled.answers(replies);
      return mine.map(({ index }, position) => [index, envelope(answers[position])] as const);
    },
  };
}
