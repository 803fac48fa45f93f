import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect } from 'chai';
import stat from '../../modules/stat.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('stat', () => {
  const files = scratch();

  const see = async (args: Readonly<Record<string, Plain>>): Promise<Readonly<Record<string, unknown>>> => {
    const { result } = await executeModule(stat, new Map(Object.entries(args).map(([k, v]) => [k, toValue(v)])), {
      lane: shellExchange(),
      diff: false,
      files: {
        find: () => undefined,
        searched: () => [],
        read: async () => Buffer.alloc(0),
        fetch: async () => '',
        renderFile: async () => '',
      },
      expandPath: (path) => path,
      sleep: async () => undefined,
    });
    return JSON.parse(
      JSON.stringify(result, (_key, value) => {
        if (typeof value === 'bigint') return String(value);
        return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
      }),
    );
  };

  const quiet = { get_mime: false, get_attributes: false };

  it('tells every field of a file', async () => {
    const path = files.write('f', 'hello\n', 0o640);
    const real = statSync(path);
    const { stat: seen } = await see({ path, ...quiet });
    const { atime, mtime, ctime, inode, dev, blocks, block_size, ...rest } = Object(seen);
    expect([inode, dev, blocks, block_size]).to.deep.equal([real.ino, real.dev, real.blocks, real.blksize]);
    for (const [ours, theirs] of [
      [atime, real.atimeMs],
      [mtime, real.mtimeMs],
      [ctime, real.ctimeMs],
    ]) {
      expect(ours * 1000).to.be.closeTo(theirs, 1);
    }
    const { uid, gid } = real;
    const names = execFileSync('stat', ['-c', '%U %G', path], { encoding: 'utf8' }).trim().split(' ');
    expect(rest).to.deep.equal({
      ...{ exists: true, path, mode: '0640', uid, gid, size: 6, nlink: 1, device_type: 0 },
      ...{ pw_name: names[0], gr_name: names[1] },
      ...{ isdir: false, ischr: false, isblk: false, isreg: true, isfifo: false, islnk: false, issock: false },
      ...{ wusr: true, rusr: true, xusr: false, wgrp: false, rgrp: true, xgrp: false },
      ...{ woth: false, roth: false, xoth: false, isuid: false, isgid: false },
      ...{ readable: true, writeable: true, executable: false },
      checksum: 'f572d396fae9206628714fb2ce00f72e94f2258f',
    });
  });

  it('tells where a link leads', async () => {
    files.write('t', 'x');
    execFileSync('ln', ['-s', 't', files.path('l')]);
    execFileSync('ln', ['-s', 'nowhere', files.path('b')]);
    const seen = async (name: string, follow: boolean): Promise<readonly unknown[]> => {
      const one = Object((await see({ path: files.path(name), follow, ...quiet })).stat);
      return [one.exists, one.islnk, one.lnk_target, one.lnk_source, one.path];
    };
    expect(await seen('l', false)).to.deep.equal([true, true, 't', files.path('t'), files.path('l')]);
    expect(await seen('l', true)).to.deep.equal([true, false, undefined, undefined, files.path('l')]);
    expect(await seen('b', false)).to.deep.equal([true, true, 'nowhere', files.path('nowhere'), files.path('b')]);
    expect(await seen('b', true)).to.deep.equal([false, undefined, undefined, undefined, undefined]);
  });

  obeysTheLaws(stat, [
    { name: 'changes nothing', given: 'echo a >f', args: { path: 'DIR/f' }, changed: false },
    { name: 'knows what is not there', args: { path: 'DIR/f' }, changed: false, result: { stat: { exists: false } } },
    {
      name: 'names a wrong algorithm',
      args: { path: 'DIR/f', checksum_algorithm: 'crc' },
      fails: 'value of checksum_algorithm must be one of',
    },
  ]);
});
