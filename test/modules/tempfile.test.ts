import { mkdirSync, statSync } from 'node:fs';
import { expect } from 'chai';
import tempfile from '../../modules/tempfile.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { type Execution, executeModule } from '../../src/module/execute.ts';
import { undoAll } from '../../src/plan/undo-run.ts';
import { World } from '../../src/plan/world.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('tempfile', () => {
  const files = scratch();
  const lane = shellExchange();

  const make = (args: Readonly<Record<string, Plain>>, world?: World): Promise<Execution> =>
    executeModule(tempfile, new Map(Object.entries(args).map(([name, one]) => [name, toValue(one)])), {
      lane,
      ...(world && { world }),
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

  for (const [state, mode, type] of [
    ['file', 0o100600, 'isFile'],
    ['directory', 0o040700, 'isDirectory'],
  ] as const) {
    it(`makes a ${state} for its owner alone, each time another`, async () => {
      mkdirSync(files.path('d'));
      const args = { state, path: files.path('d'), prefix: 'p-', suffix: '.x' };
      const [one, other] = [await make(args), await make(args)];
      expect(one.result.path).to.match(/\/d\/p-[a-z0-9]{8}\.x$/);
      expect(other.result.path).to.not.equal(one.result.path);
      expect([one.result.changed, one.result.mode, one.result.state]).to.deep.equal([
        true,
        `0${(mode & 0o777).toString(8)}`,
        state,
      ]);
      const stat = statSync(String(one.result.path));
      expect([stat.mode, stat[type]()]).to.deep.equal([mode, true]);
      expect(await undoAll(lane, one.performed))
        .to.have.property('problems')
        .that.deep.equals([]);
      expect(() => statSync(String(one.result.path))).to.throw('ENOENT');
    });
  }

  it('is predicted: later tasks see it in check mode', async () => {
    const { result } = await make({ path: files.path(), state: 'directory' }, new World());
    expect([result.changed, result.state, result.mode]).to.deep.equal([true, 'directory', '0700']);
    expect(() => statSync(String(result.path))).to.throw('ENOENT');
  });

  it('uses the usual directory', async () => {
    const { result, performed } = await make({});
    expect(result.path).to.match(/^\/.*\/ansible\.[a-z0-9]{8}$/);
    await undoAll(lane, performed);
  });

  it('names a missing directory', async () => {
    const { result } = await make({ path: files.path('none') });
    expect([result.failed, result.msg]).to.deep.equal([true, String(result.msg)]);
    expect(result.msg).to.match(/^No such directory: '.*none'/);
  });

  it('refuses a slash in a name', async () => {
    const { result } = await make({ prefix: '../x' });
    expect(result.msg).to.equal("'prefix' and 'suffix' are parts of a name and may hold no slash");
  });
});
