// Runs text in a shell.

import { commandParams, commandReturns, defineModule, gateLook, path, planCommand } from '../src/module/index.ts';

export default defineModule({
  summary: 'Run text in a shell',
  description: 'Pipes, redirections and variables work as in a script.',
  check:
    'Check mode cannot tell what it does: the task is skipped and said to be, unless `creates` or `removes` decides.',
  undo: 'What it did is not known, so it cannot be taken back.',
  params: {
    ...commandParams,
    executable: path("Another shell than the host's /bin/sh, such as /bin/bash.").optional(),
  },
  freeForm: 'cmd',
  returns: { cmd: 'the text that was run', ...commandReturns },
  examples: [{ name: 'Count lines', yaml: 'shell: grep -c bash /etc/passwd | tee /tmp/count' }],
  refuse: ({ cmd }) => (cmd === undefined || cmd.trim() === '' ? 'no command given' : undefined),
  look: (params) => ({ gate: gateLook(params) }),
  plan: (params, { gate }) => {
    const text = params.cmd ?? '';
    return planCommand({ params, gate, words: [params.executable ?? '/bin/sh', '-c', text], shown: text });
  },
});
