// Modules that need Python on a host that has none: told so, and those that need none run.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { variablesOf } from './hardening.ts';
import { type LabHost, labAvailable, startHost } from './index.ts';

const root = new URL('../..', import.meta.url).pathname;

const FILES: Readonly<Record<string, string>> = {
  'library/needs.py': 'from ansible.module_utils.basic import AnsibleModule\n',
  'library/local_shell': '#!/bin/sh\n# WANT_JSON\necho \'{"changed": true, "by": "\'$(id -un)\'"}\'\n',
  'play.yml': `- hosts: all
  gather_facts: false
  tasks:
    - needs:
      ignore_errors: true
    - needs:
      vars: { ansible_python_interpreter: /opt/python3 }
      ignore_errors: true
    - local_shell:
`,
};

describe('foreign modules on a host without Python', () => {
  let host: LabHost;
  let directory = '';

  before(async function () {
    const available = await labAvailable();
    if (!available.ok) {
      process.stderr.write(`    skipped: ${available.why}; ${available.remedy}\n`);
      this.skip();
    }
    host = await startHost({ flavour: 'nopython' });
    directory = mkdtempSync(join(tmpdir(), 'tsplay-foreign-'));
  });

  after(async () => {
    rmSync(directory, { recursive: true, force: true });
    await host?.stop();
  });

  it('names what is missing and who needs it, and leaves nothing', async () => {
    for (const [name, text] of Object.entries(FILES)) write(name, text);
    writeFileSync(
      join(directory, 'hosts.json'),
      JSON.stringify({ all: { hosts: { [host.name]: variablesOf(host) } } }),
    );
    const events = await run();
    const needs = join(directory, 'library/needs.py');
    expect(events).to.deep.equal([
      `the module 'needs' (${needs}) is run by Python, and there is none on ${host.name}: install python3 there (tsplay needs none for its own modules), or set ansible_python_interpreter where it lies elsewhere`,
      `the module 'needs' (${needs}) is run by Python, and '/opt/python3' does not start on ${host.name}: /bin/sh: 1: exec: /opt/python3: not found. Install python3 there, or set ansible_python_interpreter to where it lies`,
      'changed by root',
    ]);
    expect(await host.snapshotUpper()).to.deep.equal([]);
  });

  function write(name: string, text: string): void {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  function run(): Promise<readonly string[]> {
    const words = ['--import', 'tsx', 'src/cli/main.ts', 'run', '-o', 'json', join(directory, 'play.yml')];
    const args = [...words, '-i', join(directory, 'hosts.json')];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: root }, (_, stdout) => resolve(stdout.split('\n').flatMap(told)));
    });
  }
});

function told(line: string): readonly string[] {
  if (!line.startsWith('{')) return [];
  const { event, result = {} }: { event: string; result?: Readonly<Record<string, unknown>> } = JSON.parse(line);
  if (event !== 'host-task-finished') return [];
  return [result.changed === true ? `changed by ${String(result.by)}` : String(result.msg)];
}
