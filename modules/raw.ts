// Runs text in the login shell's place as it is, for hosts on which nothing else works.

import { commandResult, defineModule, path, stage, text } from '../src/module/index.ts';

export default defineModule({
  summary: 'Run text in a shell, without any help around it',
  check: 'Check mode cannot tell what it does: the task is skipped and said to be.',
  undo: 'What it did is not known, so it cannot be taken back.',
  params: {
    cmd: text('The text.').alias('_raw_params', 'free_form'),
    executable: path('Another shell than /bin/sh.').optional(),
  },
  freeForm: 'cmd',
  returns: { rc: 'exit code', stdout: 'output as it came, `stdout_lines` as a list', stderr: 'errors' },
  examples: [{ name: 'Look at a router', yaml: 'raw: uptime' }],
  plan: ({ cmd, executable }) => ({
    changes: [
      {
        kind: 'run',
        title: cmd.split('\n')[0] ?? '',
        command: { script: cmd, args: [], shell: executable ?? '/bin/sh' },
        touches: ['anything'],
        accept: 'any',
        predictable: false,
        leaves: [],
        undo: { cannot: `nobody can tell what '${cmd}' did` },
      },
    ],
    changed: true,
    next: stage({
      looks: {},
      plan: (_seen, [done]) => {
        if (!done) return { changes: [], changed: true };
        const { rc, stdout, stdout_lines, stderr, stderr_lines } = commandResult(done, false);
        const result = { rc, stdout, stdout_lines, stderr, stderr_lines };
        if (done.code !== 0) return { changes: [], changed: true, failed: 'non-zero return code', result };
        return { changes: [], changed: true, result };
      },
    }),
  }),
});
