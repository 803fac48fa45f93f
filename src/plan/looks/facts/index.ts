// Looks at Ansible's facts: one script gathers the raw text, the rest is reading it.

import type { Plain } from '../../../model/value.ts';
import type { FactsLook } from '../../look.ts';
import { answered, each, type LookKind } from '../kind.ts';
import { hardwareFacts } from './hardware.ts';
import { networkFacts } from './network.ts';
import { factsScript, sections } from './script.ts';
import { subsetsOf } from './subsets.ts';
import { systemFacts } from './system.ts';
import { virtualFacts } from './virtual.ts';

/** The facts by their names without `ansible_`. */
export const factsLooks: LookKind<FactsLook, Readonly<Record<string, Plain>>> = {
  reads: () => ['facts'],
  compile: each(
    (look) => ({ script: factsScript(subsetsOf(look.subsets)), args: [look.factPath], direct: true }),
    (look, reply) => {
      const section = sections(reply.stdout.toString('utf8'));
      const subsets = subsetsOf(look.subsets);
      return answered({
        ...(subsets.has('min') && systemFacts(section)),
        ...(subsets.has('hardware') && hardwareFacts(section)),
        ...(subsets.has('network') && networkFacts(section)),
        ...(subsets.has('virtual') && virtualFacts(section)),
      });
    },
  ),
};
