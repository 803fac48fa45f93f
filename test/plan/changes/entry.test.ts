import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { expect } from 'chai';
import { performOne, seePath } from '../../support/changes.ts';
import { scratch } from '../../support/scratch.ts';
import { inEveryShell } from '../../support/shells.ts';

const NAMES = ['plain', '-rf', 'a b', 'new\nline', "quo'te", '*', 'x\n'];

describe('making directories and links, and removing', () => {
  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };

  inEveryShell((lane) => {
    it('makes directories of any name with the mode and owner they shall have', async () => {
      for (const name of NAMES) {
        const path = dir.path(name);
        const attributes = { mode: 0o2750, owner: 'daemon', group: '3' };
        const done = await performOne(lane, { kind: 'directory', path, attributes, before: await seePath(lane, path) });
        expect(done.failed).to.equal(undefined);
        const { mode, uid, gid } = statSync(path);
        expect([mode & 0o7777, uid, gid, done.left?.mode]).to.deep.equal([0o2750, 1, 3, 0o2750]);
      }
    });

    it('asks for no label where there is no SELinux', async () => {
      const path = dir.path('d');
      const attributes = { label: { type: 'etc_t' } };
      const done = await performOne(lane, { kind: 'directory', path, attributes, before: await seePath(lane, path) });
      expect(done.failed).to.equal(undefined);
    });

    it('links to anything by any name, and leads links elsewhere', async () => {
      for (const name of NAMES) {
        for (const target of [...NAMES, '/no where']) {
          const path = dir.path(`${name}.link`);
          const done = await performOne(lane, {
            kind: 'link',
            path,
            target,
            hard: false,
            before: await seePath(lane, path),
          });
          expect(done.failed).to.equal(undefined);
          expect(readlinkSync(path)).to.equal(target);
        }
      }
    });

    it('replaces a link to a directory, and does not go into it', async () => {
      sh('mkdir d; ln -s d l');
      const path = dir.path('l');
      await performOne(lane, { kind: 'link', path, target: 'x', hard: false, before: await seePath(lane, path) });
      expect(readlinkSync(path)).to.equal('x');
    });

    it('puts a link in the place of an empty directory only', async () => {
      sh('mkdir empty full; touch full/f');
      const link = async (path: string) =>
        performOne(lane, { kind: 'link', path, target: 'x', hard: false, before: await seePath(lane, path) });
      expect((await link(dir.path('empty'))).failed).to.equal(undefined);
      expect((await link(dir.path('full'))).failed).to.match(/^link .*full to x failed: /);
      expect([lstatSync(dir.path('empty')).isSymbolicLink(), existsSync(dir.path('full/f'))]).to.deep.equal([
        true,
        true,
      ]);
    });

    it('links hard, and leaves nothing besides', async () => {
      sh('echo a >t; echo b >l');
      const [path, target] = [dir.path('l'), dir.path('t')];
      await performOne(lane, { kind: 'link', path, target, hard: true, before: await seePath(lane, path) });
      const again = await performOne(lane, {
        kind: 'link',
        path,
        target,
        hard: true,
        before: await seePath(lane, path),
      });
      expect(again.failed).to.equal(undefined);
      expect([readFileSync(path, 'utf8'), statSync(target).nlink]).to.deep.equal(['a\n', 2]);
    });

    it('does not put a link where something came meanwhile', async () => {
      const path = dir.path('f');
      const before = await seePath(lane, path);
      sh('echo precious >f');
      const done = await performOne(lane, { kind: 'link', path, target: 'x', hard: false, before });
      expect(done.failed).to.include('was changed by somebody else meanwhile');
      expect(readFileSync(path, 'utf8')).to.equal('precious\n');
    });

    it('removes files, links and trees of any name', async () => {
      for (const name of NAMES) {
        dir.write(`${name}/f`, 'x');
        for (const path of [dir.path(name)]) {
          const done = await performOne(lane, { kind: 'remove', path, before: await seePath(lane, path) });
          expect([done.failed, existsSync(path)]).to.deep.equal([undefined, false]);
        }
      }
    });

    it('does not remove what became a directory, and no root', async () => {
      const path = dir.write('f', 'x');
      const before = await seePath(lane, path);
      sh('rm f; mkdir f; echo precious >f/x');
      const done = await performOne(lane, { kind: 'remove', path, before });
      expect([done.failed === undefined, existsSync(dir.path('f/x'))]).to.deep.equal([false, true]);
      for (const root of ['/', '//', '']) {
        const refused = await performOne(lane, { kind: 'remove', path: root, before: { exists: false, path: root } });
        expect(refused.failed).to.include('is not removed');
      }
    });
  });
});
