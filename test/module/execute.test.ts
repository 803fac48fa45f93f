import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import lineinfile from '../../modules/lineinfile.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('executing a module in check mode', () => {
  const args = new Map([
    ['path', '/nonexistent/automatic.conf'],
    ['regexp', '^apply_updates'],
    ['line', 'apply_updates = yes'],
  ]);
  const run = (world: World) =>
    executeModule(lineinfile, args, {
      lane: shellExchange(),
      world,
      diff: false,
      files: controllerFiles('/nonexistent'),
      expandPath: (path) => path,
      sleep: async () => undefined,
    });

  it('skips what fails only because an earlier task was not done', async () => {
    const world = new World();
    world.predict({
      kind: 'run',
      title: 'install dnf-automatic',
      command: { argv: ['true'] },
      touches: ['packages'],
      accept: [0],
      predictable: true,
      leaves: [],
      undo: { cannot: 'it is a test' },
    });
    expect((await run(world)).result).to.deep.equal({
      changed: false,
      skipped: true,
      msg: "cannot be told before 'install dnf-automatic' is done: Destination /nonexistent/automatic.conf does not exist !",
    });
  });

  it('fails where nothing was left undone', async () => {
    expect((await run(new World())).result).to.deep.equal({
      changed: false,
      failed: true,
      rc: 257,
      msg: 'Destination /nonexistent/automatic.conf does not exist !',
    });
  });
});

describe('executing a module on a file that others change too', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-moved-'));
  const file = join(directory, 'shared.conf');
  after(() => rmSync(directory, { recursive: true }));

  // Somebody writes to the file before each of the first batches that change it.
  const meddled = (times: number): Exchange => {
    const shell = shellExchange();
    let left = times;
    return {
      run: (batch, options) => {
        if (options?.stopAtFailure && left > 0) {
          appendFileSync(file, `other ${left}\n`);
          left -= 1;
        }
        return shell.run(batch, options);
      },
    };
  };
  const run = (times: number) =>
    executeModule(
      lineinfile,
      new Map([
        ['path', file],
        ['line', 'mine'],
      ]),
      {
        lane: meddled(times),
        diff: false,
        files: controllerFiles('/nonexistent'),
        expandPath: (path) => path,
        sleep: async () => undefined,
      },
    );

  it('looks and plans again', async () => {
    writeFileSync(file, 'first\n');
    const { result, changes, performed } = await run(2);
    expect(result).to.deep.equal({ changed: true, msg: 'line added', backup: '' });
    expect([changes.length, performed.length]).to.deep.equal([1, 1]);
    expect(readFileSync(file, 'utf8')).to.equal('first\nother 2\nother 1\nmine\n');
  });

  it('says so where it never comes to rest', async () => {
    writeFileSync(file, 'first\n');
    const { result } = await run(1000);
    expect([result.changed, result.msg]).to.deep.equal([
      false,
      `write ${file} failed: ${file} was changed by somebody else meanwhile`,
    ]);
  });
});
