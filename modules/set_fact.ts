// Sets variables of the host.

import { bool, defineAction, toPlain, type Value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Set variables of the host for the rest of the run',
  params: { cacheable: bool('Keep them in the fact cache, as facts.').default(false) },
  anyParams: true,
  needsHost: false,
  returns: { ansible_facts: 'the variables' },
  examples: [{ name: 'Remember an address', yaml: "set_fact:\n  url: 'https://{{ inventory_hostname }}/'" }],
  run: ({ cacheable }, { native }, rest) => {
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
    const facts = native ? rest : new Map([...rest].map(([name, fact]) => [name, truthOf(fact)]));
    return {
      changed: false,
      result: { ansible_facts: Object.fromEntries([...facts].map(([name, fact]) => [name, toPlain(fact)])) },
      effects: [{ kind: 'facts', facts, cacheable, source: 'set_fact' }],
    };
  },
});

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

// Of all actions this one makes truth values of these words, however they came about: `x=yes`, "{{ 'no' }}"; unless templates keep types.
function truthOf(fact: Value): Value {
  return typeof fact === 'string' ? (TRUTHS.get(fact.toLowerCase()) ?? fact) : fact;
}
