// What is said about modules and their arguments, with tsplay's own modules.

import { expect } from 'chai';
import { moduleCatalogue } from '../../../src/load/playbook/module-catalogue.ts';
import { tasksIn } from '../../../src/model/playbook.ts';
import { Catalogue } from '../../../src/module/registry.ts';
import { messagesOf, withProject } from './project.ts';

const modules = moduleCatalogue(new Catalogue());

/** The messages about a task, without the lines they show. */
async function about(task: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const site = `- hosts: all\n  tasks:\n${`- ${task}`.replace(/^(?=.)/gm, '    ')}`;
  const messages = await messagesOf({ 'site.yml': site, ...more }, { modules });
  return messages.split('\n').filter((line) => /^\S|^ {2}hint/.test(line) && line !== '');
}

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['ansible.builtin.include_vars: more.yml', []],
  ['include_vars: {file: more.yml, name: more}', []],
  ['lineinfile: {path: /x, line: a}', []],
  ['lineinfile: {dest: /x, line: a}', []],
  ['lineinfile: {path: "{{ x }}", state: "{{ y }}", backup: "{{ z }}"}', []],
  ['lineinfile: {line: a}', ["site.yml:3:7: error: lineinfile needs the parameter 'path'"]],
  [
    'lineinfile: {pth: /x, line: a}',
    ["site.yml:3:20: error: 'pth' is not a parameter of lineinfile", "  hint: did you mean 'path'?"],
  ],
  [
    'lineinfile: {path: /x, state: presnt}',
    [
      "site.yml:3:37: error: 'state' is 'presnt'; it must be one of: absent, present",
      "  hint: did you mean 'present'?",
    ],
  ],
  ['lineinfile: path=/x backup=maybe', ["site.yml:3:34: error: 'backup' is 'maybe', which is neither yes nor no"]],
  [
    'lineinfile: {path: /x, when: y}',
    [
      "site.yml:3:30: error: 'when' is not a parameter of lineinfile",
      "  hint: it is a keyword of the task: indent it as far as the module's name",
    ],
  ],
  // Whoever looks at the failure gets it from the run.
  ['lineinfile: {line: a}\n  ignore_errors: true', ["site.yml:3:7: warning: lineinfile needs the parameter 'path'"]],
  ['lineinfile: {line: a}\n  ignore_errors: no', ["site.yml:3:7: error: lineinfile needs the parameter 'path'"]],
  ['lineinfile: {line: a}\n  failed_when: false', ["site.yml:3:7: warning: lineinfile needs the parameter 'path'"]],
  [
    'lineinfile: {line: a}\n  failed_when: one is not failed',
    ["site.yml:3:7: warning: lineinfile needs the parameter 'path'"],
  ],
  ['lineinfile: {line: a}\n  failed_when: one.rc > 1', ["site.yml:3:7: error: lineinfile needs the parameter 'path'"]],
  [
    'block:\n    - lineinfile: {line: a}\n  rescue:\n    - debug: {var: ansible_failed_result.msg}',
    ["site.yml:4:11: warning: lineinfile needs the parameter 'path'"],
  ],
  [
    'block:\n    - lineinfile: {line: a}\n  rescue:\n    - debug:',
    ["site.yml:4:11: error: lineinfile needs the parameter 'path'"],
  ],
  ['lineinfile: "{{ options }}"', []],
  ['lineinfile: {line: a}\n  args: "{{ options }}"', []],
  ['lineinfile: {line: a}\n  module_defaults: {lineinfile: {path: /x}}', []],
  ['command: ls', []],
  ['command: {argv: [ls]}', []],
  [
    'command: ls\n  args: {chdri: /}',
    ["site.yml:4:14: error: 'chdri' is not a parameter of command", "  hint: did you mean 'chdir'?"],
  ],
  [
    'command: ls\n  args: {warn: false}',
    ["site.yml:4:14: warning: 'warn' has no effect any more", '  hint: there are no warnings to switch off'],
  ],
  ['package: {name: a, disable_gpg_check: true, cache_valid_time: 60}', []],
  [
    'package: {name: a, stat: absent}',
    ["site.yml:3:26: error: 'stat' is not a parameter of package", "  hint: did you mean 'state'?"],
  ],
  ['set_fact: {anything: 1}', []],
  ['mine: {}', ["site.yml:3:7: error: there is no module 'mine'"]],
  [
    'mine: {}\n  collections: [some.thing]',
    ["site.yml:3:7: warning: tsplay has no module 'mine'", '  hint: a task that comes to run it fails'],
  ],
  ['assert: {that: [a, "b =="]}', ["site.yml:3:31: error: unexpected 'end of template'"]],
  ['debug: {var: a b}', ["site.yml:3:22: error: expected token 'end of statement block', got 'b'"]],
  ['debug: {constructor: a}', ["site.yml:3:15: error: 'constructor' is not a parameter of debug"]],
  [
    'debug: {msg: a}\n  constructor: b',
    [
      "site.yml:4:7: error: 'constructor' is not a keyword of a task",
      "  hint: if it is a parameter of 'debug', indent it below that",
    ],
  ],
  ['lineinflie: {}', ["site.yml:3:7: error: there is no module 'lineinflie'", "  hint: did you mean 'lineinfile'?"]],
  [
    'ansible.bultin.debug: {}',
    ["site.yml:3:7: error: there is no module 'ansible.bultin.debug'", "  hint: did you mean 'ansible.builtin.debug'?"],
  ],
  ['ansible.builtin.nope: {}', ["site.yml:3:7: error: there is no module 'ansible.builtin.nope'"]],
  [
    'xbps: {name: x}',
    ["site.yml:3:7: warning: tsplay has no module 'xbps'", '  hint: a task that comes to run it fails'],
  ],
  [
    'some.thing.else: {name: x}',
    ["site.yml:3:7: warning: tsplay has no module 'some.thing.else'", '  hint: a task that comes to run it fails'],
  ],
  ['debug: {msg: "{{ a | plugin_of_mine }}"}', ["site.yml:3:28: warning: there is no filter 'plugin_of_mine'"]],
];

describe('modules', () => {
  for (const [task, messages] of CASES) {
    it(`judges ${JSON.stringify(task)}`, async () => expect(await about(task)).to.deep.equal(messages));
  }

  it('takes those that lie beside the playbook or in a role, but no Python', async () => {
    const files = {
      'package.json': '{"type": "module"}',
      'modules/mine.ts': `import { defineModule } from '${new URL('../../../src/module/index.ts', import.meta.url).pathname}';\nexport default defineModule({ summary: 'x', params: {}, plan: () => ({ changes: [] }) });\n`,
      'library/theirs.py': '',
      'library/broken.ts': 'export default 1;\n',
    };
    expect(await about('mine: {a: b}', files)).to.deep.equal(["site.yml:3:14: error: 'a' is not a parameter of mine"]);
    expect(await about('theirs: {a: b}', files)).to.deep.equal([
      "site.yml:3:7: warning: tsplay has no module 'theirs'",
      '  hint: a task that comes to run it fails',
    ]);
    expect((await about('broken: {a: b}', files))[0]).to.match(
      /^site.yml:3:7: error: the module 'broken' cannot be loaded: /,
    );
  });

  it('names them canonically', async () => {
    const site =
      '- hosts: all\n  tasks:\n    - debug:\n    - ansible.legacy.debug:\n    - authorized_key: {user: a, key: b}\n    - xbps:\n';
    await withProject(
      { 'site.yml': site },
      (_, loaded) => {
        const tasks = loaded.ok ? [...tasksIn(loaded.value.plays[0]?.tasks ?? [])] : [];
        expect(tasks.map(({ action }) => action.name)).to.deep.equal([
          'ansible.builtin.debug',
          'ansible.builtin.debug',
          'ansible.posix.authorized_key',
          'xbps',
        ]);
      },
      { modules },
    );
  });
});
