// Roles: where they are found, what belongs to a use of one, and in which order handlers come. Learned from ansible-core 2.14.

import { expect } from 'chai';
import { tasksIn } from '../../../src/model/playbook.ts';
import { messagesOf, outlineOf, text, withProject } from '../playbook/project.ts';

const debug = (message: string) => `- debug: {msg: ${message}}\n`;

describe('roles', () => {
  const PLACES: readonly (readonly [string, string, string])[] = [
    ['beside the playbook', 'web', 'roles/web'],
    ['on the configured path', 'web', 'elsewhere/web'],
    ['beside the playbook without roles/', 'web', 'web'],
    ['below roles/', 'group/web', 'roles/group/web'],
    ['in a collection', 'some.thing.web', 'installed/ansible_collections/some/thing/roles/web'],
    ['in a collection beside the playbook', 'some.thing.web', 'collections/ansible_collections/some/thing/roles/web'],
    ['deep in a collection', 'some.thing.group.web', 'installed/ansible_collections/some/thing/roles/group/web'],
  ];
  for (const [where, name, path] of PLACES) {
    it(`are found ${where}`, async () => {
      const files = { 'site.yml': `- hosts: all\n  roles: [${name}]\n`, [`${path}/tasks/main.yml`]: debug('found') };
      expect((await outlineOf(files)).split('\n').at(-1)).to.equal('      task debug {msg: found}');
    });
  }

  it('finds the roles of the collection in which the playbook lies', async () => {
    const inside = 'there/ansible_collections/some/thing';
    const files = {
      'site.yml': `- import_playbook: ${inside}/playbooks/p.yml\n`,
      [`${inside}/playbooks/p.yml`]: '- hosts: all\n  roles: [web, some.thing.db]\n',
      [`${inside}/roles/web/tasks/main.yml`]: debug('web'),
      [`${inside}/roles/db/tasks/main.yml`]: debug('db'),
    };
    expect(await outlineOf(files)).to.equal(
      [
        'play all',
        '  roles',
        '    role some.thing.web',
        '      task debug {msg: web}',
        '    role some.thing.db',
        '      task debug {msg: db}',
      ].join('\n'),
    );
  });

  it('searches the collections of the play for short names, first', async () => {
    const files = {
      'site.yml': '- hosts: all\n  collections: [some.thing]\n  roles: [web]\n',
      'installed/ansible_collections/some/thing/roles/web/tasks/main.yml': debug('collection'),
      'roles/web/tasks/main.yml': debug('beside'),
    };
    expect(await outlineOf(files)).to.equal(
      [
        'play all collections=[some.thing]',
        '  roles',
        '    role some.thing.web',
        '      task debug {msg: collection}',
      ].join('\n'),
    );
  });

  it('come with dependencies before their own tasks, and with keywords and variables apart', async () => {
    const files = {
      'site.yml': '- hosts: all\n  roles:\n    - {role: app, http_port: 80, tags: t, become: true, vars: {a: b}}\n',
      'roles/app/tasks/main.yml': debug('app'),
      'roles/app/meta/main.yml': 'dependencies:\n  - base\n  - {name: lib, level: 3, when: x}\n',
      'roles/base/tasks/main.yaml': debug('base'),
      'roles/lib/tasks/main.yml': debug('lib'),
    };
    expect(await outlineOf(files)).to.equal(
      [
        'play all',
        '  roles',
        '    role app tags=t become=true vars={a: b}',
        '      role base',
        '        task debug {msg: base}',
        '      role lib when=x',
        '        task debug {msg: lib}',
        '      task debug {msg: app}',
      ].join('\n'),
    );
    await withProject(files, (_, loaded) => {
      const app = loaded.ok ? loaded.value.plays[0]?.roles[0] : undefined;
      const lib = app?.block[1];
      expect(app?.role.params.map(({ key, value }) => [key.value, text(value)])).to.deep.equal([['http_port', '80']]);
      expect(lib?.kind === 'block' && lib.role?.params.map(({ key }) => key.value)).to.deep.equal(['level']);
    });
  });

  it('bring the variables of one file, or of a folder in the order of names', async () => {
    const files = {
      'site.yml':
        '- hosts: all\n  roles: [web]\n  tasks: [{import_role: {name: web, vars_from: other, defaults_from: small.yml}}]\n',
      'roles/web/defaults/main/b.yml': '{b: 1}',
      'roles/web/defaults/main/a/c.yaml': '{c: 1}',
      'roles/web/defaults/main/z': '{z: 1}',
      'roles/web/defaults/main/x.txt': '{x: 1}',
      'roles/web/defaults/main/.hidden.yml': '{h: 1}',
      'roles/web/defaults/main/old.yml~': '{o: 1}',
      'roles/web/defaults/small.yml': '{small: 1}',
      'roles/web/vars/main.yml': '{v: 1}',
      'roles/web/vars/main/ignored.yml': '{i: 1}',
      'roles/web/vars/other.json': '{"other": 1}',
    };
    await withProject(files, (_, loaded) => {
      const used = loaded.ok ? [loaded.value.plays[0]?.roles[0], loaded.value.plays[0]?.tasks[0]] : [];
      const variables = used.map((block) =>
        block?.kind === 'block' ? [block.role?.defaults.map(text), block.role?.vars.map(text)] : [],
      );
      expect(variables).to.deep.equal([
        [['{c: 1}', '{b: 1}', '{z: 1}'], ['{v: 1}']],
        [['{small: 1}'], ['{other: 1}']],
      ]);
    });
  });

  it('check their arguments before their first task', async () => {
    const files = {
      'site.yml':
        '- hosts: all\n  tasks:\n    - import_role: {name: web}\n    - import_role: {name: web, tasks_from: other}\n    - import_role: {name: web, rolespec_validate: false}\n',
      'roles/web/tasks/main.yml': debug('main'),
      'roles/web/tasks/other.yml': debug('other'),
      'roles/web/meta/argument_specs.yml':
        'argument_specs:\n  main:\n    short_description: The web\n    options: {a: {type: int}}\n',
    };
    await withProject(files, (_, loaded) => {
      const tasks = loaded.ok ? [...tasksIn(loaded.value.plays[0]?.tasks ?? [])] : [];
      expect(tasks.map(({ name, action, implicit }) => [name?.value, action.name, implicit])).to.deep.equal([
        ["Validating arguments against arg spec 'main' - The web", 'ansible.builtin.validate_argument_spec', true],
        [undefined, 'ansible.builtin.debug', false],
        [undefined, 'ansible.builtin.debug', false],
        [undefined, 'ansible.builtin.debug', false],
      ]);
    });
  });

  it('are the same use where name, variables, when, tags and files are', async () => {
    const uses = [
      'web',
      'web',
      '{role: web, become: true}',
      '{role: web, tags: t}',
      '{role: web, when: x}',
      '{role: web, vars: {a: 1}}',
      '{role: web, a: 1}',
      '{role: web, a: 1}',
    ];
    const files = {
      'site.yml': `- hosts: all\n  roles:\n${uses.map((use) => `    - ${use}\n`).join('')}  tasks: [{import_role: {name: web}}, {import_role: {name: web, tasks_from: other}}]\n`,
      'roles/web/tasks/main.yml': debug('main'),
      'roles/web/tasks/other.yml': debug('other'),
      'roles/web/handlers/main.yml': '- name: h\n  debug:\n',
    };
    await withProject(files, (_, loaded) => {
      if (!loaded.ok) throw new Error('expected no mistakes');
      const [play] = loaded.value.plays;
      const blocks = [...(play?.roles ?? []), ...(play?.tasks ?? [])];
      const identities = blocks.map((block) => (block.kind === 'block' ? block.role?.identity : undefined));
      expect(identities.map((identity) => identities.indexOf(identity))).to.deep.equal([0, 0, 0, 3, 4, 5, 6, 6, 8, 9]);
      expect([...tasksIn(play?.handlers ?? [])]).to.have.length(7);
    });
  });

  it('have their handlers before the play’s own, imported ones after them', async () => {
    const files = {
      'site.yml': `- hosts: all
  roles: [app]
  tasks: [{import_role: {name: late}}]
  handlers: [{name: own, debug: {msg: own}}]
`,
      'roles/app/meta/main.yml': 'dependencies: [base]',
      'roles/app/tasks/main.yml': '- debug:\n  notify: [own, h, "base : h", "app : h", both]\n',
      'roles/app/handlers/main.yml': '- name: h\n  debug: {msg: app}\n',
      'roles/base/handlers/main.yml': '- import_tasks: more.yml\n',
      'roles/base/handlers/more.yml': '- name: h\n  debug: {msg: base}\n  listen: both\n',
      'roles/late/handlers/main.yml': '- name: h\n  debug: {msg: late}\n',
    };
    const lines = (await outlineOf(files)).split('\n');
    expect(lines.slice(lines.indexOf('  handlers'))).to.deep.equal([
      '  handlers',
      '    import_tasks more.yml',
      '      handler debug {msg: base} name=h listens=both',
      '    handler debug {msg: app} name=h',
      '    handler debug {msg: own} name=own',
      '    handler debug {msg: late} name=h',
    ]);
  });

  const MISTAKES: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      'tasks that are no list',
      { 'roles/r/tasks/main.yml': 'debug: {}\n' },
      "roles/r/tasks/main.yml:1:1: error: tasks/main.yml of role 'r' must be a list of tasks, not a mapping",
    ],
    [
      'variables that are no mapping',
      { 'roles/r/vars/main.yml': '[a]\n' },
      "roles/r/vars/main.yml:1:1: error: vars/main.yml of role 'r' must be a mapping of variables, not a list",
    ],
    [
      'meta that is no mapping',
      { 'roles/r/meta/main.yml': 'a\n' },
      "roles/r/meta/main.yml:1:1: error: meta/main.yml of role 'r' must be a mapping, not 'a'",
    ],
    [
      'an unknown key in meta',
      { 'roles/r/meta/main.yml': 'dependancies: []\n' },
      "roles/r/meta/main.yml:1:1: error: 'dependancies' is not a key of a role's meta/main.yml",
    ],
    [
      'dependencies that are no list',
      { 'roles/r/meta/main.yml': 'dependencies: a\n' },
      "roles/r/meta/main.yml:1:15: error: 'dependencies' takes a list of roles, not 'a'",
    ],
    [
      'a missing dependency',
      { 'roles/r/meta/main.yml': 'dependencies: [absent]\n' },
      "roles/r/meta/main.yml:1:16: error: there is no role 'absent', which 'r' depends on",
    ],
    [
      'a circle of dependencies',
      { 'roles/r/meta/main.yml': 'dependencies: [s]\n', 'roles/s/meta/main.yml': 'dependencies: [r]\n' },
      "roles/s/meta/main.yml:1:16: error: role 'r' uses itself",
    ],
    [
      'a role that imports itself',
      { 'roles/r/tasks/main.yml': '- import_role: {name: r}\n' },
      "roles/r/tasks/main.yml:1:23: error: role 'r' uses itself",
    ],
    [
      'argument specs that are no mapping',
      { 'roles/r/meta/argument_specs.yml': 'argument_specs: a\n' },
      "roles/r/meta/argument_specs.yml:1:17: error: 'argument_specs' takes a mapping of entry points, not 'a'",
    ],
  ];
  for (const [what, files, message] of MISTAKES) {
    it(`tell of ${what}`, async () => {
      const messages = await messagesOf({
        'site.yml': '- hosts: all\n  roles: [r]\n',
        'roles/r/tasks/x.yml': '',
        ...files,
      });
      expect(messages.split('\n')[0]).to.equal(message);
    });
  }

  it('warn of mistakes in variables, which nobody may ever use', async () => {
    const files = {
      'site.yml': '- hosts: all\n  roles: [r, {role: r, tags: t}]\n',
      'roles/r/defaults/main.yml': 'a: "{{ b"\nc: "{{ d }}"\n',
    };
    expect(await messagesOf(files)).to.equal(
      [
        "roles/r/defaults/main.yml:1:9: warning: unexpected end of template, expected 'end of print statement'.",
        '    1 | a: "{{ b"',
        '      |         ^',
      ].join('\n'),
    );
  });

  it('may import themselves with other tasks', async () => {
    const files = {
      'site.yml': '- hosts: all\n  roles: [r]\n',
      'roles/r/tasks/main.yml': '- import_role: {name: r, tasks_from: other}\n',
      'roles/r/tasks/other.yml': debug('other'),
    };
    expect(await messagesOf(files)).to.equal('');
  });

  it('are named by what dependencies of old say', async () => {
    const files = {
      'site.yml': '- hosts: all\n  roles: [r]\n',
      'roles/r/meta/main.yml':
        'dependencies:\n  - {src: "git+https://host/who/lib.git", version: v1}\n  - {src: "https://host/x.tar.gz,v1,lib"}\n',
      'roles/lib/tasks/main.yml': debug('lib'),
    };
    expect(await outlineOf(files)).to.equal(
      [
        'play all',
        '  roles',
        '    role r',
        '      role lib',
        '        task debug {msg: lib}',
        '      role lib',
        '        task debug {msg: lib}',
      ].join('\n'),
    );
  });
});
