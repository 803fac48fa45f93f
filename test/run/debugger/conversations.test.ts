// Conversations with the debugger and with --step: what is shown, what is answered, and what comes of it.

import { join } from 'node:path';
import { expect } from 'chai';
import type { RunSettings } from '../../../src/run/index.ts';
import { runPlaybook, writeProject } from '../../support/run-playbook.ts';

interface Conversation {
  readonly name: string;
  readonly playbook: string;
  readonly hosts?: readonly string[];
  readonly settings?: Partial<RunSettings>;
  /** Typed at one prompt after the other; then nobody answers any more. */
  readonly typed: readonly string[];
  /** Every prompt with what stands before it, and between them how tasks ended. */
  readonly seen: readonly string[];
  /** ok, failed, skipped, ignored of the hosts. */
  readonly counts: Readonly<Record<string, string>>;
}

const play = (...lines: readonly string[]): string =>
  ['- hosts: all', '  gather_facts: false', '  vars: {word: wrong}', ...lines.map((line) => `  ${line}`), ''].join(
    '\n',
  );
const FAILING = ['tasks:', '  - name: bad', '    command: "false {{ word }}"', '    debugger: on_failed'];
const PROMPT = '[h1] TASK: bad (debug)> ';

const CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'looks at a task, changes an argument, and runs it again',
    playbook: play(...FAILING),
    typed: [
      'p task',
      'p task.args',
      "p task_vars['word']",
      'p host.name',
      "p result._result['rc']",
      'p nosuch',
      "task.args['_raw_params'] = 'echo {{ word }}'",
      'task.args',
      'r',
    ],
    seen: [
      'h1 failed stops',
      PROMPT,
      `TASK: bad\n${PROMPT}`,
      `{'_raw_params': 'false wrong'}\n${PROMPT}`,
      `'wrong'\n${PROMPT}`,
      `'h1'\n${PROMPT}`,
      `1\n${PROMPT}`,
      `***'nosuch' is not defined\n${PROMPT}`,
      PROMPT,
      `{'_raw_params': 'echo {{ word }}'}\n${PROMPT}`,
      'h1 changed',
    ],
    counts: { h1: '1 0 0 0' },
  },
  {
    name: 'makes the arguments anew from changed variables; an empty line says the one before again',
    playbook: play('tasks:', '  - name: bad', '    assert: {that: word == "right"}', '    debugger: always'),
    typed: ["task_vars['word'] = 'right'", 'u', '', 'r', 'c'],
    seen: ['h1 failed stops', PROMPT, PROMPT, PROMPT, PROMPT, 'h1 ok', PROMPT],
    counts: { h1: '1 0 0 0' },
  },
  {
    name: 'lets a failure be, host by host',
    hosts: ['h1', 'h2'],
    playbook: play('debugger: on_failed', 'tasks:', '  - {name: bad, command: "false"}'),
    typed: ['c', 'c'],
    seen: ['h1 failed stops', PROMPT, 'h2 failed stops', '[h2] TASK: bad (debug)> '],
    counts: { h1: '0 1 0 0', h2: '0 1 0 0' },
  },
  {
    name: 'tells that a rescue takes over, and redoes it as if it had not failed',
    playbook: play(
      'tasks:',
      '  - block:',
      '      - {name: bad, command: "false", debugger: on_failed, register: got}',
      '    rescue:',
      '      - {name: rescue, debug: }',
    ),
    typed: ["task.args['_raw_params'] = 'true'", 'redo'],
    seen: ['h1 failed rescued', PROMPT, PROMPT, 'h1 changed'],
    counts: { h1: '1 0 0 0' },
  },
  {
    name: 'opens for skipped tasks, always, and not for failures that are ignored',
    playbook: play(
      'tasks:',
      '  - {name: a, debug: , when: false, debugger: on_skipped}',
      '  - {name: b, debug: , debugger: on_skipped}',
      '  - {name: c, debug: , debugger: always}',
      '  - {name: d, command: "false", ignore_errors: true, debugger: on_failed}',
      '  - {name: e, command: "false", ignore_errors: true, debugger: never}',
      '  - {name: f, debug: , loop: [1, 2], debugger: always}',
    ),
    typed: ['c', 'c', 'c'],
    seen: [
      'h1 skipped',
      '[h1] TASK: a (debug)> ',
      'h1 ok',
      'h1 ok',
      '[h1] TASK: c (debug)> ',
      'h1 failed ignored',
      'h1 failed ignored',
      'h1 ok',
      '[h1] TASK: f (debug)> ',
    ],
    counts: { h1: '5 0 1 2' },
  },
  {
    name: 'opens by the configuration; an ignored failure too where that says so',
    playbook: play('tasks:', '  - {name: bad, command: "false", ignore_errors: true}'),
    settings: { debugger: { enabled: true, honoursIgnored: false } },
    typed: ['c'],
    seen: ['h1 failed ignored', PROMPT],
    counts: { h1: '1 0 0 1' },
  },
  {
    name: 'opens by the strategy debug',
    playbook: play('strategy: debug', 'tasks:', '  - {name: bad, command: "false"}'),
    typed: ['c'],
    seen: ['h1 failed stops', PROMPT],
    counts: { h1: '0 1 0 0' },
  },
  {
    name: 'ends the run where somebody quits, or nobody answers',
    playbook: play(...FAILING, '  - {name: never, debug: }'),
    typed: [],
    seen: ['h1 failed stops', PROMPT],
    counts: {},
  },
  {
    name: '--step: runs what is agreed to, until it is told to go on',
    playbook: play(
      'tasks:',
      '  - {name: a, debug: }',
      '  - meta: noop',
      '  - {name: b, debug: }',
      '  - {name: c, debug: }',
      '  - {name: d, debug: }',
      '  - {name: e, debug: }',
    ),
    settings: { step: true },
    typed: ['y', '', 'what', 'c'],
    seen: [
      'Perform task: TASK: a (N)o/(y)es/(c)ontinue: ',
      'h1 ok',
      'Perform task: TASK: b (N)o/(y)es/(c)ontinue: ',
      'Perform task: TASK: c (N)o/(y)es/(c)ontinue: ',
      'Perform task: TASK: d (N)o/(y)es/(c)ontinue: ',
      'h1 ok',
      'h1 ok',
    ],
    counts: { h1: '3 0 0 0' },
  },
];

describe('conversations of a run', () => {
  for (const { name, playbook, hosts = ['h1'], settings, typed, seen, counts } of CONVERSATIONS) {
    it(name, async () => {
      const project = writeProject({ 'site.yml': playbook });
      const answers = [...typed];
      const told: string[] = [];
      const { summary } = await runPlaybook({
        path: join(project.directory, 'site.yml'),
        hosts,
        ...(settings && { settings }),
        readLine: (prompt) => {
          told.push(prompt);
          return answers.shift();
        },
        onEvent: (event) => {
          if (event.kind === 'host-task-finished')
            told.push([event.host, event.outcome, ...(event.handling ? [event.handling] : [])].join(' '));
        },
      });
      project.remove();
      expect(told).to.deep.equal(seen);
      expect(answers).to.deep.equal([]);
      const told_ = [...summary.recap.hosts].map(([host, { ok, failed, skipped, ignored }]) => [
        host,
        `${ok} ${failed} ${skipped} ${ignored}`,
      ]);
      expect(Object.fromEntries(told_)).to.deep.equal(counts);
    });
  }

  it('--step stops where nobody answers', async () => {
    const project = writeProject({ 'site.yml': play('tasks:', '  - {name: a, debug: }') });
    const path = join(project.directory, 'site.yml');
    const { summary } = await runPlaybook({ path, hosts: ['h1'], settings: { step: true } });
    project.remove();
    expect(summary.problems.map(({ message, hint }) => [message, hint])).to.deep.equal([
      ['nobody answers --step any more', 'run it on a terminal, or pipe the answers in'],
    ]);
  });
});
