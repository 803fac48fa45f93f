// What a run tells beside outcomes: interruption, lost hosts, secrets, prompts, warnings, limits of time.

import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultSettings, type RunEvent } from '../../src/run/index.ts';
import { type PlaybookEnd, type PlaybookRun, runPlaybook, writeProject } from '../support/run-playbook.ts';
import { transcriptLines, transcriptOf } from '../support/transcript.ts';

type Options = Omit<PlaybookRun, 'path' | 'hosts'> & { readonly hosts?: readonly string[] };

async function runText(site: string, options: Options = {}): Promise<PlaybookEnd> {
  const project = writeProject({ 'site.yml': site });
  try {
    return await runPlaybook({ path: join(project.directory, 'site.yml'), hosts: ['a'], ...options });
  } finally {
    project.remove();
  }
}

function linesOf({ events }: PlaybookEnd): readonly string[] {
  return transcriptLines(transcriptOf(events));
}

function kinds(events: readonly RunEvent[], kind: RunEvent['kind']): readonly RunEvent[] {
  return events.filter((event) => event.kind === kind);
}

describe('a run', () => {
  it('that is interrupted ends what runs, says what was in flight, and starts nothing more', async () => {
    const controller = new AbortController();
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - name: long
      command: sleep 60
    - name: never
      debug: { msg: x }
`;
    const end = await runText(site, {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === 'host-task-started') setTimeout(() => controller.abort(), 100);
      },
    });
    const interrupted = end.events.find((event) => event.kind === 'interrupted');
    const inFlight = interrupted?.kind === 'interrupted' ? interrupted.inFlight : [];
    expect(inFlight.map(({ host, task }) => [host, task.name])).to.deep.equal([['a', 'long']]);
    expect(end.summary.interrupted).to.equal(true);
    expect(linesOf(end)).to.deep.equal(['PLAY all']);
    expect(end.events.at(-1)?.kind).to.equal('run-ended');
  });

  it('goes on without hosts that cannot be reached, unless that is ignored', async () => {
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - ping:
      ignore_unreachable: true
      register: answer
    - debug: { msg: "{{ answer.unreachable | default(false) }}" }
    - block:
        - ping:
      rescue:
        - debug: { msg: nothing rescues a lost host }
    - debug: { msg: "{{ ansible_play_hosts }}" }
`;
    const gone = { ansible_connection: 'ssh', ansible_host: '127.0.0.1', ansible_port: '1' };
    const end = await runText(site, { hosts: ['a', 'b'], hostVars: { b: gone } });
    expect(linesOf(end)).to.deep.equal([
      'PLAY all',
      '  ping: a=ok, b=unreachable',
      '  debug: a=ok false, b=ok true',
      '  ping: a=ok, b=unreachable',
      '  debug: a=ok ["a"]',
      'a: ok=4',
      'b: ok=2 unreachable=1 ignored=1',
    ]);
  });

  it('tells no secrets: neither results under no_log, nor items, nor differences', async () => {
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - command: echo hunter2 {{ item }}
      loop: [swordfish]
      no_log: true
      register: secret
    - debug: { msg: "{{ secret.results[0].stdout | length }}" }
`;
    const end = await runText(site);
    const told = JSON.stringify(end.events, (key, value) => (key === 'span' ? undefined : value));
    expect(told).to.not.match(/hunter2|swordfish/);
    expect(linesOf(end).at(2)).to.equal('  debug: a=ok "17"');
  });

  it('asks for variables before the play', async () => {
    const site = `
- hosts: all
  gather_facts: false
  vars_prompt:
    - { name: who, prompt: Who are you, private: false }
    - { name: given, prompt: never asked }
    - { name: usual, default: nobody }
  tasks:
    - debug: { msg: "{{ who }} {{ given }} {{ usual }}" }
`;
    const asked: string[] = [];
    const end = await runText(site, {
      settings: { extraVars: [{ name: 'given', value: 'by -e', by: 'test' }] },
      ask: (question) => {
        asked.push(question);
        return question.startsWith('Who') ? 'me' : '';
      },
    });
    expect(asked).to.deep.equal(['Who are you: ', 'usual: ']);
    expect(linesOf(end).at(1)).to.equal('  debug: a=ok "me by -e nobody"');
    expect(kinds(end.events, 'prompt-opened')).to.have.length(2);
  });

  it('predicts in check mode what later tasks would find', async () => {
    const project = writeProject({
      'site.yml': `
- hosts: all
  gather_facts: false
  tasks:
    - lineinfile: { path: "{{ playbook_dir }}/new", line: one, create: true }
    - lineinfile: { path: "{{ playbook_dir }}/new", line: one }
    - lineinfile: { path: "{{ playbook_dir }}/new", line: two }
      check_mode: true
    - command: cat {{ playbook_dir }}/new
`,
    });
    const path = join(project.directory, 'site.yml');
    const checked = await runPlaybook({ path, hosts: ['a'], settings: { check: true } });
    expect(linesOf(checked).slice(1)).to.deep.equal([
      '  lineinfile: a=changed',
      '  lineinfile: a=ok',
      '  lineinfile: a=changed',
      '  command: a=skipped',
      'a: ok=3 changed=2 skipped=1',
    ]);
    const applied = await runPlaybook({ path, hosts: ['a'] });
    expect(linesOf(applied).slice(1)).to.deep.equal([
      '  lineinfile: a=changed',
      '  lineinfile: a=ok',
      '  lineinfile: a=changed',
      '  command: a=changed',
      'a: ok=4 changed=3',
    ]);
    project.remove();
  });

  it('limits a task in time, and tells nothing else of it', async () => {
    const site = `
- hosts: all
  gather_facts: false
  ignore_errors: true
  tasks:
    - shell: echo out; sleep 30
      timeout: 1
      register: result
    - debug: { msg: "{{ result }}" }
`;
    const msg = 'The shell action failed to execute in the expected time frame (1) and was terminated';
    expect(linesOf(await runText(site)).slice(1)).to.deep.equal([
      '  shell: a=failed',
      `  debug: a=ok {"changed":false,"failed":true,"msg":"${msg}"}`,
      'a: ok=2 ignored=1',
    ]);
  });

  it('ends with what is wrong where a play cannot be run at all', async () => {
    const site = `
- hosts: all
  gather_facts: false
  serial: "{{ nobody }}"
  tasks:
    - debug: { msg: never }
`;
    const end = await runText(site);
    expect(end.summary.problems.map(({ message }) => message)).to.deep.equal(["'nobody' is undefined"]);
    expect(kinds(end.events, 'run-failed')).to.have.length(1);
    expect(linesOf(end)).to.deep.equal([]);
  });

  it('lets all hosts change one file of a machine at once', async () => {
    const hosts = Array.from({ length: 12 }, (_, number) => `h${number}`);
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - lineinfile: { path: "{{ playbook_dir }}/shared.conf", line: "{{ inventory_hostname }}", create: true }
      delegate_to: localhost
`;
    const project = writeProject({ 'site.yml': site });
    try {
      await runPlaybook({ path: join(project.directory, 'site.yml'), hosts, settings: { forks: 12 } });
      const lines = readFileSync(join(project.directory, 'shared.conf'), 'utf8').trim().split('\n');
      expect(lines.sort()).to.deep.equal([...hosts].sort());
    } finally {
      project.remove();
    }
  });

  it('becomes nobody where the login user is the one to become, unless that is wished', async () => {
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - command: 'true'
      become: true
      become_user: ${userInfo().username}
      become_exe: /nonexistent/sudo
`;
    const outcomes = [];
    for (const becomeSameUser of [false, true]) {
      const end = await runText(site, {
        settings: { connection: { ...defaultSettings.connection, becomeSameUser } },
      });
      outcomes.push(linesOf(end)[1]);
    }
    expect(outcomes).to.deep.equal(['  command: a=changed', '  command: a=failed']);
  });
});
