// Playbooks to trees. What the trees must look like was learned from ansible-core 2.14 (`--list-tasks`, real runs).

import { expect } from 'chai';
import { collected, inherited, listed, tasksIn } from '../../../src/model/playbook.ts';
import { outlineOf, text, withProject } from './project.ts';

const play = (tasks: string) => ({ 'site.yml': `- hosts: all\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}` });

/** The outline of the tasks of a play. */
async function tasksOutline(tasks: string): Promise<string> {
  const [, , ...lines] = (await outlineOf(play(tasks))).split('\n');
  return lines.map((line) => line.slice(4)).join('\n');
}

const ACTIONS: readonly (readonly [string, string])[] = [
  ['- debug: {msg: a}', 'task debug {msg: a}'],
  ['- ansible.builtin.debug:', 'task debug'],
  ['- debug: msg="a b" verbosity=1', 'task debug {msg: a b, verbosity: 1}'],
  ['- debug: msg=a\n  args: {msg: b, verbosity: 1}', 'task debug {msg: a, verbosity: 1}'],
  ['- debug: "{{ x }}"', 'task debug <{{ x }}>'],
  ['- debug: "{{ x }} msg=a"', 'task debug <{{ x }}> {msg: a}'],
  ['- debug: msg=a\n  args: "{{ x }}"', 'task debug <{{ x }}> {msg: a}'],
  ['- command: ls -l a=b creates=/x', 'task command "ls -l a=b" {creates: /x}'],
  ['- command: {cmd: ls a=b, chdir: /}', 'task command "ls a=b" {chdir: /}'],
  ['- command: {_raw_params: ls}', 'task command "ls"'],
  ['- shell: |\n    if a; then\n      b\n    fi\n', 'task shell "if a; then\\n  b\\nfi\\n"'],
  ['- set_fact: a=b c', 'task set_fact "c" {a: b}'],
  ['- action: debug msg=x', 'task debug {msg: x}'],
  ['- action: {module: debug, msg: x}', 'task debug {msg: x}'],
  ['- action: {module: command ls -l, chdir: /}', 'task command "ls -l" {chdir: /}'],
  ['- action: command ls a=b\n  args: {chdir: /}', 'task command "ls a=b" {chdir: /}'],
  ['- action: "{{ mod }} msg=x"', 'task {{ mod }} {msg: x}'],
  ['- local_action: command ls', 'task command "ls" delegate_to=localhost'],
  ['- local_action: debug msg=x\n  delegate_to: other', 'task debug {msg: x} delegate_to=localhost'],
  ['- debug:\n  with_dict: {a: b}', 'task debug with_dict={a: b}'],
  ['- debug:\n  loop: "{{ x }}"', 'task debug loop={{ x }}'],
  ['- debug:\n  loop:', 'task debug'],
  ['- meta: flush_handlers', 'task meta "flush_handlers"'],
  ['- debug:\n  async: 5\n  poll: 0\n  when: [a, b]', 'task debug async=5 poll=0 when=[a, b]'],
];

describe('the tree of a playbook', () => {
  for (const [written, outline] of ACTIONS) {
    it(`reads ${JSON.stringify(written)}`, async () => expect(await tasksOutline(written)).to.equal(outline));
  }

  it('keeps sections, blocks and handlers', async () => {
    const site = `- hosts: web
  user: bob
  pre_tasks: [{debug: {msg: pre}}]
  tasks:
    - name: try
      block:
        - debug: {msg: a}
        - block: [{debug: {msg: b}}]
      rescue: [{debug: {msg: c}}]
      always: [{debug: {msg: d}}]
      when: x
    -
  post_tasks: [{debug: {msg: post}}]
  handlers:
    - name: h
      debug: {msg: h}
      listen: [l, m]
`;
    expect(await outlineOf({ 'site.yml': site })).to.equal(
      [
        'play web remote_user=bob',
        '  pre_tasks',
        '    task debug {msg: pre}',
        '  tasks',
        '    block name=try when=x',
        '      task debug {msg: a}',
        '      block',
        '        task debug {msg: b}',
        '    rescue',
        '      task debug {msg: c}',
        '    always',
        '      task debug {msg: d}',
        '  post_tasks',
        '    task debug {msg: post}',
        '  handlers',
        '    handler debug {msg: h} name=h listens=l,m',
      ].join('\n'),
    );
  });

  it('puts imported tasks and playbooks in place', async () => {
    const files = {
      'site.yml':
        '- import_playbook: sub/{{ known }}.yml\n  vars: {a: b}\n- hosts: b\n  tasks: [{import_tasks: tasks/one.yml, tags: t}]\n',
      'sub/here.yml': '- hosts: a\n  tasks: [{import_tasks: two.yml}]\n',
      'sub/two.yml': '- debug: {msg: two}\n',
      'tasks/one.yml': '- include: inner/three.yml x=y\n  when: w\n',
      'tasks/inner/three.yml': '- import_tasks: four.yml\n- include_tasks: five.yml\n',
      'tasks/inner/four.yml': '- debug: {msg: four}\n',
    };
    expect(await outlineOf(files)).to.equal(
      [
        'play a',
        '  tasks',
        '    import_tasks two.yml',
        '      task debug {msg: two}',
        'play b',
        '  tasks',
        '    import_tasks tasks/one.yml tags=t',
        '      import_tasks inner/three.yml when=w vars={x: y}',
        '        import_tasks four.yml',
        '          task debug {msg: four}',
        '        task include_tasks "five.yml"',
      ].join('\n'),
    );
  });

  it('finds playbooks of collections', async () => {
    const files = {
      'site.yml': '- import_playbook: some.thing.setup\n',
      'installed/ansible_collections/some/thing/playbooks/setup.yaml': '- hosts: c\n',
    };
    expect(await outlineOf(files)).to.equal('play c');
    await withProject(files, async (project) => {
      const loaded = await project.loader.playbook('some.thing.setup');
      expect(loaded.ok && loaded.value.path).to.equal(
        `${project.directory}/installed/ansible_collections/some/thing/playbooks/setup.yaml`,
      );
    });
  });

  it('says so where there is no playbook', async () => {
    await withProject({}, (project, loaded) => {
      const messages = loaded.ok ? [] : loaded.problems.map(({ message }) => project.local(message));
      expect(messages).to.deep.equal(['cannot read site.yml: there is no such file']);
    });
  });

  it('hands keywords down: the nearest counts, or all of them', async () => {
    const files = {
      'site.yml': '- import_playbook: play.yml\n  tags: p\n  when: imported\n',
      'play.yml': `- hosts: all
  become: true
  environment: {A: play}
  tags: [a]
  tasks:
    - block:
        - debug:
          become_user: task
          tags: c
          when: own
          environment: {A: task}
        - import_tasks: inc.yml
          become: false
      become_user: block
      tags: [b]
      when: outer
      notify: h
  handlers: [{name: h, debug: }]
`,
      'inc.yml': '- debug:\n',
    };
    await withProject(files, (_, loaded) => {
      if (!loaded.ok) throw new Error('expected no mistakes');
      const [first, second] = [...tasksIn(loaded.value.plays[0]?.tasks ?? [])];
      if (!first || !second) throw new Error('expected two tasks');
      const value = (keyword: string, task = first) => {
        const entry = inherited(task, keyword);
        return entry && text(entry.value);
      };
      const values = (keyword: string, task = first) =>
        collected(task, keyword).flatMap((entry) => listed(entry.value).map(text));
      expect([
        value('become'),
        value('become_user'),
        value('notify'),
        value('become', second),
        value('become_user', second),
      ]).to.deep.equal(['true', 'task', 'h', 'false', 'block']);
      expect([values('tags'), values('when'), values('environment'), values('tags', second)]).to.deep.equal([
        ['p', 'a', 'b', 'c'],
        ['imported', 'outer', 'own'],
        ['{A: play}', '{A: task}'],
        ['p', 'a', 'b'],
      ]);
      const handler = [...tasksIn(loaded.value.plays[0]?.handlers ?? [])][0];
      expect(handler && values('when', handler)).to.deep.equal([]);
    });
  });

  it('gives every argument its place', async () => {
    await withProject(
      play(`- copy: src=a dest="b c" content='{{ d }}'\n- command: echo "a b"   c creates=/x\n`),
      (_, loaded) => {
        if (!loaded.ok) throw new Error('expected no mistakes');
        const nodes = [...tasksIn(loaded.value.plays[0]?.tasks ?? [])].flatMap(({ action }) => [
          ...action.args.entries.flatMap(({ key, value }) => [key, value]),
          ...(action.freeForm ? [action.freeForm] : []),
        ]);
        expect(nodes.map(({ span }) => span.file.text.slice(span.start, span.end))).to.deep.equal([
          ...['src', 'a', 'dest', 'b c', 'content', '{{ d }}'],
          ...['creates', '/x', 'echo "a b"   c'],
        ]);
      },
    );
  });

  it('loads 5,000 lines in less than 0.3 s', async () => {
    const task =
      '    - name: task\n      ansible.builtin.copy:\n        dest: "/etc/{{ item }}"\n        mode: "0644"\n      when: a == 1\n';
    const files = { 'site.yml': `- hosts: all\n  tasks:\n${task.repeat(1000)}` };
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      await withProject(files, async (project) => {
        const start = performance.now();
        const loaded = await project.load();
        times.push(performance.now() - start);
        expect(loaded.ok).to.equal(true);
      });
    }
    expect(Math.min(...times)).to.be.lessThan(300);
  });
});
