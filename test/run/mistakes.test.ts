// What users are told about mistakes that only show while a playbook runs: `mistakes.txt` holds files and, below them, what the log prints.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Script } from '../../src/report/text/script.ts';
import { runPlaybook, writeProject } from '../support/run-playbook.ts';

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly printed: string;
}

/** Sections of `===`, each the tasks of a play, further files after `--- NAME` lines, and after a bare `---` what is printed. */
function cases(): readonly Case[] {
  const text = readFileSync(new URL('mistakes.txt', import.meta.url), 'utf8');
  return text
    .split(/^===\n/m)
    .slice(1)
    .map((section) => {
      const [written = '', printed = ''] = section.split(/^---\n/m);
      const [play = '', ...more] = written.split(/^--- /m);
      const files = more.map((one) => [one.slice(0, one.indexOf('\n')), one.slice(one.indexOf('\n') + 1)] as const);
      const site = `- hosts: all\n  gather_facts: false\n${play.replace(/^(?=.)/gm, '  ')}`;
      return { files: { 'site.yml': site, ...Object.fromEntries(files) }, printed };
    });
}

describe('mistakes that show while a playbook runs', () => {
  const before_ = process.cwd();
  afterEach(() => process.chdir(before_));

  for (const { files, printed } of cases()) {
    it(JSON.stringify(files['site.yml']?.slice(36)), async () => {
      const project = writeProject(files);
      process.chdir(project.directory);
      const options = {
        verbosity: 0,
        color: false,
        columns: () => 120,
        showSkipped: true,
        showOk: true,
        showStats: false,
      };
      const script = new Script(options);
      const lines: string[] = [];
      await runPlaybook({
        path: join(project.directory, 'site.yml'),
        hosts: ['h1', 'h2'],
        onEvent: (event) => {
          // Banners and the recap are not the point.
          if (
            event.kind === 'host-task-finished' ||
            event.kind === 'item-finished' ||
            event.kind === 'warned' ||
            event.kind === 'run-failed'
          )
            lines.push(...script.lines(event).map(({ text }) => text));
        },
      });
      project.remove();
      const told = lines.filter(
        (line) =>
          line !== '' && !line.startsWith('TASK ') && !line.startsWith('fatal: ') && !line.startsWith('failed: '),
      );
      expect(told.map((line) => `${line}\n`).join('')).to.equal(printed);
    });
  }
});
