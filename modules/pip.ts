// Manages packages of Python.

import { defineModule, type PipParams, pipLook, pipParams, planPip, refusePip } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage packages of Python with pip',
  description:
    'What is installed is read from the directories of the environment, without starting pip. Where there is something to do, pip is first asked what it would do (from 22.2 on), so that check mode shows the same.',
  params: pipParams,
  returns: {
    cmd: 'the command',
    name: 'the packages',
    requirements: 'the file of requirements',
    version: 'the version that was asked for',
    virtualenv: 'the virtual environment',
    stdout: 'what pip printed',
  },
  examples: [
    {
      name: 'Install an application into an environment of its own',
      yaml: 'pip:\n  requirements: /opt/app/requirements.txt\n  virtualenv: /opt/app/venv\n  virtualenv_command: python3 -m venv',
    },
    { name: 'Install a certain version', yaml: 'pip:\n  name: docker>=6,<7' },
  ],
  refuse: (given) => refusePip(given),
  look: (given: PipParams) => ({ installed: pipLook(given) }),
  plan: (given, { installed }) => planPip(given, installed),
});
