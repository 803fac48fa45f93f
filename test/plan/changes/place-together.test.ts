import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { expect } from 'chai';
import type { Performed, WriteFile } from '../../../src/plan/change.ts';
import { stepsFor } from '../../../src/plan/changes/steps.ts';
import type { Exchange } from '../../../src/plan/exchange.ts';
import { undoAll } from '../../../src/plan/undo-run.ts';
import { performAll, seePath } from '../../support/changes.ts';
import { scratch } from '../../support/scratch.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { inEveryShell } from '../../support/shells.ts';

const NAMES = ['plain', '-n', 'a b', 'new\nline', "quo'te", '$HOME', '%s', '*', '.hidden', '..more', 'x\n'];
const BYTES = Buffer.from([...Array(256).keys()]);
const TEXT = Buffer.from('Grüße \\n \'"$(id)` %s\n\n');

describe('putting many files in place', () => {
  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };
  const write = async (lane: Exchange, name: string, content: string | Buffer, more: Partial<WriteFile> = {}) => {
    const path = dir.path(name);
    const change: WriteFile = {
      kind: 'write',
      path,
      content: Buffer.from(content),
      attributes: {},
      before: await seePath(lane, path),
      ...more,
    };
    return change;
  };
  const said = (done: readonly Performed[]) =>
    done.map(({ failed, left }) => failed?.replaceAll(dir.path(), 'DIR') ?? left?.size);
  const text = (name: string): string => readFileSync(dir.path(name), 'utf8');
  const leftovers = () =>
    readdirSync(dir.path(), { recursive: true }).filter((name) => String(name).includes('.tsplay-'));

  inEveryShell((lane) => {
    it('makes files of any name with any bytes in one fragment, and says what is there then', async () => {
      const changes: WriteFile[] = [];
      for (const name of NAMES)
        changes.push(
          await write(lane, `d/${name}`, name === 'plain' ? TEXT : BYTES, {
            before: { exists: false, path: dir.path('d', name) },
          }),
        );
      sh('mkdir d');
      expect(stepsFor(changes)).to.have.lengthOf(1);
      const done = await performAll(lane, changes);
      expect(said(done)).to.deep.equal(NAMES.map((name) => (name === 'plain' ? TEXT : BYTES).length));
      expect(done.map(({ left }) => left?.path)).to.deep.equal(changes.map(({ path }) => path));
      expect(done.map(({ left }) => left?.inode)).to.deep.equal(changes.map(({ path }) => statSync(path).ino));
      for (const name of NAMES)
        expect(readFileSync(dir.path('d', name)).equals(name === 'plain' ? TEXT : BYTES), name).to.equal(true);
      expect(readdirSync(dir.path('d')).sort()).to.deep.equal([...NAMES].sort());
    });

    it('gives each its owner and mode, or keeps those of the file that is replaced; undo brings back what was there', async () => {
      sh(
        'echo old >kept; chown 1:2 kept; chmod 4711 kept; echo old >given; chmod 600 given; echo precious >t; ln -s t link',
      );
      const changes = [
        await write(lane, 'kept', 'new'),
        await write(lane, 'given', 'new', { attributes: { mode: 0o640, owner: 'daemon', group: '3' } }),
        await write(lane, 'setuid', 'new', { attributes: { mode: 0o4755, owner: 'daemon' } }),
        await write(lane, 'fresh', ''),
        await write(lane, 'link', 'new'),
      ];
      const done = await performAll(lane, changes);
      expect(said(done)).to.deep.equal([3, 3, 3, 0, 3]);
      const state = (): string[] =>
        ['kept', 'given', 'setuid', 'fresh', 'link'].map((name) => {
          const { mode, uid, gid } = lstatSync(dir.path(name));
          return `${(mode & 0o7777).toString(8)} ${uid} ${gid}`;
        });
      const usual = (0o666 & ~process.umask()).toString(8);
      expect(state()).to.deep.equal(['4711 1 2', '640 1 3', '4755 1 0', `${usual} 0 0`, `${usual} 0 0`]);
      expect(text('t')).to.equal('precious\n');
      expect((await undoAll(lane, done)).problems).to.deep.equal([]);
      expect([text('kept'), text('given'), readdirSync(dir.path()).sort()]).to.deep.equal([
        'old\n',
        'old\n',
        ['given', 'kept', 'link', 't'],
      ]);
      expect([statSync(dir.path('kept')).mode & 0o7777, lstatSync(dir.path('link')).isSymbolicLink()]).to.deep.equal([
        0o4711,
        true,
      ]);
    });

    it('takes the group of a setgid directory', async () => {
      sh('mkdir d; chgrp 3 d; chmod 2755 d');
      await performAll(lane, [await write(lane, 'd/a', 'x'), await write(lane, 'd/b', 'x')]);
      expect(['a', 'b'].map((name) => statSync(dir.path('d', name)).gid)).to.deep.equal([3, 3]);
    });

    it('stops at the first that somebody else changed: those before it are there, those behind are not', async () => {
      sh('echo old >c; echo old >e');
      const changes = [
        await write(lane, 'a', 'new'),
        await write(lane, 'b', 'new'),
        await write(lane, 'c', 'new'),
        await write(lane, 'd', 'new'),
        await write(lane, 'e', 'new'),
      ];
      sh('echo other >c; echo planted >d');
      const done = await performAll(lane, changes);
      expect(said(done)).to.deep.equal([3, 3, 'write DIR/c failed: DIR/c was changed by somebody else meanwhile']);
      expect(['a', 'b', 'c', 'd', 'e'].map(text)).to.deep.equal(['new', 'new', 'other\n', 'planted\n', 'old\n']);
      expect(leftovers()).to.deep.equal([]);
    });

    it('does not write through links that were planted after the look, nor to a file that came up', async () => {
      sh('echo precious >target; chmod 600 target');
      const changes = [await write(lane, 'a', 'new', { attributes: { mode: 0o777 } }), await write(lane, 'b', 'new')];
      symlinkSync('target', dir.path('a'));
      const done = await performAll(lane, changes);
      expect(said(done)).to.deep.equal(['write DIR/a failed: DIR/a was changed by somebody else meanwhile']);
      expect([text('target'), statSync(dir.path('target')).mode & 0o777]).to.deep.equal(['precious\n', 0o600]);
      expect(readdirSync(dir.path()).sort()).to.deep.equal(['a', 'target']);
    });

    it('stops at the first whose owner there is not', async () => {
      const owned = { attributes: { owner: 'daemon' } };
      const changes = [
        await write(lane, 'a', 'x', owned),
        await write(lane, 'b', 'x', { attributes: { owner: 'nobody-of-that-name' } }),
        await write(lane, 'c', 'x', owned),
      ];
      const done = await performAll(lane, changes);
      expect(done.map(({ failed }) => failed === undefined)).to.deep.equal([true, false]);
      expect(done[1]?.failed).to.match(/^write .*\/b failed: cannot give .*\/b to nobody-of-that-name: chown: /);
      expect(readdirSync(dir.path())).to.deep.equal(['a']);
      expect(statSync(dir.path('a')).uid).to.equal(1);
    });

    it('tells a missing directory, and a directory in the place of a file', async () => {
      const missing = { before: { exists: false, path: dir.path('no/a') } } as const;
      const none = await performAll(lane, [
        await write(lane, 'no/a', 'x', missing),
        await write(lane, 'no/b', 'x', missing),
      ]);
      expect(said(none)).to.deep.equal(['write DIR/no/a failed: the directory DIR/no does not exist']);
      const changes = [await write(lane, 'a', 'x'), await write(lane, 'b', 'x'), await write(lane, 'c', 'x')];
      sh('mkdir b');
      expect(said(await performAll(lane, changes))).to.deep.equal([1, 'write DIR/b failed: DIR/b is a directory']);
      expect([readdirSync(dir.path()).sort(), readdirSync(dir.path('b'))]).to.deep.equal([['a', 'b'], []]);
    });
  });

  it('puts only what is alike together: small, in one directory, and nothing to check, keep or mark', () => {
    const small = (name: string, more: Partial<WriteFile> = {}): WriteFile => ({
      kind: 'write',
      path: `/srv/${name}`,
      content: Buffer.from('x'),
      attributes: {},
      before: { exists: false, path: `/srv/${name}` },
      ...more,
    });
    const rows: readonly (readonly [name: string, changes: readonly WriteFile[], sizes: readonly number[]])[] = [
      ['alike', [small('a'), small('b'), small('c')], [3]],
      ['directories', [small('a'), small('d/a'), small('d/b'), small('b')], [1, 2, 1]],
      ['the same file twice', [small('a'), small('b'), small('a')], [2, 1]],
      ['validation', [small('a'), small('b', { validate: 'true %s' }), small('c')], [1, 1, 1]],
      ['backup', [small('a', { backup: true }), small('b')], [1, 1]],
      ['in place', [small('a', { inPlace: true }), small('b')], [1, 1]],
      ['flags', [small('a', { attributes: { flags: '+i' } }), small('b')], [1, 1]],
      ['large ones', [small('a', { content: Buffer.alloc(100_000) }), small('b')], [1, 1]],
      [
        'too many bytes',
        Array.from({ length: 9 }, (_, index) => small(`${index}`, { content: Buffer.alloc(60_000) })),
        [4, 4, 1],
      ],
      ['too many', Array.from({ length: 250 }, (_, index) => small(`${index}`)), [200, 50]],
    ];
    for (const [name, changes, sizes] of rows)
      expect(
        stepsFor(changes).map((step) => step.changes.length),
        name,
      ).to.deep.equal(sizes);
  });

  // What only root may mount: a full disk, and a file that cannot be replaced.
  const mounts = spawnSync('unshare', ['-m', 'true']).status === 0;
  const mounted = (setup: string, shell: readonly string[]): Exchange =>
    shellExchange(['unshare', '-m', 'sh', '-c', `${setup}; exec "$0" "$@"`, ...shell]);

  for (const shell of [['dash'], ['bash'], ['busybox', 'sh']]) {
    (mounts ? it : it.skip)(`stops where the disk is full, in ${shell[0]} (needs root)`, async () => {
      sh('mkdir d');
      const keep = dir.path('kept');
      const lane = mounted(`mount -t tmpfs -o size=12k none '${dir.path('d')}'`, shell);
      const content = Buffer.alloc(5000, 'x');
      const changes: WriteFile[] = [];
      for (const name of ['a', 'b', 'c']) {
        const path = dir.path('d', name);
        changes.push({ kind: 'write', path, content, attributes: { mode: 0o644 }, before: { exists: false, path } });
      }
      const [step] = stepsFor(changes);
      if (!step) throw new Error('no step');
      const script = `${step.fragment.script.replace(/exit 0$/, '')}`;
      const listing = {
        ...step.fragment,
        script: `( ${script}\n)\nrc=$?; ls -A '${dir.path('d')}' >'${keep}'; exit $rc`,
      };
      const outcome = await lane.run([listing]);
      const done = outcome.replies.flatMap((reply) => step.performed(reply, { started: 0, ended: 0 }));
      expect(said(done)[0]).to.equal(5000);
      expect(done[1]?.failed).to.match(/cannot write .*\/d\/b: is the disk full\?$/);
      expect([done.length, text('kept')]).to.deep.equal([2, 'a\n']);
    });
  }

  (mounts ? it : it.skip)('tells which are in place where one cannot be replaced (needs root)', async () => {
    sh('echo old >under; echo old >b');
    const lane = mounted(`mount --bind '${dir.path('under')}' '${dir.path('b')}'`, ['sh']);
    const changes = [await write(lane, 'a', 'new'), await write(lane, 'b', 'new'), await write(lane, 'c', 'new')];
    const done = await performAll(lane, changes);
    expect(
      done.map(({ failed, change }) => [change.kind === 'write' && change.path, failed === undefined]),
    ).to.deep.equal([
      [dir.path('a'), true],
      [dir.path('b'), false],
      [dir.path('c'), true],
    ]);
    expect(done[1]?.failed).to.include("'unsafe_writes: true' writes into it");
    expect([text('a'), text('under'), text('c'), leftovers()]).to.deep.equal(['new', 'old\n', 'new', []]);
  });

  // SELinux is not active where tests run; a mounted directory and programs that write down what they are told stand for it.
  (mounts ? it : it.skip)('labels many at once where the policy says the same of all (needs root)', async () => {
    const programs = dir.path('bin');
    const log = dir.path('log');
    dir.write('bin/chcon', `#!/bin/sh\necho "chcon $*" >>'${log}'\n`, 0o755);
    dir.write(
      'bin/matchpathcon',
      '#!/bin/sh\nshift 2; for p do case $p in */odd) echo u:r:odd_t:s0;; *) echo u:r:etc_t:s0;; esac; done\n',
      0o755,
    );
    dir.write(
      'bin/stat',
      `#!/bin/sh\nfor w do shift; set -- "$@" "$(printf '%s.' "$w" | sed 's/%C/u:r:t:s0/')"; done\nfor w do shift; set -- "$@" "\${w%.}"; done\nexec /usr/bin/stat "$@"\n`,
      0o755,
    );
    const lane = mounted(
      `PATH='${programs}':$PATH; mount -t tmpfs none /sys/fs; mkdir /sys/fs/selinux; echo 1 >/sys/fs/selinux/enforce`,
      ['sh'],
    );
    sh('mkdir d; echo old >d/old');
    const label = { attributes: { label: { type: 'shadow_t' } } };
    await performAll(lane, [await write(lane, 'd/a', 'x'), await write(lane, 'd/b', 'x', label)]);
    const done = await performAll(lane, [
      await write(lane, 'd/old', 'new'),
      await write(lane, 'd/odd', 'x'),
      await write(lane, 'd/c', 'x'),
    ]);
    expect(done.map(({ failed, left }) => [failed, left?.label])).to.deep.equal(
      done.map(() => [undefined, 'u:r:t:s0']),
    );
    expect(text('log').split('\n').slice(0, -1)).to.deep.equal([
      'chcon -- u:r:etc_t:s0 ./a ./b',
      'chcon -t shadow_t -- ./b',
      'chcon --reference=.././old ./old',
      'chcon -- u:r:odd_t:s0 ./odd',
      'chcon -- u:r:etc_t:s0 ./c',
    ]);
  });
});
