// Looks at Ansible's facts: one script gathers the raw text, the rest is reading it.

import { Buffer } from 'node:buffer';
import { isPlainList, type Plain, PyFloat } from '../../../model/value.ts';
import type { FactsLook, FactsSeen } from '../../look.ts';
import { answered, each, type LookKind } from '../kind.ts';
import type { Facts } from './distribution.ts';
import { hardwareFacts } from './hardware.ts';
import { narrowed } from './narrowing.ts';
import { factName, networkFacts } from './network.ts';
import { type FactsOutput, factsOutput, factsScript, type Subset } from './script.ts';
import { gatheringOf } from './subsets.ts';
import { systemFacts } from './system.ts';
import { virtualFacts } from './virtual.ts';

const READERS: Readonly<Record<Subset, (output: FactsOutput) => Facts>> = {
  min: systemFacts,
  hardware: hardwareFacts,
  network: networkFacts,
  virtual: virtualFacts,
};

/** The facts by their names without `ansible_`. */
export const factsLooks: LookKind<FactsLook, FactsSeen> = {
  reads: () => ['facts'],
  compile: each(
    ({ subsets, factPath, asked }) => ({
      script: factsScript(narrowed(gatheringOf(subsets).parts, asked)),
      args: [factPath],
      direct: true,
    }),
    (look, reply) => answered(seen(look, factsOutput(reply.stdout.toString('utf8')))),
  ),
};

/*
 * The same with texts of their own. V8 keeps a part of a text as a view of the whole: one fact would hold all that its host said, for as
 * long as the run lasts.
 */
function detached(facts: Record<string, Plain>): Record<string, Plain> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, detachedValue(value)]));
}

function detachedValue(value: Plain): Plain {
  if (typeof value === 'string') return Buffer.from(value).toString();
  if (typeof value !== 'object' || value === null || value instanceof PyFloat) return value;
  return isPlainList(value) ? value.map(detachedValue) : detached(value);
}

function seen({ subsets, asked }: FactsLook, output: FactsOutput): FactsSeen {
  const { parts, keep } = gatheringOf(subsets);
  const { parts: run, leftOut } = narrowed(parts, asked);
  const facts: Record<string, Plain> = {};
  const missing: string[] = [];
  for (const part of Object.keys(READERS).filter(isPart(parts))) {
    const without = new Set(leftOut.get(part));
    const read = run.has(part) ? READERS[part](output) : {};
    const there = Object.entries(read).filter(([name]) => !without.has(name));
    Object.assign(facts, keep(Object.fromEntries(there), part));
    const interfaces = part === 'network' && !run.has(part) ? interfacesOf(output) : [];
    missing.push(
      ...Object.keys(keep(Object.fromEntries([...without, ...interfaces].map((name) => [name, null])), part)),
    );
  }
  return { facts: detached(facts), leftOut: missing };
}

function isPart(parts: ReadonlySet<Subset>): (name: string) => name is Subset {
  return (name): name is Subset => [...parts].some((part) => part === name);
}

function interfacesOf({ section }: FactsOutput): readonly string[] {
  return section('interfaces')
    .split(' ')
    .map((path) => factName(path.split('/').at(-1)?.trim() ?? ''));
}
