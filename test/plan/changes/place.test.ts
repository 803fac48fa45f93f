import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Change, Performed, WriteFile } from '../../../src/plan/change.ts';
import type { Exchange } from '../../../src/plan/exchange.ts';
import { performOne, seePath } from '../../support/changes.ts';
import { scratch } from '../../support/scratch.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { inEveryShell } from '../../support/shells.ts';

async function write(lane: Exchange, path: string, content: string, more: Partial<WriteFile> = {}): Promise<Performed> {
  const before = await seePath(lane, path);
  return performOne(lane, { kind: 'write', path, content: Buffer.from(content), attributes: {}, before, ...more });
}

describe('putting files in place', () => {
  const dir = scratch();
  const sh = (script: string): string =>
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), encoding: 'utf8' });

  inEveryShell((lane) => {
    it('makes files of any name and any bytes', async () => {
      const bytes = Buffer.from([...Array(256).keys()]).toString('latin1');
      for (const name of ['plain', '-n', 'a b', 'new\nline', "quo'te", '$HOME', '%s', '*']) {
        const done = await write(lane, dir.path(name), bytes);
        expect(done.failed).to.equal(undefined);
        expect(readFileSync(dir.path(name), 'utf8')).to.equal(bytes);
      }
      expect(readdirSync(dir.path()).filter((name) => name.includes('tsplay'))).to.deep.equal([]);
    });

    it('says what is there then', async () => {
      const { left } = await write(lane, dir.path('f'), 'x', {
        attributes: { mode: 0o640, owner: 'daemon', group: '3' },
      });
      expect(left && [left.mode, left.owner, left.gid, left.size]).to.deep.equal([0o640, 'daemon', 3, 1]);
    });

    it('keeps owner and mode of the file that it replaces', async () => {
      sh('echo old >f; chown 1:2 f; chmod 4711 f');
      await write(lane, dir.path('f'), 'new');
      const { mode, uid, gid } = statSync(dir.path('f'));
      expect([mode & 0o7777, uid, gid]).to.deep.equal([0o4711, 1, 2]);
    });

    it('goes by the umask for a new file', async () => {
      await write(lane, dir.path('f'), 'x');
      expect(statSync(dir.path('f')).mode & 0o777).to.equal(0o666 & ~process.umask());
    });

    it('puts nothing in place that does not validate, and tells the words of the program', async () => {
      sh('echo old >f');
      const validate = `sh -c 'cat "$0"; echo "not good" >&2; exit 3' %s`;
      const done = await write(lane, dir.path('f'), 'new\n', { validate });
      expect(done.failed).to.match(/^write .*f failed: failed to validate: 'sh' answered 3\nnew\nnot good$/);
      expect([done.invalid, done.stderr.toString()]).to.deep.equal([{ code: 3, stdout: 'new\n' }, 'not good\n']);
      expect([readFileSync(dir.path('f'), 'utf8'), readdirSync(dir.path())]).to.deep.equal(['old\n', ['f']]);
    });

    it('validates every %s, in words as a shell would split them', async () => {
      const validate = `sh -c 'cmp "$1" "$2" && [ "$3" = "a  b*" ]' sh %s --file=%s 'a  b*'`;
      const failing = await write(lane, dir.path('f'), 'x', { validate });
      expect(failing.failed).to.include('--file=');
      const done = await write(lane, dir.path('f'), 'x', { validate: validate.replace('--file=', '') });
      expect(done.failed).to.equal(undefined);
    });

    it('keeps the old file beside the new one when told', async () => {
      sh('echo old >"a f"; chmod 600 "a f"');
      const { backupFile } = await write(lane, dir.path('a f'), 'new', { backup: true });
      expect(backupFile).to.match(/a f\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~$/);
      expect(readFileSync(backupFile ?? '', 'utf8')).to.equal('old\n');
      expect(statSync(backupFile ?? '').mode & 0o777).to.equal(0o600);
    });

    it('leaves alone what somebody else changed meanwhile', async () => {
      sh('echo old >f');
      const before = await seePath(lane, dir.path('f'));
      sh('echo other >f');
      const done = await write(lane, dir.path('f'), 'new', { before });
      expect(done.failed).to.include('was changed by somebody else meanwhile');
      expect(readFileSync(dir.path('f'), 'utf8')).to.equal('other\n');
    });

    it('does not write through a link that was planted after the look', async () => {
      sh('echo precious >target; chmod 600 target');
      const before = await seePath(lane, dir.path('f'));
      symlinkSync('target', dir.path('f'));
      const done = await write(lane, dir.path('f'), 'new', { before, attributes: { mode: 0o777 } });
      expect(done.failed).to.include('was changed by somebody else meanwhile');
      expect([readFileSync(dir.path('target'), 'utf8'), statSync(dir.path('target')).mode & 0o777]).to.deep.equal([
        'precious\n',
        0o600,
      ]);
    });

    it('replaces a link by a file when it was a link that was seen', async () => {
      sh('echo precious >target; ln -s target f');
      const done = await write(lane, dir.path('f'), 'new');
      expect(done.failed).to.equal(undefined);
      expect([lstatSync(dir.path('f')).isFile(), readFileSync(dir.path('target'), 'utf8')]).to.deep.equal([
        true,
        'precious\n',
      ]);
    });

    it('streams a file of the controller, and refuses half of it', async () => {
      const source = dir.write('source', 'x'.repeat(300_000));
      const before = await seePath(lane, dir.path('f'));
      const streamed = (size: number): Change => ({
        kind: 'write',
        path: dir.path('f'),
        content: { file: source, size, sha1: '' },
        attributes: {},
        before,
      });
      const half = await performOne(lane, streamed(400_000));
      expect(half.failed).to.include('not all of');
      expect(existsSync(dir.path('f'))).to.equal(false);
      const whole = await performOne(lane, streamed(300_000));
      expect(whole.left?.size).to.equal(300_000);
    });

    it('copies on the host', async () => {
      sh('printf "a\\0b" >from; chmod 755 from');
      const [source, before] = [await seePath(lane, dir.path('from')), await seePath(lane, dir.path('to'))];
      await performOne(lane, {
        kind: 'copy',
        from: dir.path('from'),
        path: dir.path('to'),
        source,
        before,
        attributes: { mode: 0o600 },
      });
      expect([readFileSync(dir.path('to'), 'utf8'), statSync(dir.path('to')).mode & 0o777]).to.deep.equal([
        'a\0b',
        0o600,
      ]);
    });

    it('tells a missing directory and a directory in the place', async () => {
      sh('mkdir d');
      expect((await write(lane, dir.path('no/f'), 'x')).failed).to.match(/the directory .*no does not exist$/);
      expect((await write(lane, dir.path('d'), 'x')).failed).to.match(/d is a directory$/);
    });
  });

  // A mount point cannot be replaced, only written into.
  const mounted = process.getuid?.() === 0 && canMount();
  (mounted ? it : it.skip)('writes into a file that is a mount point when told (needs root)', async () => {
    sh('echo old >under; echo old >f; chmod 640 under');
    const lane = shellExchange([
      'unshare',
      '-m',
      'sh',
      '-c',
      `mount --bind '${dir.path('under')}' '${dir.path('f')}'; exec sh "$@"`,
      'sh',
    ]);
    const refused = await write(lane, dir.path('f'), 'new');
    expect(refused.failed).to.include("'unsafe_writes: true' writes into it");
    const done = await write(lane, dir.path('f'), 'new', { inPlace: true, attributes: { mode: 0o600 } });
    expect(done.failed).to.equal(undefined);
    expect([readFileSync(dir.path('under'), 'utf8'), statSync(dir.path('under')).mode & 0o777]).to.deep.equal([
      'new',
      0o600,
    ]);
  });

  // SELinux is not active where tests run; a mounted directory and programs that write down what they are told stand for it.
  (mounted ? it : it.skip)(
    'keeps the SELinux label, and gives a new file the one of the policy (needs root)',
    async () => {
      const programs = dir.path('bin');
      dir.write('bin/matchpathcon', '#!/bin/sh\necho system_u:object_r:etc_t:s0\n', 0o755);
      dir.write('bin/chcon', `#!/bin/sh\necho "chcon $*" | sed "s,${dir.path()}/,,g" >>'${dir.path('log')}'\n`, 0o755);
      dir.write('bin/restorecon', '#!/bin/sh\nexit 0\n', 0o755);
      dir.write(
        'bin/stat',
        `#!/bin/sh\nfor w do shift; set -- "$@" "$(printf '%s.' "$w" | sed 's/%C/u:r:t:s0/')"; done\nfor w do shift; set -- "$@" "\${w%.}"; done\nexec /usr/bin/stat "$@"\n`,
        0o755,
      );
      const mount = 'mount -t tmpfs none /sys/fs; mkdir /sys/fs/selinux; echo 1 >/sys/fs/selinux/enforce; exec sh "$@"';
      const lane = shellExchange([
        'env',
        `PATH=${programs}:${process.env.PATH}`,
        'unshare',
        '-m',
        'sh',
        '-c',
        mount,
        'sh',
      ]);
      writeFileSync(dir.path('old'), 'x');
      await write(lane, dir.path('old'), 'y', { attributes: { label: { type: 'shadow_t' } } });
      await write(lane, dir.path('new'), 'y');
      expect(readFileSync(dir.path('log'), 'utf8').split('\n').slice(0, -1)).to.deep.equal([
        'chcon --reference=old /proc/self/fd/3',
        'chcon -t shadow_t -- /proc/self/fd/3',
        'chcon -- system_u:object_r:etc_t:s0 /proc/self/fd/3',
      ]);
    },
  );
});

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
