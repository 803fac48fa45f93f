// The order of precedence of variables: every level against the next stronger one.

import { join } from 'node:path';
import { expect } from 'chai';
import { runPlaybook, writeProject } from '../support/run-playbook.ts';

/** From the weakest to the strongest, as Ansible documents them; those that a test cannot tell apart are one. */
const LEVELS = [
  'role defaults',
  'inventory vars of all',
  'inventory vars of a group',
  'playbook group_vars/all',
  'playbook group_vars of a group',
  'inventory vars of a host',
  'playbook host_vars',
  'facts',
  'play vars',
  'vars_prompt',
  'vars_files',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_fact',
  'role parameters',
  'include parameters',
  'extra vars',
] as const;

type Level = (typeof LEVELS)[number];

// The variable number n is set by the levels n and n + 1, so the stronger of each pair has to show.
const PAIRS = LEVELS.slice(1).map((stronger, index) => ({
  name: `v${index}`,
  weaker: LEVELS[index] ?? stronger,
  stronger,
}));

function variablesOf(level: Level): Readonly<Record<string, string>> {
  const own = PAIRS.filter(({ weaker, stronger }) => weaker === level || stronger === level);
  return Object.fromEntries(own.map(({ name }) => [name, level]));
}

function yaml(level: Level): string {
  return JSON.stringify(variablesOf(level));
}

function filesOf(): Readonly<Record<string, string>> {
  const prompts = Object.keys(variablesOf('vars_prompt')).map((name) => `{ name: ${name} }`);
  return {
    'site.yml': `
- hosts: all
  gather_facts: false
  vars: ${yaml('play vars')}
  vars_prompt: [${prompts.join(', ')}]
  vars_files: [file.yml]
  pre_tasks:
    - include_vars: included.yml
    - set_fact: ${yaml('set_fact')}
  roles:
    - ${JSON.stringify({ role: 'level', ...variablesOf('role parameters') })}
`,
    'file.yml': yaml('vars_files'),
    'included.yml': yaml('include_vars'),
    'group_vars/all.yml': yaml('playbook group_vars/all'),
    'group_vars/near.yml': yaml('playbook group_vars of a group'),
    'host_vars/a.yml': yaml('playbook host_vars'),
    'roles/level/defaults/main.yml': yaml('role defaults'),
    'roles/level/vars/main.yml': yaml('role vars'),
    'roles/level/tasks/main.yml': `- include_tasks: deep.yml\n  vars: ${yaml('include parameters')}\n`,
    'roles/level/tasks/deep.yml': `
- block:
    - debug: { msg: "{{ [${PAIRS.map(({ name }) => name).join(', ')}] }}" }
      vars: ${yaml('task vars')}
  vars: ${yaml('block vars')}
`,
  };
}

/** What the last task shows of each variable. */
async function shown(): Promise<readonly unknown[]> {
  const project = writeProject(filesOf());
  try {
    const { events } = await runPlaybook({
      path: join(project.directory, 'site.yml'),
      hosts: ['a'],
      groups: { near: ['a'] },
      groupVars: { all: variablesOf('inventory vars of all'), near: variablesOf('inventory vars of a group') },
      hostVars: { a: variablesOf('inventory vars of a host') },
      facts: variablesOf('facts'),
      ask: () => 'vars_prompt',
      settings: {
        extraVars: Object.entries(variablesOf('extra vars')).map(([name, value]) => ({ name, value, by: 'test' })),
      },
    });
    const last = events.findLast((event) => event.kind === 'host-task-finished');
    const message = last?.kind === 'host-task-finished' ? last.result.msg : undefined;
    return Array.isArray(message) ? message : [message];
  } finally {
    project.remove();
  }
}

describe('precedence of variables', () => {
  let found: readonly unknown[] = [];
  before(async () => {
    found = await shown();
  });
  for (const [index, { weaker, stronger }] of PAIRS.entries()) {
    it(`${stronger} over ${weaker}`, () => expect(found[index]).to.equal(stronger));
  }
});
