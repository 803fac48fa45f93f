// Every example of the manual that can be run is run, on lab hosts, as a playbook of its user's would.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { manualOf } from '../../src/module/manual.ts';
import { Catalogue } from '../../src/module/registry.ts';
import { EXAMPLE_FILES, examplePlay } from '../support/examples.ts';
import { type Project, writeProject } from '../support/run-playbook.ts';
import { type LabHost, labAvailable, startHosts } from './index.ts';

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe('examples of the manual', () => {
  let hosts: readonly LabHost[] = [];
  let project: Project | undefined;
  before(async function () {
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      skipped: ${available.why}; ${available.remedy}`);
      this.skip();
    }
    hosts = await startHosts([{ flavour: 'debian' }, { flavour: 'el' }]);
  });
  after(async () => {
    project?.remove();
    await Promise.all(hosts.map((host) => host.stop()));
  });

  it('do what they say', async () => {
    const plays: string[] = [];
    const catalogue = new Catalogue();
    for (const word of catalogue.names()) {
      const found = await catalogue.resolve(word);
      const play = found && examplePlay(word, manualOf(found.name, found.module), 'run');
      if (play !== undefined) plays.push(play);
    }
    project = writeProject({ ...EXAMPLE_FILES, 'site.yml': plays.join(''), 'hosts.yml': inventory(hosts) });
    prepare(project);
    // A host that reboots is started again by this process, which therefore must not stand still.
    const { stdout, stderr } = await output(project);
    expect(stderr).to.equal('');
    const events = stdout.trim().split('\n').map(eventOf);
    expect(events.filter(({ failed }) => failed !== undefined)).to.deep.equal([]);
    // Nothing was left out because a play found no host, or a host was lost.
    const run = new Set(events.flatMap(({ play }) => play ?? []));
    expect([...run].length).to.equal(plays.length);
  });
});

async function output({ directory }: Project): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(
    process.execPath,
    ['--import', loader, main, 'run', 'site.yml', '-i', 'hosts.yml', '-o', 'json'],
    { cwd: directory, env: { ...process.env, HOME: directory }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr };
}

// A key for the example that logs in by it, and an archive.
function prepare({ directory }: Project): void {
  mkdirSync(join(directory, '.ssh'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, '.ssh/id_ed25519')]);
  execFileSync('tar', ['-czf', join(directory, 'files/app.tar.gz'), '-C', join(directory, 'files'), 'site']);
}

function inventory(hosts: readonly LabHost[]): string {
  const lines = hosts.map(({ address, rootKey, hostKeyFingerprint }, at) => {
    const login = `ansible_user: root, ansible_ssh_private_key_file: ${rootKey.path}`;
    return `    ${at === 0 ? 'debian' : 'el'}: {ansible_host: ${address}, ${login}, tsplay_host_key: '${hostKeyFingerprint}'}`;
  });
  return `all:\n  hosts:\n${lines.join('\n')}\n`;
}

interface Told {
  readonly play?: string;
  readonly failed?: string;
}

function eventOf(line: string): Told {
  const event: Readonly<Record<string, unknown>> = JSON.parse(line);
  if (event.event === 'play-started') return { play: String(event.play) };
  const bad = event.outcome === 'failed' || event.outcome === 'unreachable';
  return bad ? { failed: JSON.stringify(event) } : {};
}
