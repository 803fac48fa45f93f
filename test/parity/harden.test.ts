// harden.yml by Debian's ansible-playbook, without our own two modules, leaves the files that we leave.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { harden, variablesOf } from '../lab/hardening.ts';
import { type Flavour, type LabHost, labAvailable, startHosts, type UpperEntry } from '../lab/index.ts';
import { describeParity } from '../support/oracle.ts';

const root = new URL('../..', import.meta.url).pathname;
const flavours: readonly Flavour[] = ['el', 'debian'];
const packages = 'if command -v dpkg-query; then dpkg-query -W; else rpm -qa | sort; fi';

describeParity('harden.yml beside ansible-playbook', () => {
  before(async function () {
    const available = await labAvailable();
    if (available.ok) return;
    process.stderr.write(`    skipped: ${available.why}; ${available.remedy}\n`);
    this.skip();
  });

  for (const flavour of flavours) {
    it(`leaves the same files on ${flavour}`, async () => {
      const [ours, theirs] = await startHosts([
        { flavour, name: `ours-${flavour}` },
        { flavour, name: `theirs-${flavour}` },
      ]);
      if (!ours || !theirs) throw new Error('two hosts were asked for');
      try {
        const [run, oracle] = await Promise.all([harden(ours), ansible(theirs)]);
        expect(run.code, run.output).to.equal(0);
        expect(oracle.code, oracle.output).to.equal(0);
        expect(await ours.sh(packages)).to.equal(await theirs.sh(packages));
        expect(comparable(await ours.snapshotUpper())).to.deep.equal(comparable(await theirs.snapshotUpper()));
      } finally {
        await Promise.all([ours.stop(), theirs.stop()]);
      }
    });
  }
});

/**
 * What two runs need not have in common: times; the content of what dates (passwd's last change) and books of packages, which are
 * asked instead; rpm's database, of which sqlite decides when it writes its journal back; lists and locks of package managers; the
 * cache of Python's compiler.
 */
const dated = /^\/(etc\/shadow|var\/lib\/(dpkg|apt)\/)/;
const left =
  /^\/var\/lib\/(dnf|rpm\/rpmdb\.sqlite$|apt\/(lists|periodic|daily_lock|extended_states))|__pycache__|\.pyc$/;

function comparable(entries: readonly UpperEntry[]): readonly object[] {
  return entries
    .filter(({ path }) => !left.test(path))
    .map(({ mtime: _, sha256, ...entry }) => ({ ...entry, ...(dated.test(entry.path) ? {} : sha256 && { sha256 }) }));
}

function ansible(host: LabHost): Promise<{ readonly code: number; readonly output: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const inventory = join(directory, 'inventory.json');
  writeFileSync(inventory, JSON.stringify({ all: { hosts: { [host.name]: variablesOf(host) } } }));
  const words = ['-i', inventory, '-e', 'prove_logins=false', 'playbooks/harden.yml'];
  const env = { ...process.env, ANSIBLE_PIPELINING: 'true', ANSIBLE_NOCOLOR: 'true' };
  return new Promise((resolve) => {
    execFile('ansible-playbook', words, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      rmSync(directory, { recursive: true, force: true });
      resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}`.slice(-4000) });
    });
  });
}
