import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import archive from '../../modules/archive.ts';
import { toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { archiveRoot } from '../../src/module/files/archive/sources.ts';
import { zipEntries } from '../../src/module/files/archive/zip-directory.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const TREE = 'mkdir -p s/d/e s/empty; echo 1 >s/1; echo x >s/d/x; echo y >"s/d/e/y z"; ln -s x s/d/l; ln s/d/x s/d/h';

describe('archive', () => {
  obeysTheLaws(archive, [
    {
      name: 'packs a directory, of which every member is named',
      given: TREE,
      args: { path: 'DIR/s', dest: 'DIR/a.tgz', mode: '0600' },
      result: { arcroot: 'DIR/', dest_state: 'archive', missing: [], mode: '0600' },
    },
    {
      name: 'names members from within with a slash',
      given: TREE,
      args: { path: 'DIR/s/', dest: 'DIR/a.tar', format: 'tar' },
      result: { arcroot: 'DIR/s/' },
    },
    ...['bz2', 'xz', 'zip'].map((format) => ({
      name: `packs a directory as ${format}`,
      given: TREE,
      args: { path: 'DIR/s', dest: 'DIR/a', format },
    })),
    ...['gz', 'bz2', 'xz', 'tar', 'zip'].map((format) => ({
      name: `packs one file as ${format}`,
      given: TREE,
      args: { path: 'DIR/s/1', format },
      result: { dest: `DIR/s/1.${format}` },
    })),
    {
      name: 'leaves out what the patterns say, and the archive itself',
      given: TREE,
      args: { path: 'DIR/s', dest: 'DIR/s/a.tgz', exclusion_patterns: ['s/d/*'] },
    },
    { name: 'packs nothing', given: TREE, args: { path: 'DIR/s/empty', dest: 'DIR/a.tgz' }, result: { archived: [] } },
    {
      name: 'packs nothing as zip',
      given: TREE,
      args: { path: 'DIR/s/empty', dest: 'DIR/a.zip', format: 'zip' },
    },
    {
      name: 'packs names that are no plain words',
      given: `${TREE}; cd s; touch -- -x '*' "a'b" 'new
line' 'back\\slash' ' first' 'é'`,
      args: { path: 'DIR/s/', dest: 'DIR/a.tgz' },
    },
    {
      name: 'packs names that could be options as zip',
      given: `${TREE}; cd s; touch -- -x @ '*' "a'b" ' first' 'é'`,
      args: { path: 'DIR/s/', dest: 'DIR/a.zip', format: 'zip' },
    },
    {
      name: 'removes what was packed',
      given: TREE,
      args: { path: 'DIR/s/d', dest: 'DIR/a.tgz', remove: true },
      files: { 's/d/x': null, 's/1': '1\n' },
      cannotUndo: true,
    },
    {
      name: 'removes a link, and not what it leads to',
      given: `${TREE}; ln -s s/d ld`,
      args: { path: 'DIR/ld', dest: 'DIR/a.tgz', remove: true },
      files: { ld: null, 's/d/x': 'x\n' },
      cannotUndo: true,
    },
    {
      name: 'packs again where a member differs',
      given: `${TREE}; tar czf a.tgz s/1; chmod 604 a.tgz`,
      args: { path: 'DIR/s', dest: 'DIR/a.tgz' },
      result: { mode: '0604' },
      cannotUndo: true,
    },
    {
      name: 'takes what tar made before',
      given: `${TREE}; tar czf a.tgz s/1`,
      args: { path: ['DIR/s/1', 'DIR/s/empty'], dest: 'DIR/b.tgz', exclude_path: 'DIR/s/e*', force_archive: true },
    },
    {
      name: 'only sets the mode of an archive that will do',
      given: `${TREE}; tar czf a.tgz -C s 1`,
      args: { path: 'DIR/s/1', dest: 'DIR/a.tgz', force_archive: true, mode: '0600' },
      result: { mode: '0600' },
    },
    {
      name: 'tells what is not there',
      given: TREE,
      args: { path: ['DIR/no', 'DIR/s/1'], dest: 'DIR/a.tgz' },
      result: { dest_state: 'incomplete' },
    },
    {
      name: 'does nothing without anything',
      given: TREE,
      args: { path: 'DIR/no', dest: 'DIR/a.tgz' },
      changed: false,
      result: { dest_state: 'absent' },
    },
    {
      name: 'wants an archive for several',
      given: TREE,
      args: { path: ['DIR/s/1', 'DIR/s/d/x'] },
      fails: "'dest' is missing",
    },
    { name: 'wants an archive for a directory', given: TREE, args: { path: 'DIR/s' }, fails: 'which is a directory' },
    {
      name: 'wants something that matches',
      given: TREE,
      args: { path: 'DIR/x*', dest: 'DIR/a' },
      fails: 'no source paths',
    },
    {
      name: 'wants the directory',
      given: TREE,
      args: { path: 'DIR/s', dest: 'DIR/no/a.tgz' },
      fails: 'does not exist',
    },
    {
      name: 'does not remove the archive with what it packed',
      given: TREE,
      args: { path: 'DIR/s', dest: 'DIR/s/a.tgz', remove: true },
      fails: "'remove' would take away",
    },
    {
      name: 'does not pack a link that leads nowhere',
      given: 'ln -s no l',
      args: { path: 'DIR/l', dest: 'DIR/a.gz' },
      fails: 'leads nowhere',
    },
    { name: 'does not wait at a pipe', given: 'mkfifo p', args: { path: 'DIR/p', dest: 'DIR/a.gz' }, fails: 'fifo' },
    {
      name: 'does not replace the file itself',
      given: TREE,
      args: { path: 'DIR/s/1', dest: 'DIR/s/1' },
      fails: 'which is the file that is to be packed',
    },
  ]);

  const dir = scratch();
  const sh = (script: string): string =>
    execFileSync('sh', ['-c', script], { cwd: dir.path(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  async function run(args: Readonly<Record<string, string>>, path = process.env.PATH ?? '', world?: World) {
    const lane = shellExchange(['env', `PATH=${path}`, '/bin/sh']);
    return executeModule(archive, new Map(Object.entries(args).map(([name, one]) => [name, toValue(one)])), {
      lane,
      diff: true,
      files: controllerFiles('/'),
      expandPath: (one) => one,
      sleep: async () => undefined,
      ...(world && { world }),
    });
  }

  it('keeps links as links in a zip', async () => {
    sh('mkdir z; echo secret >hidden; ln -s ../hidden z/l');
    const { result } = await run({ path: `${dir.path()}/z`, dest: `${dir.path()}/z.zip`, format: 'zip' });
    expect(result.msg).to.equal(undefined);
    expect(sh('rm -rf out; mkdir out; cd out; unzip -q ../z.zip; readlink z/l')).to.equal('../hidden\n');
  });

  it('names the program that is missing, in check mode too', async () => {
    sh('mkdir -p bin; for p in sh stat find readlink id; do ln -sf "$(command -v $p)" bin/; done; echo 1 >one');
    for (const world of [new World(), undefined]) {
      const { result } = await run({ path: `${dir.path()}/one`, format: 'xz' }, `${dir.path()}/bin`, world);
      expect(result.msg).to.equal("the host has no 'xz'; install xz");
    }
  });

  it('works with busybox', async () => {
    sh('mkdir -p box b/d; busybox --install -s box; echo 1 >b/1; echo x >b/d/-x; ln -s 1 b/l');
    const args = { path: `${dir.path()}/b/`, dest: `${dir.path()}/b.tgz` };
    const first = await run(args, `${dir.path()}/box`);
    const second = await run(args, `${dir.path()}/box`);
    expect([first.result.msg, first.result.changed, second.result.changed]).to.deep.equal([undefined, true, false]);
    expect(sh('tar tzf b.tgz | sort')).to.equal('1\nd/\nd/-x\nl\n');
    const third = await run(args);
    expect(third.result.changed, 'GNU tar sees the same').to.equal(false);
  });

  it('leaves the archive that was there where a packer fails', async () => {
    sh(
      'mkdir -p broken q; for p in /usr/bin/* /bin/*; do ln -sf "$p" broken/; done; rm broken/gzip; echo old >q.tgz; echo 1 >q/1',
    );
    sh('printf "#!/bin/sh\\nhead -c 1; exit 3\\n" >broken/gzip; chmod +x broken/gzip');
    const { result } = await run({ path: `${dir.path()}/q`, dest: `${dir.path()}/q.tgz` }, `${dir.path()}/broken`);
    expect([result.failed, result.changed]).to.deep.equal([true, false]);
    expect(sh('cat q.tgz; ls -A | grep tsplay || true')).to.equal('old\n');
  });

  it('reads the directory of a zip that has more files than its end can count', () => {
    sh('echo 1 >f; rm -f f.zip; zip -q -X f.zip f');
    const plain = readFileSync(`${dir.path()}/f.zip`);
    const end = plain.subarray(-22);
    const large = Buffer.alloc(56 + 20);
    large.write('PK\x06\x06', 'latin1');
    large.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
    const counted = Buffer.from(end);
    counted.fill(0xff, 8, 20);
    const tail = Buffer.concat([plain.subarray(0, -22), large, counted]);
    expect(zipEntries(tail)).to.deep.equal(zipEntries(plain));
    expect(zipEntries(plain)).to.deep.equal([`${crc32('1\n').toString(16).padStart(8, '0')} f`]);
    expect(zipEntries(plain.subarray(0, -1))).to.equal(undefined);
  });

  const ROOTS: readonly (readonly [string, ...string[]])[] = [
    ['/a/', '/a/b'],
    ['/a/b/', '/a/b/'],
    ['/a/', '/a/b', '/a/c/d'],
    ['/a/', '/a/b/', '/a/c/'],
    ['/', '/a', '/b/c'],
    ['/', '/'],
    ['', 'a'],
    ['a/', 'a/b'],
    ['/ab/', '/ab/x', '/ab/c'],
    ['/', '/ab/x', '/abc/x'],
  ];
  for (const [root, ...paths] of ROOTS) {
    it(`names members of ${paths.join(', ')} from '${root}'`, () => expect(archiveRoot(paths)).to.equal(root));
  }
});
