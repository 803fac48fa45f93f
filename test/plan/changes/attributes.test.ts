import { execFileSync } from 'node:child_process';
import { lstatSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { expect } from 'chai';
import type { Attributes, SetAttributes } from '../../../src/plan/change.ts';
import type { Exchange } from '../../../src/plan/exchange.ts';
import { performAll, performOne, seePath } from '../../support/changes.ts';
import { scratch } from '../../support/scratch.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { inEveryShell } from '../../support/shells.ts';

describe('setting attributes', () => {
  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };
  const change = async (
    lane: Exchange,
    name: string,
    attributes: Attributes,
    within?: string,
  ): Promise<SetAttributes> => {
    const path = dir.path(name);
    const before = await seePath(lane, path);
    return { kind: 'attributes', path, follow: false, attributes, before, ...(within !== undefined && { within }) };
  };
  const modes = (...names: readonly string[]) =>
    names.map((name) => `${(lstatSync(dir.path(name)).mode & 0o7777).toString(8)} ${lstatSync(dir.path(name)).uid}`);

  inEveryShell((lane, shell) => {
    it('sets owner, mode and times, and says what is there then', async () => {
      dir.write('a b\n', 'x');
      const done = await performOne(
        lane,
        await change(lane, 'a b\n', { owner: 'daemon', mode: 0o4750, mtime: 1_000_000_000, atime: 1_000_000_001 }),
      );
      const { mode, uid, mtimeMs, atimeMs } = statSync(dir.path('a b\n'));
      expect([mode & 0o7777, uid, mtimeMs, atimeMs]).to.deep.equal([0o4750, 1, 1e12, 1e12 + 1000]);
      expect(done.left && [done.left.mode, done.left.owner, done.left.mtime]).to.deep.equal([
        0o4750,
        'daemon',
        1_000_000_000,
      ]);
    });

    it('takes times with a fraction as far as the host can', async () => {
      dir.write('f', 'x');
      const done = await performOne(lane, await change(lane, 'f', { mtime: 1_000_000_000.5 }));
      expect(done.left?.mtime).to.equal(shell === 'busybox' ? 1_000_000_000 : 1_000_000_000.5);
      expect(statSync(dir.path('f')).mtimeMs).to.equal(shell === 'busybox' ? 1e12 : 1e12 + 500);
    });

    it("clears a directory's setgid", async () => {
      sh('mkdir d; chmod 2755 d');
      await performOne(lane, await change(lane, 'd', { mode: 0o755 }));
      expect(modes('d')).to.deep.equal(['755 0']);
    });

    it('gives a link away and not what it leads to', async () => {
      sh('echo x >t; ln -s t l; chmod 600 t');
      await performOne(lane, await change(lane, 'l', { owner: 'daemon', mode: 0o777 }));
      expect(modes('l', 't')).to.deep.equal(['777 1', '600 0']);
    });

    it('does not follow a link that took the place of the file', async () => {
      sh('echo x >f; echo precious >t; chmod 600 t');
      const wanted = await change(lane, 'f', { owner: 'daemon', mode: 0o777 });
      rmSync(dir.path('f'));
      symlinkSync('t', dir.path('f'));
      const done = await performOne(lane, wanted);
      expect(done.failed).to.include('was changed by somebody else meanwhile');
      expect(modes('t')).to.deep.equal(['600 0']);
    });

    it('sets pipes without waiting for anybody to write', async () => {
      sh('mkfifo p');
      const done = await performOne(lane, await change(lane, 'p', { mode: 0o600 }));
      expect([done.failed, modes('p')]).to.deep.equal([undefined, ['600 0']]);
    });

    it('sets many in one fragment, with names of any kind, links by themselves', async () => {
      const names = ['t/-rf', 't/a b/new\nline', "t/a b/quo'te", 't/x\n', 't/d/e/f'];
      for (const name of names) dir.write(name, 'x');
      sh('echo x >o; chmod 600 o; ln -s ../o t/l; chown 2 "t/a b"');
      const changes: SetAttributes[] = [];
      for (const name of [...names, 't/l', 't/a b', 't/d', 't/d/e']) {
        changes.push(
          await change(lane, name, { owner: 'daemon', mode: name.endsWith('f') ? 0o640 : 0o750 }, dir.path('t')),
        );
      }
      const runs: number[] = [];
      const counting: Exchange = {
        run: (batch, options) => {
          runs.push(batch.length);
          return lane.run(batch, options);
        },
      };
      const done = await performAll(counting, changes);
      expect([runs, done.length, done.filter((one) => one.failed !== undefined)]).to.deep.equal([
        [1],
        changes.length,
        [],
      ]);
      expect(modes(...names)).to.deep.equal(['640 1', '750 1', '750 1', '750 1', '640 1']);
      expect(modes('t/l', 'o', 't/a b', 't/d', 't/d/e')).to.deep.equal(['777 1', '600 0', '750 1', '750 1', '750 1']);
    });

    it('does not leave the tree through a directory that became a link', async () => {
      sh('mkdir -p t/d o; echo x >t/d/f; echo y >t/z; echo precious >o/f; chmod 600 o/f');
      const changes = [
        await change(lane, 't/z', { mode: 0o644, owner: 'daemon' }, dir.path('t')),
        await change(lane, 't/d/f', { mode: 0o777, owner: 'daemon' }, dir.path('t')),
      ];
      sh('rm -r t/d; ln -s ../o t/d');
      const done = await performAll(lane, changes);
      expect(done.map((one) => one.failed === undefined)).to.deep.equal([true, false]);
      expect(done[1]?.failed).to.include('was exchanged for a link by somebody else meanwhile');
      expect(modes('t/z', 'o/f')).to.deep.equal(['644 1', '600 0']);
    });

    it('does not follow a file that became a link in a directory of somebody else', async () => {
      sh('mkdir t; echo x >t/f; echo x >t/g; echo precious >o; chmod 600 o; chown 2 t');
      const changes = [
        await change(lane, 't/g', { mode: 0o640 }, dir.path('t')),
        await change(lane, 't/f', { mode: 0o777 }, dir.path('t')),
      ];
      sh('rm t/f; ln -s ../o t/f');
      const done = await performAll(lane, changes);
      expect(done[0]?.failed ?? done[1]?.failed).to.include('was exchanged for a link');
      expect(modes('o')).to.deep.equal(['600 0']);
    });
  });

  it('takes flags away first and gives them last', async () => {
    const lane = shellExchange();
    dir.write('f', 'x');
    const locked = await performOne(lane, await change(lane, 'f', { flags: '+i', mode: 0o600 }));
    if (locked.failed?.includes('not supported')) return;
    expect([locked.failed, modes('f')]).to.deep.equal([undefined, ['600 0']]);
    const unlocked = await performOne(lane, await change(lane, 'f', { flags: '-i', mode: 0o640 }));
    expect([unlocked.failed, modes('f')]).to.deep.equal([undefined, ['640 0']]);
  });
});
