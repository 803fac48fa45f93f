// Fails where a condition does not hold.

import {
  type ActionContext,
  bool,
  defineAction,
  TemplateError,
  toPlain,
  type Value,
  value,
} from '../src/module/index.ts';

export default defineAction({
  summary: 'Fail unless conditions hold',
  missing: 'conditional required in "that" string',
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
  refuse: ({ fail_msg: failure, success_msg: success }) =>
    wrongType('fail_msg', failure) ?? wrongType('success_msg', success),
  run: ({ that, fail_msg: failure, success_msg: success, quiet }, context) => {
    const speaks = !quiet;
    for (const condition of conditionsOf(context, that)) {
      if (holds(context, condition)) continue;
      const msg = failure === undefined ? 'Assertion failed' : toPlain(failure);
      const result = { assertion: toPlain(condition), evaluated_to: false, msg };
      return { changed: false, failed: 'Assertion failed', speaks, result };
    }
    const msg = success === undefined ? 'All assertions passed' : toPlain(success);
    return { changed: false, speaks, result: { msg } };
  },
});

// A template on its own may give a list of conditions.
function conditionsOf(context: ActionContext, that: Value): readonly Value[] {
  const given = typeof that === 'string' && /^\s*\{\{.*\}\}\s*$/s.test(that) ? context.render(that) : that;
  return Array.isArray(given) ? given : [given];
}

function wrongType(name: string, message: Value | undefined): string | undefined {
  const texts = Array.isArray(message) ? message : [message ?? ''];
  return texts.every((text) => typeof text === 'string') ? undefined : `'${name}' takes text or a list of texts`;
}

// A failure names the condition that could not be judged.
function holds(context: ActionContext, condition: Value): boolean {
  try {
    return context.holds(condition);
  } catch (error) {
    if (error instanceof TemplateError) {
      error.message = `The conditional check '${String(toPlain(condition))}' failed. The error was: ${error.message}`;
    }
    throw error;
  }
}
