// Puts hosts into groups by what they are.

import { defineAction, list, text } from '../src/module/index.ts';

export default defineAction({
  summary: 'Put the host into a group named after a value',
  missing: "the 'key' param is required when using group_by",
  params: {
    key: text('Name of the group.'),
    parents: list(text('A group.'), 'Groups that the new one belongs to.').default(['all']),
  },
  needsHost: false,
  examples: [{ name: 'Group by distribution', yaml: "group_by:\n  key: os_{{ ansible_facts['distribution'] }}" }],
  run: ({ key, parents }) => {
    const group = key.replaceAll(' ', '-');
    return {
      changed: true,
      result: { add_group: group, parent_groups: parents.map((parent) => parent.replaceAll(' ', '-')) },
      effects: [{ kind: 'group-by', group, parents }],
    };
  },
});
