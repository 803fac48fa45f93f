// Looks at Ansible's facts: one script gathers the raw text, the rest is reading it.

import type { Plain } from '../../../model/value.ts';
import type { FactsLook } from '../../look.ts';
import { answered, each, type LookKind } from '../kind.ts';
import { hardwareFacts } from './hardware.ts';
import { networkFacts } from './network.ts';
import { factsOutput, factsScript } from './script.ts';
import { gatheringOf } from './subsets.ts';
import { systemFacts } from './system.ts';
import { virtualFacts } from './virtual.ts';

/** The facts by their names without `ansible_`. */
export const factsLooks: LookKind<FactsLook, Readonly<Record<string, Plain>>> = {
  reads: () => ['facts'],
  compile: each(
    (look) => ({ script: factsScript(gatheringOf(look.subsets).parts), args: [look.factPath], direct: true }),
    (look, reply) => {
      const output = factsOutput(reply.stdout.toString('utf8'));
      const { parts, keep } = gatheringOf(look.subsets);
      return answered({
        ...(parts.has('min') && keep(systemFacts(output), 'min')),
        ...(parts.has('hardware') && keep(hardwareFacts(output), 'hardware')),
        ...(parts.has('network') && keep(networkFacts(output), 'network')),
        ...(parts.has('virtual') && keep(virtualFacts(output), 'virtual')),
      });
    },
  ),
};
