// Looks at Ansible's facts.

import type { Plain } from '../../model/value.ts';
import type { FactsLook } from '../look.ts';
import { type LookKind, unanswered } from './kind.ts';

export const factsLooks: LookKind<FactsLook, Readonly<Record<string, Plain>>> = {
  reads: () => ['facts'],
  compile: (looks) => ({ fragments: [], answers: () => looks.map(() => unanswered('facts cannot be read yet')) }),
};
