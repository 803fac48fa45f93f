import { join } from 'node:path';
import { expect } from 'chai';
import { Script } from '../../../src/report/text/script.ts';
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

describe('a run as lines of text', () => {
  it('names the tasks of roles as Ansible does, and fills banners to the same column', async () => {
    const project = writeProject({
      'site.yml': '- hosts: all\n  gather_facts: false\n  roles: [r]\n',
      'roles/r/tasks/main.yml': TASKS,
    });
    const options = {
      verbosity: 0,
      color: false,
      columns: () => 50,
      showSkipped: true,
      showOk: true,
      showStats: false,
    };
    const script = new Script(options);
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
});
