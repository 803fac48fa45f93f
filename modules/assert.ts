// Fails where a condition does not hold.

import { bool, defineAction, value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Fail unless conditions hold',
  params: {
    that: value('Conditions as `when` takes them; all must hold.').raw(),
    fail_msg: value('Message where one does not hold.').alias('msg').optional(),
    success_msg: value('Message where all hold.').optional(),
    quiet: bool('Say less.').default(false),
  },
  needsHost: false,
  returns: { assertion: 'the condition that does not hold', evaluated_to: 'what it gave' },
  examples: [
    {
      name: 'Refuse a wrong port',
      yaml: 'assert:\n  that:\n    - port | int > 0\n    - port | int < 65536\n  fail_msg: port must be between 1 and 65535',
    },
  ],
  run: ({ that, fail_msg: failure, success_msg: success, quiet }, context) => {
    for (const condition of Array.isArray(that) ? that : [that]) {
      if (context.holds(condition)) continue;
      const msg = failure === undefined ? 'Assertion failed' : messageOf(failure);
      const detail = { assertion: plainCondition(condition), evaluated_to: false };
      return { changed: false, failed: msg, result: detail };
    }
    // Reporters show an assertion by its message; a quiet one has none to show.
    if (quiet) return { changed: false };
    const msg = success === undefined ? 'All assertions passed' : messageOf(success);
    return { changed: false, result: { msg } };
  },
});

function messageOf(message: unknown): string {
  return Array.isArray(message) ? message.map(String).join(', ') : String(message);
}

function plainCondition(condition: unknown): string | boolean {
  return typeof condition === 'boolean' ? condition : String(condition);
}
