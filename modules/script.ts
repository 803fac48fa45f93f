// Runs a script of the controller on the host.

import { bool, defineModule, path, planScript, readScript, scriptLooks, text } from '../src/module/index.ts';

export default defineModule({
  summary: 'Run a script of the controller on the host',
  description:
    'The script travels with the command and lies on the host, in a private directory, only while it runs. What comes behind its name is text for the shell of the host. Check mode cannot tell what it does and skips it, unless `creates` or `removes` decides.',
  params: {
    cmd: text(
      'The script and its arguments, as free-form text or under this name. Relative names are looked for in files/.',
    )
      .alias('_raw_params', 'free_form')
      .optional(),
    chdir: path('Directory of the host to run it in; an absolute path.').optional(),
    creates: path('Where this exists, nothing is run.').optional(),
    removes: path('Where this does not exist, nothing is run.').optional(),
    executable: text(
      'What runs the script, in place of its first line: a program, with options if need be.',
    ).optional(),
    decrypt: bool('Decrypt a vaulted script.').default(true),
  },
  freeForm: 'cmd',
  returns: {
    rc: 'exit code',
    stdout: 'output, `stdout_lines` as a list',
    stderr: 'errors, `stderr_lines` as a list',
  },
  examples: [
    { name: 'Run a script with an argument', yaml: 'script: bootstrap.sh --fast' },
    {
      name: 'Run a script once, by another interpreter',
      yaml: 'script:\n  cmd: setup.py --all\n  executable: python3 -u\n  creates: /var/lib/setup-done',
    },
  ],
  refuse: ({ cmd, chdir }) => {
    if (cmd === undefined || cmd.trim() === '') return "no script given: write its name behind 'script:'";
    return chdir === undefined || chdir.startsWith('/')
      ? undefined
      : `chdir ${chdir} must be an absolute path for a Unix-aware remote node`;
  },
  prepare: ({ cmd, decrypt }, files) => readScript(cmd ?? '', files, decrypt),
  look: (params) => scriptLooks(params),
  plan: (params, seen, script) => planScript(script, params, seen),
});
