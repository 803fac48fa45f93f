// Runs a program without a shell.

import {
  commandParams,
  commandReturns,
  defineModule,
  gateLook,
  list,
  path,
  planCommand,
  splitWords,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Run a program with arguments, without a shell',
  description: 'The words are not seen by a shell: pipes, redirections and wildcards are plain text.',
  check:
    'Check mode cannot tell what it does: the task is skipped and said to be, unless `creates` or `removes` decides.',
  undo: 'What it did is not known, so it cannot be taken back.',
  params: {
    ...commandParams,
    executable: path('Of no effect.').obsolete('there is no shell: use the shell module'),
    argv: list(path('A word.'), 'The program and its arguments, as a list.').optional(),
  },
  freeForm: 'cmd',
  returns: { cmd: 'the words that were run', ...commandReturns },
  examples: [
    { name: 'Run a program once', yaml: 'command: tar xf /opt/app.tar\nargs:\n  chdir: /opt\n  creates: /opt/app' },
    { name: 'Pass words exactly', yaml: 'command:\n  argv: [touch, /tmp/a file]' },
  ],
  refuse: ({ cmd, argv }) => {
    if (cmd === undefined && argv === undefined) return 'no command given';
    if (cmd !== undefined && argv !== undefined) return 'only command or argv can be given, not both';
    return (argv ?? splitWords(cmd ?? '')).length === 0 ? 'no command given' : undefined;
  },
  look: (params) => ({ gate: gateLook(params) }),
  plan: (params, { gate }) => {
    const words = params.argv ?? splitWords(params.cmd ?? '');
    return planCommand({ params, gate, words, shown: words });
  },
});
