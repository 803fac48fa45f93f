import { expect } from 'chai';
import lineinfile from '../../modules/lineinfile.ts';
import { executeModule } from '../../src/module/execute.ts';
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
