// What a run asks of the loader when it comes to a dynamic include.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { renderDiagnostics } from '../../../src/load/diagnostics/render.ts';
import { handlersOf } from '../../../src/load/playbook/handlers.ts';
import { taskFileCandidates } from '../../../src/load/playbook/place.ts';
import { type Block, collected, type Task, tasksIn } from '../../../src/model/playbook.ts';
import { outlineOfStatements, type Project, text, withProject } from './project.ts';

const debug = (message: string) => `- debug: {msg: ${message}}\n`;

/** The first task of a project that includes something. */
async function includeOf(project: Project): Promise<Task> {
  const loaded = await project.load();
  if (!loaded.ok) throw new Error(renderDiagnostics(loaded.problems));
  const [play] = loaded.value.plays;
  const task = [...tasksIn([...(play?.roles ?? []), ...(play?.tasks ?? []), ...(play?.handlers ?? [])])].find(
    ({ action }) => action.name.includes('include'),
  );
  if (!task) throw new Error('expected an include');
  return task;
}

function request(project: Project, task: Task) {
  const render = (words: string) => words.replace('{{ item }}', 'one').replace('{{ known }}', 'here');
  return {
    task,
    playbookDir: project.directory,
    text: (node: { readonly value: unknown }) => ({ ok: true as const, value: render(String(node.value)) }),
  };
}

describe('dynamic includes', () => {
  it('bring the tasks of a file, with apply as keywords and variables visible', async () => {
    const files = {
      'site.yml': `- hosts: all
  tasks:
    - block:
        - include_tasks: {file: "tasks/{{ item }}.yml", apply: {become: true, tags: a, vars: {x: apply}}}
          tags: i
          vars: {x: include}
      tags: b
      vars: {x: block}
`,
      'tasks/one.yml': '- import_tasks: "{{ item }}/two.yml"\n',
      'tasks/one/two.yml': debug('two'),
    };
    await withProject(files, async (project) => {
      const included = await project.loader.tasks(request(project, await includeOf(project)));
      if (!included.ok) throw new Error(renderDiagnostics(included.problems));
      expect(outlineOfStatements([included.value])).to.deep.equal([
        'include_tasks tasks/one.yml become=true tags=a vars={x: apply}',
        '  import_tasks one/two.yml',
        '    task debug {msg: two}',
      ]);
      const [task] = [...tasksIn([included.value])];
      const values = (keyword: string) => (task ? collected(task, keyword).map(({ value }) => text(value)) : []);
      expect([values('tags'), values('vars')]).to.deep.equal([
        ['b', 'a'],
        ['{x: block}', '{x: include}', '{x: apply}'],
      ]);
    });
  });

  it('bring a role, and its handlers after those of its dependencies', async () => {
    const files = {
      'site.yml':
        '- hosts: all\n  tasks: [{include_role: {name: "{{ item }}", tasks_from: more, public: "{{ known }}", apply: {become: true}}}]\n',
      'roles/one/tasks/more.yml': debug('one'),
      'roles/one/meta/main.yml': 'dependencies: [base]\n',
      'roles/one/handlers/main.yml': '- name: h\n  debug: {msg: one}\n',
      'roles/base/handlers/main.yml': '- name: h\n  debug: {msg: base}\n',
    };
    await withProject(files, async (project) => {
      const included = await project.loader.role(request(project, await includeOf(project)));
      if (!included.ok) throw new Error(renderDiagnostics(included.problems));
      expect(outlineOfStatements([included.value])).to.deep.equal([
        'role one become=true',
        '  role base',
        '  task debug {msg: one}',
      ]);
      expect(outlineOfStatements([...handlersOf(included.value)])).to.deep.equal([
        'handler debug {msg: base} name=h',
        'handler debug {msg: one} name=h',
      ]);
      expect([included.value.role.public, included.value.role.usedBy]).to.deep.equal([false, 'include_role']);
    });
  });

  it('tell of mistakes as often as they are met', async () => {
    const files = {
      'site.yml': '- hosts: all\n  tasks: [{include_tasks: inc.yml}]\n',
      'inc.yml': '- debug:\n  when: a ==\n- debgu:\n',
    };
    await withProject(files, async (project) => {
      const asked = request(project, await includeOf(project));
      const both = [await project.loader.tasks(asked), await project.loader.tasks(asked)];
      const messages = both.map((included) => (included.ok ? [] : included.problems.map(({ message }) => message)));
      expect(messages).to.deep.equal(Array(2).fill(["unexpected 'end of template'", "there is no module 'debgu'"]));
    });
  });

  it('find a file that was made while the play ran', async () => {
    await withProject({ 'site.yml': '- hosts: all\n  tasks: [{include_tasks: made.yml}]\n' }, async (project) => {
      const asked = request(project, await includeOf(project));
      const before = await project.loader.tasks(asked);
      expect(before.ok ? '' : project.local(renderDiagnostics(before.problems))).to.equal(
        [
          "site.yml:2:27: error: there is no file 'made.yml'",
          '    2 |   tasks: [{include_tasks: made.yml}]',
          '      |                           ^^^^^^^^',
          '  hint: searched: made.yml',
        ].join('\n'),
      );
      writeFileSync(join(project.directory, 'made.yml'), debug('made'));
      expect((await project.loader.tasks(asked)).ok).to.equal(true);
    });
  });
});

describe('files of tasks', () => {
  // For each place, the directories in the order in which ansible-core 2.14 took the file from them.
  const ORDERS: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    'import' | 'include',
    readonly string[],
  ])[] = [
    ['a play', {}, 'include', ['.']],
    [
      'an imported file',
      { 'site.yml': '- import_tasks: sub/a.yml', 'sub/a.yml': '- NAME: z.yml' },
      'include',
      ['sub', '.'],
    ],
    ['a role', { 'roles/r/tasks/main.yml': '- NAME: z.yml' }, 'include', ['roles/r/tasks', 'tasks', 'roles/r', '.']],
    [
      'a file that a role imports',
      { 'roles/r/tasks/main.yml': '- import_tasks: x/y.yml', 'roles/r/tasks/x/y.yml': '- NAME: z.yml' },
      'include',
      ['roles/r/tasks', 'tasks', 'roles/r', '.', 'roles/r/tasks/x/tasks', 'roles/r/tasks/x'],
    ],
    [
      'a file that a role imports',
      { 'roles/r/tasks/main.yml': '- import_tasks: x/y.yml', 'roles/r/tasks/x/y.yml': '- NAME: z.yml' },
      'import',
      ['roles/r/tasks/x/tasks', 'tasks', 'roles/r/tasks/x', '.', 'roles/r/tasks', 'roles/r'],
    ],
    [
      'the handlers of a role',
      { 'roles/r/handlers/main.yml': '- NAME: z.yml' },
      'include',
      ['roles/r/handlers', 'roles/r/tasks', 'handlers', 'roles/r', '.'],
    ],
  ];
  for (const [where, written, kind, order] of ORDERS) {
    it(`are searched for an ${kind} in ${where}`, async () => {
      const site = written['site.yml'] ?? (Object.keys(written).length > 0 ? '' : '- NAME: z.yml');
      const tasks = site === '' ? '  roles: [r]\n' : `  tasks:\n    ${site}\n`;
      const rest = Object.entries(written).filter(([path]) => path !== 'site.yml');
      const files = Object.fromEntries(
        [['site.yml', `- hosts: all\n${tasks}`], ...rest].map(([path = '', body = '']) => [
          path,
          body.replace('NAME', 'include_tasks'),
        ]),
      );
      await withProject(files, async (project) => {
        const task = await includeOf(project);
        const place = { parent: task.parent, path: task.path, base: project.directory, handlers: task.handler };
        const found = taskFileCandidates('z.yml', place, kind === 'include').map((path) =>
          project.local(dirname(path)),
        );
        expect(found).to.deep.equal(order);
      });
    });
  }

  it('are taken from the first place that has one', async () => {
    const files = {
      'site.yml': '- hosts: all\n  roles: [r]\n',
      'roles/r/tasks/main.yml': '- include_tasks: z.yml\n',
      'roles/r/tasks/z.yml': debug('role'),
      'z.yml': debug('playbook'),
    };
    await withProject(files, async (project) => {
      const asked = request(project, await includeOf(project));
      const first = await project.loader.tasks(asked);
      mkdirSync(join(project.directory, 'tasks'));
      expect(first.ok && shown(first.value)).to.deep.equal(['task debug {msg: role}']);
    });
  });
});

function shown({ block }: Block): readonly string[] {
  return outlineOfStatements(block);
}
