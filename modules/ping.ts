// Tries whether the host answers.

import { defineModule, ModuleError, text } from '../src/module/index.ts';

export default defineModule({
  summary: 'Try whether the host can be reached and runs commands',
  params: { data: text('What to answer; `crash` fails the task.').default('pong') },
  returns: { ping: 'the answer' },
  examples: [{ name: 'Is it there?', yaml: 'ping:' }],
  prepare: async ({ data }) => {
    if (data === 'crash') throw new ModuleError('boom');
  },
  // The lane is only opened by asking something.
  look: () => ({ answer: { kind: 'run', command: { argv: ['true'] }, reads: [] } }),
  plan: ({ data }) => ({ changes: [], result: { ping: data } }),
});
