// Gathers facts about the host.

import { defineModule, factsLook, integer, list, path, subsetWords, text, unknownSubset } from '../src/module/index.ts';

export default defineModule({
  summary: 'Gather facts about the host',
  description: 'One exchange, and nothing but files and small programs of the host: Python is not needed.',
  params: {
    gather_subset: list(
      text('all, min, hardware, network, virtual, a single fact, or one of these with ! before it.'),
      'Which facts.',
    ).default(['all']),
    filter: list(text('A name with wildcards.'), 'Keep only facts whose names fit.').default([]),
    gather_timeout: integer('Does nothing: the gathering is one command.').default(10),
    fact_path: path('Directory of local facts.').default('/etc/ansible/facts.d'),
    _asked: list(text('A name.'), 'What the play can ask for; the engine says it.').optional().internal(),
  },
  returns: { ansible_facts: 'the facts, by names that begin with ansible_' },
  examples: [{ name: 'Only what takes no time', yaml: "setup:\n  gather_subset: ['!all']" }],
  refuse: ({ gather_subset: subsets }) => {
    const unknown = unknownSubset(subsets);
    return unknown === undefined
      ? undefined
      : `Bad subset '${unknown}' given to Ansible. gather_subset options allowed: ${subsetWords().join(', ')}`;
  },
  look: ({ gather_subset: subsets, fact_path: directory, _asked: asked }) => ({
    facts: factsLook(subsets, directory, asked),
  }),
  plan: ({ filter, gather_subset: subsets }, { facts: { facts, leftOut } }) => {
    const named = Object.entries(facts).map(([name, fact]) => [`ansible_${name}`, fact] as const);
    const patterns = filter.filter((one) => one !== '*').map(globPattern);
    const kept = named.filter(([name]) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name)));
    return {
      changes: [],
      leftOut: leftOut.map((name) => `ansible_${name}`),
      facts: {
        ...Object.fromEntries(kept),
        ...(patterns.length === 0 && { gather_subset: subsets, module_setup: true }),
      },
    };
  },
});

// A filter may leave out the `ansible_` that every fact has.
function globPattern(glob: string): RegExp {
  const body = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^(ansible_)?${body}$`);
}
