// Sets variables of the host.

import { bool, defineAction, toPlain } from '../src/module/index.ts';

export default defineAction({
  summary: 'Set variables of the host for the rest of the run',
  params: { cacheable: bool('Keep them in the fact cache, as facts.').default(false) },
  anyParams: true,
  needsHost: false,
  returns: { ansible_facts: 'the variables' },
  examples: [{ name: 'Remember an address', yaml: "set_fact:\n  url: 'https://{{ inventory_hostname }}/'" }],
  run: ({ cacheable }, _context, rest) => {
    if (rest.size === 0)
      return {
        changed: false,
        failed: 'No key/value pairs provided, at least one is required for this action to succeed',
      };
    const wrong = [...rest.keys()].find((name) => !/^[A-Za-z_]\w*$/.test(name));
    if (wrong !== undefined) {
      return {
        changed: false,
        failed: `The variable name '${wrong}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.`,
      };
    }
    const facts = Object.fromEntries([...rest].map(([name, fact]) => [name, toPlain(fact)]));
    return {
      changed: false,
      result: { ansible_facts: facts },
      effects: [{ kind: 'facts', facts: rest, cacheable, source: 'set_fact' }],
    };
  },
});
