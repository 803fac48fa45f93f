// What users are told about mistakes: `mistakes/*.txt` hold playbooks and, below each, every message about it.

import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { messagesOf } from './project.ts';

const folder = new URL('mistakes/', import.meta.url);

/** Sections of `=== file`, each a text, a line `---`, and the messages. Files of tasks are put into a play. */
function casesOf(file: string): readonly { readonly text: string; readonly messages: string }[] {
  const sections = readFileSync(new URL(file, folder), 'utf8')
    .split(/^===\n/m)
    .slice(1);
  return sections.map((section) => {
    const [text = '', messages = ''] = section.split(/^---\n/m);
    return { text, messages: messages.trimEnd() };
  });
}

function siteOf(file: string, text: string): string {
  if (file === 'plays.txt') return text;
  return `- hosts: all\n  tasks:\n${text.replace(/^(?=.)/gm, '    ')}`;
}

describe('mistakes in playbooks', () => {
  for (const file of readdirSync(folder)) {
    describe(file, () => {
      for (const { text, messages } of casesOf(file)) {
        it(JSON.stringify(text), async () => {
          const files = {
            'site.yml': siteOf(file, text),
            'inc.yml': '- debug: {msg: x}\n',
            'roles/ok/tasks/main.yml': '- debug: {msg: ok}\n',
          };
          expect(await messagesOf(files)).to.equal(messages);
        });
      }
    });
  }

  it('tells of five mistakes in three files at once', async () => {
    const files = {
      'site.yml': [
        '- hosts: all',
        '  becom: true',
        '  roles: [web]',
        '  tasks:',
        '    - import_tasks: tasks/web.yml',
        '    - copy: {src: a, dest: "{{ b"}',
        '      notify: reload',
      ].join('\n'),
      'tasks/web.yml': '- debgu: {msg: x}\n',
      'roles/web/tasks/main.yml': '- debug: {msg: x}\n  when: x is defned\n',
    };
    expect(await messagesOf(files)).to.equal(
      [
        "site.yml:2:3: error: 'becom' is not a keyword of a play",
        '    2 |   becom: true',
        '      |   ^^^^^',
        "  hint: did you mean 'become'?",
        '',
        "site.yml:6:33: error: unexpected end of template, expected 'end of print statement'.",
        '    6 |     - copy: {src: a, dest: "{{ b"}',
        '      |                                 ^',
        '',
        "site.yml:7:15: error: there is no handler 'reload'",
        '    7 |       notify: reload',
        '      |               ^^^^^^',
        "  hint: add it to 'handlers:'",
        '',
        "roles/web/tasks/main.yml:2:14: error: there is no test 'defned'; did you mean 'defined'?",
        '    2 |   when: x is defned',
        '      |              ^^^^^^',
        '',
        "tasks/web.yml:1:3: error: there is no module 'debgu'",
        '    1 | - debgu: {msg: x}',
        '      |   ^^^^^',
        "  hint: did you mean 'debug'?",
      ].join('\n'),
    );
  });
});
