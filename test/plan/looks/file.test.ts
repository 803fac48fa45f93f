import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { file } from '../../../src/plan/ask.ts';
import { type Exchange, lookAt } from '../../../src/plan/exchange.ts';
import type { FileLook, FilePresent, FileSeen } from '../../../src/plan/look.ts';
import { isLook } from '../../../src/plan/plan.ts';
import { scratch } from '../../support/scratch.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { inEveryShell } from '../../support/shells.ts';

async function see(lane: Exchange, looks: readonly FileLook[]): Promise<readonly FileSeen[]> {
  const looked = await lookAt(lane, { files: looks });
  if (looked.kind !== 'answered') throw new Error(JSON.stringify(looked));
  const { files } = looked.answers;
  if (files === undefined || 'kind' in files) throw new Error('no list of answers');
  return files.map((answer) => {
    if (answer.kind !== 'file') throw new Error(answer.kind);
    return answer.value;
  });
}

async function one(lane: Exchange, look: FileLook): Promise<FileSeen> {
  expect(isLook(look)).to.equal(true);
  const [seen] = await see(lane, [look]);
  if (!seen) throw new Error('no answer');
  return seen;
}

async function present(lane: Exchange, look: FileLook): Promise<FilePresent> {
  const seen = await one(lane, look);
  if (!seen.exists) throw new Error(`${look.path} is absent`);
  return seen;
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

describe('looks at files', () => {
  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };

  inEveryShell((lane, shell) => {
    it('answers for a file what stat says', async () => {
      sh('printf hello >f; chown 1:2 f; chmod 4751 f; touch -d @1000000000 f; ln f g');
      const seen = await present(lane, file(dir.path('f'), { content: 'all', digest: 'sha256' }));
      const { ctime, inode, device, atime, blocks, blockSize, ...rest } = seen;
      expect(rest).to.deep.equal({
        exists: true,
        path: dir.path('f'),
        resolved: dir.path('f'),
        type: 'file',
        mode: 0o4751,
        uid: 1,
        gid: 2,
        owner: 'daemon',
        group: 'bin',
        size: 5,
        mtime: 1000000000,
        links: 2,
        specialDevice: 0,
        umask: process.umask(),
        digest: createHash('sha256').update('hello').digest('hex'),
        content: Buffer.from('hello'),
      });
      expect([ctime, inode, device, atime, blocks, blockSize].every((number) => Number(number) > 0)).to.equal(true);
    });

    const NAMES = [
      'plain',
      'with space',
      '-rf',
      'new\nline',
      'quo\'te"s',
      '$HOME`id`',
      'back\\slash',
      'ümläut',
      '*',
      '!',
      '(',
      'end\n',
    ];

    it('takes every name, in one batch', async () => {
      for (const name of NAMES) dir.write(name, `in ${name}`);
      const looks = NAMES.map((name) => file(dir.path(name), { content: 'all', digest: 'sha1' }));
      const seen = await see(lane, looks);
      expect(
        seen.map((answer) => answer.exists && [answer.path, answer.content?.toString(), answer.digest]),
      ).to.deep.equal(NAMES.map((name) => [dir.path(name), `in ${name}`, sha1(`in ${name}`)]));
    });

    it('tells what a link says and where it ends, for every name', async () => {
      for (const name of NAMES) {
        dir.write(`to/${name}`, name);
        execFileSync('ln', ['-s', '--', `to/${name}`, dir.path(name)]);
      }
      const itself = await see(
        lane,
        NAMES.map((name) => file(dir.path(name), { follow: false, content: 'all' })),
      );
      const followed = await see(
        lane,
        NAMES.map((name) => file(dir.path(name), { content: 'all' })),
      );
      expect(itself.map((seen) => seen.exists && [seen.type, seen.target, seen.resolved, seen.content])).to.deep.equal(
        NAMES.map((name) => ['link', `to/${name}`, dir.path('to', name), undefined]),
      );
      expect(followed.map((seen) => seen.exists && [seen.type, seen.resolved, seen.content?.toString()])).to.deep.equal(
        NAMES.map((name) => ['file', dir.path('to', name), name]),
      );
    });

    it('tells apart dangling links, loops, and files in the place of directories', async () => {
      sh('ln -s nowhere dangling; ln -s loop loop; echo >f');
      const looks = ['dangling', 'loop', 'f/below', 'no/such', ''].map((name) =>
        file(name === '' ? '' : dir.path(name)),
      );
      const followed = await see(lane, looks);
      expect(followed.map((seen) => seen.exists)).to.deep.equal([false, false, false, false, false]);
      const itself = await present(lane, file(dir.path('dangling'), { follow: false }));
      expect([itself.type, itself.target, itself.resolved]).to.deep.equal(['link', 'nowhere', dir.path('nowhere')]);
    });

    it('says whose a new file would be', async () => {
      sh('mkdir shared; chgrp 3 shared; chmod 2775 shared');
      const maker = { uid: 0, gid: 0, owner: 'root', group: 'root', umask: process.umask() };
      expect(await one(lane, file(dir.path('new')))).to.deep.equal({ exists: false, path: dir.path('new'), maker });
      expect(await one(lane, file(dir.path('shared/new')))).to.deep.equal({
        exists: false,
        path: dir.path('shared/new'),
        maker: { ...maker, gid: 3, group: 'sys', setgid: true },
      });
    });

    it('sends bytes only where they differ and are not too many', async () => {
      const content = Buffer.from([...Array(256).keys(), 10, 0, 10]);
      dir.write('f', content);
      const digest = createHash('sha1').update(content).digest('hex');
      const [same, other, large, exact] = await see(lane, [
        file(dir.path('f'), { content: { unless: digest }, digest: 'sha1' }),
        file(dir.path('f'), { content: { unless: sha1('other') } }),
        file(dir.path('f'), { content: 'all', limit: content.length - 1 }),
        file(dir.path('f'), { content: 'all', limit: content.length }),
      ]);
      const shown = [same, other, large, exact].map(
        (seen) => seen?.exists && [seen.content?.equals(content), seen.tooLarge, seen.digest],
      );
      expect(shown).to.deep.equal([
        [undefined, undefined, digest],
        [true, undefined, undefined],
        [undefined, true, undefined],
        [true, undefined, undefined],
      ]);
    });

    it('reads files without a size, and directories and pipes not at all', async () => {
      sh('mkdir d; mkfifo p');
      const [proc, directory, pipe] = await see(lane, [
        file('/proc/sys/kernel/ostype', { content: 'all', digest: 'sha1' }),
        file(dir.path('d'), { content: 'all', digest: 'sha1' }),
        file(dir.path('p'), { content: 'all', digest: 'sha1' }),
      ]);
      expect(proc?.exists && proc.content?.toString()).to.equal('Linux\n');
      expect([directory, pipe].map((seen) => seen?.exists && [seen.type, seen.content, seen.digest])).to.deep.equal([
        ['directory', undefined, undefined],
        ['fifo', undefined, undefined],
      ]);
    });

    it('says what the identity may do', async () => {
      dir.write('f', '', 0o755);
      const seen = await present(lane, file(dir.path('f'), { details: ['access'] }));
      expect(seen.access).to.deep.equal({ read: true, write: true, execute: true });
    });

    it('answers hundreds of looks in one exchange', async () => {
      const names = [...Array(450).keys()].map(String);
      for (const name of names) dir.write(name, name);
      const seen = await see(
        lane,
        names.map((name) => file(dir.path(name), { digest: 'sha1', content: { unless: sha1(name) } })),
      );
      expect(seen.map((answer) => answer.exists && answer.digest)).to.deep.equal(names.map(sha1));
      expect(seen.every((answer) => answer.exists && answer.content === undefined)).to.equal(true);
    });

    if (shell !== 'busybox') {
      it('asks lsattr and file(1) where they are', async () => {
        dir.write('f', 'text\n');
        const seen = await present(lane, file(dir.path('f'), { details: ['flags', 'mime'] }));
        expect(seen.mime).to.equal('text/plain; charset=us-ascii');
        expect(seen.flags).to.match(/^[a-zA-Z]*$/);
      });

      // Links and missing files have no flags, and a name may look like another line of lsattr's.
      it('asks each of them once for many files', async () => {
        sh('echo text >f; ln -s f link; : >"1 --- f"; printf x >"two\nlines"; mkdir d; chattr +A d 2>/dev/null || :');
        const names = ['f', 'missing', 'link', '1 --- f', 'two\nlines', 'd'];
        const details = { details: ['flags', 'mime'] } as const;
        const together = await see(lane, [
          ...names.map((name) => file(dir.path(name), details)),
          file(dir.path('link'), { ...details, follow: false }),
        ]);
        const singly = [];
        for (const name of names) singly.push(await one(lane, file(dir.path(name), details)));
        singly.push(await one(lane, file(dir.path('link'), { ...details, follow: false })));
        // Looking itself reads them.
        const unread = (seen: FileSeen): unknown => ({ ...seen, atime: 0 });
        expect(together.map(unread)).to.deep.equal(singly.map(unread));
        expect(together.map((seen) => seen.exists && seen.mime)).to.deep.equal([
          'text/plain; charset=us-ascii',
          false,
          'text/plain; charset=us-ascii',
          'inode/x-empty; charset=binary',
          'application/octet-stream; charset=binary',
          'inode/directory; charset=binary',
          'inode/symlink; charset=binary',
        ]);
      });
    }
  });

  (process.getuid?.() === 0 ? it : it.skip)(
    'tells what an identity may not see from what is not there (needs root)',
    async () => {
      const lane = shellExchange(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh']);
      sh('chmod 755 .; mkdir closed; chmod 700 closed; touch closed/f; echo x >secret; chmod 600 secret');
      const [hidden, deeper, missing, unreadable] = await see(lane, [
        file(dir.path('closed/f')),
        file(dir.path('closed/no/such')),
        file(dir.path('missing')),
        file(dir.path('secret'), { content: 'all', details: ['access'] }),
      ]);
      expect([hidden, deeper, missing].map((seen) => seen && !seen.exists && seen.denied === true)).to.deep.equal([
        true,
        true,
        false,
      ]);
      expect(unreadable?.exists && [unreadable.unreadable, unreadable.content, unreadable.access]).to.deep.equal([
        true,
        undefined,
        { read: false, write: false, execute: false },
      ]);
    },
  );
});
