// A hardening playbook of the SCAP Security Guide, as Debian packages it: run by both engines, it meets the same fate.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { variablesOf } from '../../lab/hardening.ts';
import { type LabHost, labAvailable, startHosts, type UpperEntry } from '../../lab/index.ts';
import { describeParity } from '../../support/oracle.ts';
import { transcriptOfJson } from '../../support/oracle-playbook.ts';
import { transcriptLines, transcriptOfEvents } from '../../support/transcript.ts';

// Up to the package that the lab does not have, 52 tasks of 324: sudo, PAM, sysctl, files and accounts.
const PLAYBOOK = '/usr/share/scap-security-guide/ansible/ubuntu2204-playbook-cis_level1_server.yml';
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

describeParity('the CIS playbook of the SCAP Security Guide', () => {
  let directory: string;
  before(async function () {
    const lab = await labAvailable();
    const why = lab.ok ? undefined : `${lab.why}; ${lab.remedy}`;
    const missing = existsSync(PLAYBOOK) ? why : 'the package ssg-debderived is not installed';
    if (missing === undefined) return;
    process.stderr.write(`    skipped: ${missing}\n`);
    this.skip();
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-public-'));
  });
  afterEach(() => directory && rmSync(directory, { recursive: true, force: true }));

  it('has the same outcome for each task, and leaves the same files', async () => {
    const [ours, theirs] = await startHosts([
      { flavour: 'ubuntu', name: 'ours-ssg' },
      { flavour: 'ubuntu', name: 'theirs-ssg' },
    ]);
    if (!ours || !theirs) throw new Error('two hosts were asked for');
    try {
      const [run, oracle] = await Promise.all([tsplay(ours, directory), ansible(theirs, directory)]);
      expect(transcriptLines(transcriptOfEvents(run))).to.deep.equal(transcriptLines(oracle));
      expect(files(await ours.snapshotUpper())).to.deep.equal(files(await theirs.snapshotUpper()));
    } finally {
      await Promise.all([ours.stop(), theirs.stop()]);
    }
  });
});

async function tsplay(host: LabHost, directory: string): Promise<Parameters<typeof transcriptOfEvents>[0]> {
  const words = ['--import', TSX, MAIN, 'run', PLAYBOOK, '-i', inventory(host, directory), '-o', 'json'];
  const lines = (await output(process.execPath, words, {})).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

async function ansible(host: LabHost, directory: string): Promise<ReturnType<typeof transcriptOfJson>> {
  const env = { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_DEPRECATION_WARNINGS: 'false', ANSIBLE_PIPELINING: 'true' };
  const text = await output('ansible-playbook', [PLAYBOOK, '-i', inventory(host, directory)], env);
  return transcriptOfJson(JSON.parse(text.slice(text.indexOf('{\n'), text.lastIndexOf('}') + 1)));
}

// Both call their host by one name, so that everything that holds it is equal.
function inventory(host: LabHost, directory: string): string {
  const path = join(directory, `${host.name}.json`);
  writeFileSync(path, JSON.stringify({ all: { hosts: { target: variablesOf(host) } } }));
  return path;
}

// The exit code is not asked: the play fails on purpose.
function output(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  const options = { env: { ...Object.fromEntries(inherited), ...env }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (_, stdout) => resolve(stdout));
  });
}

/** Without times, caches of package managers and what Ansible leaves of itself; root's password has a salt of each host's own. */
function files(entries: readonly UpperEntry[]): readonly object[] {
  return entries
    .filter(({ path }) => !/^\/(var\/(lib\/(apt|dpkg)|cache|log)|root\/\.ansible|tmp)\/?|__pycache__/.test(path))
    .map(({ mtime: _, sha256, ...entry }) => ({ ...entry, ...(entry.path !== '/etc/shadow' && { sha256 }) }));
}
