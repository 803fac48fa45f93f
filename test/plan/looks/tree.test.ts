import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { tree } from '../../../src/plan/ask.ts';
import { type Exchange, lookAt } from '../../../src/plan/exchange.ts';
import type { TreeLook, TreeSeen } from '../../../src/plan/look.ts';
import { scratch } from '../../support/scratch.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { inEveryShell } from '../../support/shells.ts';

async function see(lane: Exchange, look: TreeLook): Promise<TreeSeen> {
  const looked = await lookAt(lane, { look });
  if (looked.kind !== 'answered') throw new Error(JSON.stringify(looked));
  const { look: answer } = looked.answers;
  if (answer === undefined || !('kind' in answer) || answer.kind !== 'tree') throw new Error('no answer');
  return answer.value;
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

describe('looks at trees', () => {
  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };

  inEveryShell((lane) => {
    it('lists everything with attributes, targets and digests, parents first', async () => {
      sh('mkdir -p t/d/e; printf x >t/d/f; chmod 640 t/d/f; ln -s ../nowhere t/d/l; mkfifo t/p');
      const seen = await see(lane, tree(dir.path('t'), { digest: 'sha1' }));
      const shown = seen.entries.map(({ path, type, mode, target, digest }) => [
        path,
        type,
        mode.toString(8),
        target,
        digest,
      ]);
      expect(seen.exists).to.equal(true);
      expect(shown).to.have.deep.members([
        [dir.path('t/d'), 'directory', '755', undefined, undefined],
        [dir.path('t/d/e'), 'directory', '755', undefined, undefined],
        [dir.path('t/d/f'), 'file', '640', undefined, sha1('x')],
        [dir.path('t/d/l'), 'link', '777', '../nowhere', undefined],
        [dir.path('t/p'), 'fifo', '644', undefined, undefined],
      ]);
      const paths = seen.entries.map(({ path }) => path);
      expect(paths.indexOf(dir.path('t/d'))).to.be.lessThan(paths.indexOf(dir.path('t/d/f')));
    });

    it('takes the empty path for none, not for /', async () => {
      expect(await see(lane, tree(''))).to.deep.equal({ exists: false, entries: [] });
    });

    it('takes every name', async () => {
      const names = ['-rf', 'new\nline', "quo'te", 'a b', 'back\\slash', '*', 'x\n'];
      for (const name of names) dir.write(`t/${name}/${name}`, name);
      const seen = await see(lane, tree(dir.path('t'), { digest: 'sha1' }));
      expect(seen.entries.map(({ path, digest }) => [path, digest])).to.have.deep.members(
        names.flatMap((name) => [
          [dir.path('t', name), undefined],
          [dir.path('t', name, name), sha1(name)],
        ]),
      );
    });

    it('goes as deep as it is told', async () => {
      sh('mkdir -p t/a/b/c');
      const seen = await see(lane, tree(dir.path('t'), { depth: 2 }));
      expect(seen.entries.map(({ path }) => path)).to.deep.equal([dir.path('t/a'), dir.path('t/a/b')]);
    });

    it('goes behind links only when told', async () => {
      sh('mkdir t o; touch o/f; ln -s ../o t/l');
      const itself = await see(lane, tree(dir.path('t')));
      const followed = await see(lane, tree(dir.path('t'), { follow: true }));
      expect(itself.entries.map(({ path, type }) => [path, type])).to.deep.equal([[dir.path('t/l'), 'link']]);
      expect(followed.entries.map(({ path, type }) => [path, type])).to.deep.equal([
        [dir.path('t/l'), 'link'],
        [dir.path('t/l/f'), 'file'],
      ]);
    });

    it('tells a missing directory, a file in its place, and an empty one', async () => {
      sh('mkdir empty; touch f');
      expect(await see(lane, tree(dir.path('missing')))).to.deep.equal({ exists: false, entries: [] });
      expect(await see(lane, tree(dir.path('f')))).to.deep.equal({ exists: false, entries: [] });
      expect(await see(lane, tree(dir.path('empty')))).to.deep.equal({ exists: true, entries: [] });
    });

    it('lists more than one program takes at once', async () => {
      sh(
        'mkdir t; i=0; while [ $i -lt 1200 ]; do : >"t/a rather long name, so that there are many bytes of arguments $i"; i=$((i+1)); done',
      );
      const seen = await see(lane, tree(dir.path('t'), { digest: 'md5' }));
      expect(seen.entries.length).to.equal(1200);
      expect(new Set(seen.entries.map(({ digest }) => digest))).to.deep.equal(
        new Set(['d41d8cd98f00b204e9800998ecf8427e']),
      );
    });
  });

  (process.getuid?.() === 0 ? it : it.skip)('names the directories that it may not list (needs root)', async () => {
    const lane = shellExchange(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh']);
    sh('chmod 755 .; mkdir -p t/closed t/open; touch t/closed/f t/open/f; chmod 700 t/closed');
    const seen = await see(lane, tree(dir.path('t')));
    expect(seen.denied).to.deep.equal([dir.path('t/closed')]);
    expect(seen.entries.map(({ path }) => path)).to.have.members(
      ['t/closed', 't/open', 't/open/f'].map((one) => dir.path(one)),
    );
  });
});
