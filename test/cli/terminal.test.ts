// Questions on a terminal of its own: what is typed arrives, passwords are not shown.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type Project, writeProject } from '../support/run-playbook.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs a command on a terminal, and types a line whenever what is waited for is shown. Prints all that the terminal shows. */
const PUPPETEER = `
import json, os, pty, select, sys, time
spec = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execvp(spec['command'][0], spec['command'])
shown, seen, ends = '', 0, time.time() + 60
steps = spec['steps']
while time.time() < ends:
    if not select.select([fd], [], [], 1)[0]: continue
    try: data = os.read(fd, 65536)
    except OSError: break
    if not data: break
    shown += data.decode()
    if steps and steps[0][0] in shown[seen:]:
        seen = len(shown)
        os.write(fd, (steps.pop(0)[1] + '\\n').encode())
else: os.kill(pid, 9)
sys.stdout.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

interface Shown {
  readonly code: number | null;
  readonly text: string;
}

type Steps = readonly (readonly [waitFor: string, type: string])[];

function onTerminal(project: Project, args: readonly string[], steps: Steps): Promise<Shown> {
  const command = [process.execPath, '--import', TSX, MAIN, ...args];
  const child = spawn('python3', ['-c', PUPPETEER, JSON.stringify({ command, steps })], {
    cwd: project.directory,
    env: { ...process.env, HOME: project.directory, ANSIBLE_CONFIG: '', NO_COLOR: '1', TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  // How readline moves the cursor while a line is typed is not the point.
  const moves = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
  const plain = (shown: string): string => shown.replace(moves, '').replaceAll('\r', '');
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text: plain(text) })));
}

const SITE = `- hosts: all
  gather_facts: false
  vars_prompt:
    - {name: who, private: false, prompt: Who}
    - {name: word, prompt: Word}
  tasks:
    - name: greet
      debug: {msg: "{{ who }} {{ word | length }}"}
      debugger: always
    - name: never
      debug:
`;

describe('questions on a terminal', () => {
  let project: Project;
  before(function () {
    if (!existsSync('/usr/bin/python3')) this.skip();
    project = writeProject({ 'site.yml': SITE, inv: 'h1 ansible_connection=local\n' });
  });
  after(() => project?.remove());

  for (const form of ['log', 'live']) {
    it(`are answered line by line (${form})`, async () => {
      const { code, text } = await onTerminal(
        project,
        ['run', 'site.yml', '-i', 'inv', '--step', '-o', form],
        [
          ['Who: ', 'Alice'],
          ['Word: ', 'hidden'],
          ['ontinue: ', 'y'],
          ['(debug)> ', 'p task.name'],
          ['(debug)> ', "task.args['msg'] = 'again'"],
          ['(debug)> ', 'r'],
          ['(debug)> ', 'c'],
          ['ontinue: ', 'n'],
        ],
      );
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      expect(lines).to.deep.equal([
        'Who: Alice',
        'Word: ',
        'PLAY [all] *********************************************************************',
        'Perform task: TASK: greet (N)o/(y)es/(c)ontinue: y',
        'TASK [greet] *******************************************************************',
        'ok: [h1] => {',
        '    "msg": "Alice 6"',
        '}',
        '[h1] TASK: greet (debug)> p task.name',
        "'greet'",
        "[h1] TASK: greet (debug)> task.args['msg'] = 'again'",
        '[h1] TASK: greet (debug)> r',
        'ok: [h1] => {',
        '    "msg": "again"',
        '}',
        '[h1] TASK: greet (debug)> c',
        'Perform task: TASK: never (N)o/(y)es/(c)ontinue: n',
        'PLAY RECAP *********************************************************************',
        'h1                         : ok=1    changed=0    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   ',
      ]);
      expect(code).to.equal(0);
    }).timeout(90_000);
  }
});
