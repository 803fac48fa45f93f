// What a run tells and what it keeps to itself: check mode's doubts, the tasks nobody wrote.

import { join } from 'node:path';
import { expect } from 'chai';
import type { RunEvent, RunSettings } from '../../src/run/index.ts';
import { lostResult } from '../../src/run/task/target.ts';
import { runPlaybook, writeProject } from '../support/run-playbook.ts';

async function told(
  files: Readonly<Record<string, string>>,
  settings?: Partial<RunSettings>,
): Promise<readonly RunEvent[]> {
  const project = writeProject(files);
  try {
    const path = join(project.directory, 'site.yml');
    const { events, summary } = await runPlaybook({ path, hosts: ['h1'], ...(settings && { settings }) });
    expect(summary.problems).to.deep.equal([]);
    return events;
  } finally {
    project.remove();
  }
}

const play = (tasks: string): string => `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`;
const ends = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.kind === 'host-task-finished'
      ? [
          `${event.task.name}: ${event.outcome}${event.uncertain === undefined ? '' : `, uncertain: ${event.uncertain}`}`,
        ]
      : [],
  );

describe('reports', () => {
  const CHECKS: readonly (readonly [changedWhen: string, later: string])[] = [
    ['false', 'ok'],
    ['"no"', 'ok'],
    ['true', 'ok, uncertain: true'],
    ['1 == 2', 'ok, uncertain: true'],
  ];
  for (const [changedWhen, later] of CHECKS) {
    it(`a command that is skipped in check mode with changed_when: ${changedWhen}`, async () => {
      const tasks = `    - {name: test, command: "true", changed_when: ${changedWhen}}\n    - {name: later, file: {path: /tmp, state: directory}}\n`;
      const events = await told({ 'site.yml': play(tasks) }, { check: true });
      expect(ends(events)).to.deep.equal(['test: skipped', `later: ${later}`]);
    });
  }

  it('that run_once does not hold where hosts do not wait for each other', async () => {
    const site =
      '- hosts: all\n  gather_facts: false\n  strategy: free\n  tasks:\n    - debug:\n      run_once: true\n';
    const events = await told({ 'site.yml': site });
    const warnings = events.flatMap((event) => (event.kind === 'warned' ? [event.diagnostic.message] : []));
    expect(warnings).to.deep.equal(['run_once does not hold under the strategy free: the task is done on every host']);
  });

  it('what was under way when a connection was lost', () => {
    const lost = lostResult({ kind: 'lost', reason: 'Keepalive timeout' }, ['write /etc/a', "run 'b'"]);
    expect(lost.get('unreachable')).to.equal(true);
    expect(lost.get('msg')).to.match(
      /^the connection was lost: Keepalive timeout.*; under way at that moment, and not known to be done: write \/etc\/a, run 'b'$/,
    );
  });

  it('nothing of the tasks that nobody wrote where a condition over the play holds them back', async () => {
    const events = await told({
      'site.yml': '- {import_playbook: other.yml, when: 1 == 2}\n',
      'other.yml': play('    - {name: written, debug: }\n'),
    });
    expect(ends(events)).to.deep.equal(['written: skipped']);
  });
});
