// Keeps statistics of the run, which are shown at its end.

import { bool, Dict, defineAction, toPlain, value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Keep statistics of the run, which are shown at its end',
  description: 'They are shown where `show_custom_stats` is set (ANSIBLE_SHOW_CUSTOM_STATS); in JSON always.',
  params: {
    data: value('Names with values.'),
    per_host: bool('They belong to the host, not to the whole run.').default(false),
    aggregate: bool(
      'Add to what is kept under the name already: numbers are summed, lists and mappings joined.',
    ).default(true),
  },
  needsHost: false,
  returns: { ansible_stats: 'the data, with per_host and aggregate' },
  examples: [
    { name: 'Count hosts', yaml: 'set_stats:\n  data:\n    updated: 1' },
    {
      name: 'Keep a value of a host',
      yaml: 'set_stats:\n  data:\n    kernel: "{{ ansible_kernel }}"\n  per_host: true',
    },
  ],
  run: ({ data, per_host, aggregate }) => {
    if (!(data instanceof Dict)) return { changed: false, failed: "The 'data' option needs to be a dictionary/hash" };
    const stats = new Map([...data.entries()].map(([name, one]) => [String(name), one]));
    const wrong = [...stats.keys()].find((name) => !/^[A-Za-z_]\w*$/.test(name));
    if (wrong !== undefined) {
      return {
        changed: false,
        failed: `The variable name '${wrong}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.`,
      };
    }
    return {
      changed: false,
      result: { ansible_stats: { data: toPlain(data), per_host, aggregate } },
      effects: [{ kind: 'stats', data: stats, perHost: per_host, aggregate }],
    };
  },
});
