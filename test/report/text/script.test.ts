import { join } from 'node:path';
import { expect } from 'chai';
import { Script, type ScriptOptions } from '../../../src/report/text/script.ts';
import { runPlaybook, writeProject } from '../../support/run-playbook.ts';

const TASKS = `- name: named
  fail:
  until: false
  retries: 1
  delay: 0
  ignore_errors: true
- fail:
  until: false
  retries: 1
  delay: 0
  ignore_errors: true
- name: 日本語
  debug:
`;

const OPTIONS: ScriptOptions = {
  verbosity: 0,
  color: false,
  columns: () => 50,
  showSkipped: true,
  showOk: true,
  showStats: false,
};

describe('a run as lines of text', () => {
  it('names the tasks of roles as Ansible does, and fills banners to the same column', async () => {
    const project = writeProject({
      'site.yml': '- hosts: all\n  gather_facts: false\n  roles: [r]\n',
      'roles/r/tasks/main.yml': TASKS,
    });
    const script = new Script(OPTIONS);
    const lines: string[] = [];
    await runPlaybook({
      path: join(project.directory, 'site.yml'),
      hosts: ['h1'],
      onEvent: (event) => lines.push(...script.lines(event).map(({ text }) => text)),
    });
    project.remove();
    expect(lines.filter((line) => /^(TASK|FAILED) /.test(line))).to.deep.equal([
      'TASK [r : named] *********************************',
      'FAILED - RETRYING: [h1]: named (1 retries left).',
      'TASK [r : fail] **********************************',
      'FAILED - RETRYING: [h1]: r : fail (1 retries left).',
      'TASK [r : 日本語] ********************************',
    ]);
  });

  const linesOf = async (tasks: string, more: Partial<ScriptOptions>, check = false): Promise<readonly string[]> => {
    const project = writeProject({ 'site.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}` });
    const script = new Script({ ...OPTIONS, ...more });
    const lines: string[] = [];
    await runPlaybook({
      path: join(project.directory, 'site.yml'),
      hosts: ['h1'],
      settings: { check },
      onEvent: (event) => lines.push(...script.lines(event).map(({ text }) => text)),
    });
    project.remove();
    return lines.filter((line) => line !== '' && !/^(PLAY|TASK|h1 )/.test(line));
  };

  it('tells failures for people: what went wrong, then what was printed', async () => {
    const tasks = `    - shell: "echo one; echo two; echo three >&2; exit 3"
      ignore_errors: true
    - command: "false"
      loop: [1]
      ignore_errors: true
    - fail: {msg: "first\\nsecond"}
      ignore_errors: true
    - assert: {that: 1 == 2}
      ignore_errors: true
`;
    expect(await linesOf(tasks, { readable: true })).to.deep.equal([
      'fatal: [h1]: FAILED! => non-zero return code (rc 3)',
      '    cmd: echo one; echo two; echo three >&2; exit 3',
      '    stdout: one',
      '            two',
      '    stderr: three',
      '...ignoring',
      'failed: [h1] (item=1) => non-zero return code (rc 1)',
      '    cmd: false',
      '...ignoring',
      'fatal: [h1]: FAILED! => first',
      '    second',
      '...ignoring',
      'fatal: [h1]: FAILED! => Assertion failed',
      '    assertion: 1 == 2',
      '...ignoring',
    ]);
  });

  it('explains once for each host why what follows is uncertain', async () => {
    const tasks = `    - command: touch /tmp/never
    - file: {path: /, state: directory}
    - file: {path: /, state: directory}
`;
    expect(await linesOf(tasks, {}, true)).to.deep.equal([
      'skipping: [h1]',
      "ok: [h1] (uncertain: it builds on 'touch /tmp/never', which was not done)",
      'ok: [h1] (uncertain)',
    ]);
  });
});
