// Fails with a message.

import { defineAction, toPlain, value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Fail with a message',
  params: { msg: value('The message; any value.').default('Failed as requested from task') },
  needsHost: false,
  examples: [
    {
      name: 'Stop on the wrong system',
      yaml: "fail:\n  msg: This needs RedHat.\nwhen: ansible_facts['os_family'] != 'RedHat'",
    },
  ],
  run: ({ msg }) => {
    const shown = toPlain(msg);
    return {
      changed: false,
      failed: typeof shown === 'string' ? shown : JSON.stringify(shown),
      result: { msg: shown },
    };
  },
});
