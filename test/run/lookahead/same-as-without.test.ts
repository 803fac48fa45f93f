// Lookahead changes when a host is asked and nothing else: random plays run with and without it come to the same events, results and files.

import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunEvent } from '../../../src/run/index.ts';
import { randomPlay } from '../../support/random-play.ts';
import { runPlaybook, writeProject } from '../../support/run-playbook.ts';

const SEEDS = Array.from({ length: Number(process.env.LOOKAHEAD_SEEDS ?? 5) }, (_, index) => index + 6);
const HOSTS = ['one', 'two'];

interface End {
  readonly events: readonly unknown[];
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly roundTrips: number;
}

describe('lookahead', () => {
  for (const strategy of ['linear', 'free']) {
    it(`leaves events, results and files of random plays as they are without it (${strategy})`, async () => {
      let saved = 0;
      for (const seed of SEEDS) {
        const without = await run(seed, { lookahead: false, strategy });
        const ahead = await run(seed, { lookahead: true, strategy });
        for (const [index, event] of without.events.entries()) {
          expect(ahead.events[index], `event ${index} of the play of seed ${seed}`).to.deep.equal(event);
        }
        expect(ahead.events.length).to.equal(without.events.length);
        expect(ahead.files, `the files of the play of seed ${seed}`).to.deep.equal(without.files);
        saved += without.roundTrips - ahead.roundTrips;
      }
      expect(saved).to.be.greaterThan(SEEDS.length);
    });
  }
});

async function run(seed: number, settings: { readonly lookahead: boolean; readonly strategy: string }): Promise<End> {
  const project = writeProject({ 'play.yml': JSON.stringify([randomPlay(seed, 14)]) });
  try {
    for (const host of HOSTS) {
      mkdirSync(join(project.directory, host, 'real'), { recursive: true });
      mkdirSync(join(project.directory, host, 'deep/er'), { recursive: true });
      symlinkSync('real', join(project.directory, host, 'alias'));
    }
    const { events, summary } = await runPlaybook({
      path: join(project.directory, 'play.yml'),
      hosts: HOSTS,
      hostVars: Object.fromEntries(HOSTS.map((host) => [host, { place: join(project.directory, host) }])),
      settings: { ...settings, forks: 2 },
    });
    return {
      events: byHost(events).map((event) => comparable(event, project.directory)),
      files: Object.fromEntries(
        HOSTS.map((host) => [host, filesBelow(join(project.directory, host), project.directory)]),
      ),
      roundTrips: [...summary.recap.roundTrips.values()].reduce((sum, count) => sum + count, 0),
    };
  } finally {
    project.remove();
  }
}

// Hosts that work at the same time may end in any order: only the order of each host's own events is promised.
function byHost(events: readonly RunEvent[]): readonly RunEvent[] {
  const ended = events.filter((event) => event.kind === 'host-task-finished' || event.kind === 'item-finished');
  return [
    ...HOSTS.flatMap((host) => ended.filter((event) => event.host === host)),
    ...events.filter(({ kind }) => kind === 'recap'),
  ];
}

// Times, inode numbers and counts of exchanges are different in every run.
const OWN = new Set([
  'at',
  'time',
  'span',
  'durationMs',
  'roundTrips',
  'waits',
  'started',
  'ended',
  'start',
  'end',
  'delta',
  'inode',
  'atime',
  'mtime',
  'ctime',
  'version',
  'id',
]);

function comparable(event: RunEvent, directory: string): unknown {
  const text = JSON.stringify(event, (key, value: unknown) => {
    if (OWN.has(key) || key === 'performed' || key === 'changes') return undefined;
    return value;
  });
  return JSON.parse(text.replaceAll(directory, '').replaceAll(/\.ansible[\w.~-]*|tsplay[\w.]{6,}/g, 'TEMPORARY'));
}

function filesBelow(path: string, root: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const name = file.slice(path.length);
      if (entry.isSymbolicLink()) return `${name} -> ${readlinkSync(file).replaceAll(root, '')}`;
      const mode = (statSync(file).mode & 0o7777).toString(8);
      return entry.isDirectory() ? `${name}/ ${mode}` : `${name} ${mode} ${readFileSync(file, 'utf8')}`;
    })
    .sort();
}
