// Directories that are made together are what they would be, made one by one: in place, in what is told, and where one fails.

import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Attributes, MakeDirectory, Performed } from '../../../src/plan/change.ts';
import { stepsFor } from '../../../src/plan/changes/steps.ts';
import { type Exchange, perform } from '../../../src/plan/exchange.ts';
import { performOne, seePath } from '../../support/changes.ts';
import { scratch } from '../../support/scratch.ts';
import { inEveryShell } from '../../support/shells.ts';

interface Case {
  readonly it: string;
  /** Shell text that makes what is there when they are looked at, and what somebody makes afterwards. */
  readonly given?: string;
  readonly meanwhile?: string;
  readonly attributes?: Attributes;
  readonly paths: readonly string[];
}

const ODD = ['plain', '-rf', 'a b', 'new\nline', "quo'te", '*', '$x', 'x\n'];

const cases: readonly Case[] = [
  {
    it: 'below each other',
    paths: ['a', 'a/b', 'a/b/c', 'a/d'],
    attributes: { mode: 0o2750, owner: 'daemon', group: '3' },
  },
  { it: 'of any name', paths: ODD, attributes: { owner: '1' } },
  { it: 'many of them', paths: Array.from({ length: 30 }, (_, index) => `d${index}`) },
  { it: 'where a directory hands its group on', given: 'mkdir s; chgrp 3 s; chmod 2775 s', paths: ['s/a', 's/a/b'] },
  {
    it: 'where another made one meanwhile',
    meanwhile: 'mkdir -m 700 b',
    paths: ['a', 'b', 'c'],
    attributes: { owner: '1' },
  },
  { it: 'where the parent is missing', paths: ['a', 'none/b', 'c', 'c/d'] },
  { it: 'where the first fails', paths: ['none/b', 'c'] },
  { it: 'where a file came in the way', meanwhile: 'echo x >b', paths: ['a', 'b', 'c', 'c/d'] },
  { it: 'where a link came in the way', meanwhile: 'mkdir t; ln -s t b', paths: ['a', 'b', 'c'] },
  { it: 'where one is twice', paths: ['a', 'a', 'b'] },
  { it: 'where nobody has the name', paths: ['a', 'b', 'c'], attributes: { owner: 'nobody-has-it' } },
  {
    it: 'where nobody has the name, and one was made meanwhile',
    meanwhile: 'mkdir c',
    paths: ['a', 'b', 'c'],
    attributes: { group: 'none-has-it' },
  },
];

describe('directories made together', () => {
  const dir = scratch();

  inEveryShell((lane) => {
    for (const { it: title, given = ':', meanwhile = ':', attributes = {}, paths } of cases) {
      it(`are the same ${title}`, async () => {
        const results = [];
        for (const name of ['alone', 'together']) {
          const root = dir.path(name);
          mkdirSync(root);
          const sh = (text: string): void => void execFileSync('sh', ['-c', `umask 022; ${text}`], { cwd: root });
          sh(given);
          const changes: MakeDirectory[] = [];
          for (const path of paths.map((one) => join(root, one)))
            changes.push({ kind: 'directory', path, attributes, before: await seePath(lane, path) });
          sh(meanwhile);
          const done = name === 'alone' ? await oneByOne(lane, changes) : await allAtOnce(lane, changes);
          results.push({ done: done.map((one) => told(one, root)), there: below(root) });
        }
        expect(results[1]).to.deep.equal(results[0]);
      });
    }
  });

  it('take one fragment where they get the same attributes, and nothing was there', async () => {
    const before = { exists: false, path: '/x' } as const;
    const one = (path: string, more: Attributes = {}): MakeDirectory => ({
      kind: 'directory',
      path,
      attributes: more,
      before,
    });
    const steps = stepsFor([one('/a'), one('/a/b'), one('/c', { mode: 0o700 }), one('/d', { flags: '+i' }), one('/e')]);
    expect(steps.map(({ changes }) => changes.length)).to.deep.equal([2, 1, 1, 1]);
  });
});

async function oneByOne(lane: Exchange, changes: readonly MakeDirectory[]): Promise<readonly Performed[]> {
  const all: Performed[] = [];
  for (const change of changes) {
    const done = await performOne(lane, change);
    all.push(done);
    if (done.failed !== undefined) break;
  }
  return all;
}

async function allAtOnce(lane: Exchange, changes: readonly MakeDirectory[]): Promise<readonly Performed[]> {
  const done = await perform(lane, changes);
  return done.performed;
}

function told({ change, code, failed, left }: Performed, root: string): object {
  const path = change.kind === 'run' ? '' : change.path.replace(root, '');
  return { path, code, failed: failed?.replaceAll(root, ''), left: left && [left.mode, left.uid, left.gid, left.type] };
}

function below(root: string): readonly unknown[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, uid, gid } = lstatSync(join(root, name));
      return [name, mode.toString(8), uid, gid];
    });
}
