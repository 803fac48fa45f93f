// Fails with a message.

import { defineAction, text } from '../src/module/index.ts';

export default defineAction({
  summary: 'Fail with a message',
  params: { msg: text('The message.').default('Failed as requested from task') },
  needsHost: false,
  examples: [
    {
      name: 'Stop on the wrong system',
      yaml: "fail:\n  msg: This needs RedHat.\nwhen: ansible_facts['os_family'] != 'RedHat'",
    },
  ],
  run: ({ msg }) => ({ changed: false, failed: msg }),
});
