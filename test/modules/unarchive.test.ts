import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect } from 'chai';
import unarchive from '../../modules/unarchive.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';
import { inEveryShell } from '../support/shells.ts';

const TREE = 'mkdir -p s/a d; echo 1 >s/1; echo 2 >"s/a/2 b"; chmod 751 s/1; ln -s 1 s/l';
const TGZ = `${TREE}; tar czf s.tgz -C s .`;
const ZIP = `${TREE}; rm s/l; (cd s; zip -qr ../s.zip .)`;

describe('unarchive', () => {
  obeysTheLaws(
    unarchive,
    [
      {
        name: 'unpacks a tar that is packed with gzip',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d' },
        files: { 'd/1': '1\n', 'd/a/2 b': '2\n', 'd/l': '1\n' },
        result: { handler: 'TgzArchive', dest: 'DIR/d', state: 'directory' },
        cannotUndo: true,
      },
      {
        name: 'unpacks a zip',
        given: ZIP,
        args: { src: 'DIR/s.zip', dest: 'DIR/d', list_files: true },
        files: { 'd/1': '1\n', 'd/a/2 b': '2\n' },
        result: { handler: 'ZipArchive' },
        cannotUndo: true,
      },
      {
        name: 'unpacks what is on the host',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d', remote_src: true },
        files: { 'd/1': '1\n' },
        cannotUndo: true,
      },
      {
        name: 'knows the older word for that',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d', copy: false },
        files: { 'd/1': '1\n' },
        cannotUndo: true,
      },
      {
        name: 'unpacks again what was changed',
        given: `${TGZ}; tar xf s.tgz -C d; echo x >d/1`,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d' },
        files: { 'd/1': '1\n' },
        cannotUndo: true,
      },
      {
        name: 'leaves what is so',
        given: `${TGZ}; tar xf s.tgz -C d`,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d' },
        changed: false,
      },
      {
        name: 'leaves out what it is told',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d', exclude: ['./a'] },
        files: { 'd/1': '1\n', 'd/a/2 b': null },
        cannotUndo: true,
      },
      {
        name: 'takes only what it is told',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/d', include: ['./a/2 b'] },
        files: { 'd/1': null, 'd/a/2 b': '2\n' },
        cannotUndo: true,
      },
      {
        name: 'leaves out and takes of a zip',
        given: ZIP,
        args: { src: 'DIR/s.zip', dest: 'DIR/d', exclude: ['a/*'] },
        files: { 'd/1': '1\n', 'd/a/2 b': null },
        cannotUndo: true,
      },
      {
        name: 'takes further options',
        given: `${TREE}; tar cJf s.txz s`,
        args: { src: 'DIR/s.txz', dest: 'DIR/d', extra_opts: ['--strip-components=1'] },
        files: { 'd/1': '1\n' },
        result: { handler: 'TarXzArchive' },
        cannotUndo: true,
      },
      {
        name: 'fails for what is no archive',
        given: `${TREE}`,
        args: { src: 'DIR/s/1', dest: 'DIR/d' },
        fails: 'cannot be unpacked',
      },
      {
        name: 'wants the directory',
        given: TGZ,
        args: { src: 'DIR/s.tgz', dest: 'DIR/no' },
        fails: 'must be an existing dir',
      },
      {
        name: 'wants the archive',
        given: TREE,
        args: { src: 'DIR/no.tgz', dest: 'DIR/d' },
        fails: 'Could not find or access',
      },
      {
        name: 'wants the archive on the host',
        given: TREE,
        args: { src: 'DIR/no.tgz', dest: 'DIR/d', remote_src: true },
        fails: 'does not exist on the host',
      },
      {
        name: 'refuses names that lead out',
        given: 'mkdir d x; echo e >x/e; (cd d; tar cPf ../s.tar ../x/e); rm x/e',
        args: { src: 'DIR/s.tar', dest: 'DIR/d' },
        fails: 'which leads out of',
      },
    ],
    { files: controllerFiles('/') },
  );

  const dir = scratch();
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };

  async function run(args: Readonly<Record<string, Plain>>, lane: Exchange = shellExchange(), world?: World) {
    const values = new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)]));
    const environment = {
      lane,
      diff: true,
      files: controllerFiles('/'),
      expandPath: (path: string) => path,
      sleep: async () => undefined,
    };
    return executeModule(unarchive, values, { ...environment, ...(world && { world }) });
  }

  it('skips where what it creates is there', async () => {
    sh(`${TGZ}; touch d/there`);
    const { result } = await run({ src: dir.path('s.tgz'), dest: dir.path('d'), creates: dir.path('d/there') });
    expect([result.skipped, result.changed, readdirSync(dir.path('d'))]).to.deep.equal([true, false, ['there']]);
  });

  it('gives everything to a user, once', async () => {
    sh(TGZ);
    const args = { src: dir.path('s.tgz'), dest: dir.path('d'), owner: 'daemon', mode: 'u=rwX,go=' };
    const first = await run(args);
    const second = await run(args);
    expect([first.result.failed, first.result.changed, first.result.owner, first.result.mode]).to.deep.equal([
      undefined,
      true,
      'daemon',
      '0700',
    ]);
    expect([second.result.changed, second.changes]).to.deep.equal([false, []]);
    const seen = execFileSync('sh', ['-c', 'find d -printf "%P %m %u\\n" | sort'], {
      cwd: dir.path(),
      encoding: 'utf8',
    });
    expect(seen).to.equal(' 700 daemon\n1 700 daemon\na 700 daemon\na/2 b 600 daemon\nl 777 daemon\n');
  });

  it('says in check mode whether it would', async () => {
    sh(TGZ);
    const first = await run({ src: dir.path('s.tgz'), dest: dir.path('d') }, shellExchange(), new World());
    expect([first.result.changed, readdirSync(dir.path('d'))]).to.deep.equal([true, []]);
  });

  for (const [pack, archive] of [
    ['tar czf ../s.tgz', 's.tgz'],
    ['zip -q ../s.zip', 's.zip'],
  ] as const)
    it(`tells what ${archive} would bring into a directory that is only predicted`, async () => {
      sh(`${TREE}; cd s; ${pack} 1 'a/2 b'`);
      const world = new World();
      const path = dir.path('new');
      world.predict({ kind: 'directory', path, attributes: {}, before: { exists: false, path } });
      const { result } = await run({ src: dir.path(archive), dest: path }, shellExchange(), world);
      const after = '1: is not there\na/2 b: is not there\n';
      expect(result.diff).to.deep.equal([{ before: '', after, before_header: path, after_header: path }]);
      expect([result.changed, existsSync(path)]).to.deep.equal([true, false]);
    });

  it('downloads, and leaves nothing behind', async () => {
    sh(TGZ);
    const server = createServer((_request, response) => response.end(readFileSync(dir.path('s.tgz'))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    sh('mkdir tmp');
    const lane = shellExchange(['env', `TMPDIR=${dir.path('tmp')}`, 'sh']);
    const { result } = await run(
      { src: `http://127.0.0.1:${port}/s.tgz`, dest: dir.path('d'), remote_src: true },
      lane,
    );
    server.close();
    expect([result.failed, result.changed, readFileSync(dir.path('d/1'), 'utf8')], String(result.msg)).to.deep.equal([
      undefined,
      true,
      '1\n',
    ]);
    expect(readdirSync(dir.path('tmp'))).to.deep.equal([]);
  });

  inEveryShell((lane, shell) => {
    for (const [name, given, archive] of [
      ['a tar', TGZ, 's.tgz'],
      ['a zip', ZIP, 's.zip'],
    ] as const) {
      it(`unpacks ${name} once`, async () => {
        sh(given);
        const args = { src: dir.path(archive), dest: dir.path('d') };
        const first = await run(args, lane);
        const second = await run(args, lane);
        if (shell === 'busybox' && archive === 's.zip' && first.result.failed)
          return expect(String(first.result.msg)).to.include('unzip');
        expect(
          [first.result.failed, first.result.changed, second.result.changed],
          String(first.result.msg),
        ).to.deep.equal([undefined, true, false]);
        expect(readFileSync(dir.path('d/a/2 b'), 'utf8')).to.equal('2\n');
      });
    }

    it('does not leave the directory through a link in the archive', async () => {
      sh(
        'mkdir d out x; ln -s ../out x/l; tar cf s.tar -C x l; rm x/l; mkdir x/l; echo evil >x/l/f; tar rf s.tar -C x l/f',
      );
      await run({ src: dir.path('s.tar'), dest: dir.path('d') }, lane);
      expect(existsSync(dir.path('out/f'))).to.equal(false);
    });
  });
});
