import { expect } from 'chai';
import file from '../../modules/file.ts';
import { toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { World } from '../../src/plan/world.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('file', () => {
  obeysTheLaws(file, [
    {
      name: 'makes a directory and those above it',
      args: { path: 'DIR/a/b/c', state: 'directory', mode: '0750' },
      result: { path: 'DIR/a/b/c', state: 'directory', mode: '0750' },
    },
    {
      name: 'takes names as they come',
      args: { path: "DIR/-a 'b\n$c/*", state: 'directory' },
      result: { state: 'directory' },
    },
    {
      name: 'leaves a directory that is as it shall be',
      given: 'mkdir d; chmod 700 d',
      args: { path: 'DIR/d/', state: 'directory', mode: 'u=rwx,go=' },
      changed: false,
      result: { path: 'DIR/d/', mode: '0700' },
    },
    {
      name: "clears a directory's setgid where the mode has none",
      given: 'mkdir d; chmod 2755 d',
      args: { path: 'DIR/d', mode: '0755' },
      result: { mode: '0755' },
    },
    {
      name: 'sets owner and group by name and by number',
      given: 'touch f',
      args: { path: 'DIR/f', owner: 'daemon', group: '12345' },
      result: { owner: 'daemon', uid: 1, group: '12345', gid: 12345 },
    },
    {
      name: 'wants accounts that exist',
      given: 'touch f',
      args: { path: 'DIR/f', owner: 'nobody-by-that-name' },
      fails: 'failed to look up user',
    },
    { name: 'makes no file', args: { path: 'DIR/f', state: 'file' }, fails: 'is absent, cannot continue' },
    {
      name: 'wants a mode that is one',
      given: 'touch f',
      args: { path: 'DIR/f', mode: '0888' },
      fails: 'mode must be in octal or symbolic form',
    },
    {
      name: 'touches into being',
      args: { path: 'DIR/f', state: 'touch', mode: '0600' },
      files: { f: '' },
      result: { dest: 'DIR/f', mode: '0600', size: 0 },
      alwaysChanges: true,
    },
    {
      name: 'sets times in the time zone of the host, once',
      given: 'touch -d 2001-02-03 f',
      args: { path: 'DIR/f', modification_time: '2002-03-04', modification_time_format: '%Y-%m-%d' },
      // Comparing the bytes reads the file, which sets its access time.
      state: 'stat -c %Y f',
    },
    {
      name: 'wants times in their format',
      given: 'touch f',
      args: { path: 'DIR/f', access_time: 'noon' },
      fails: "'access_time' is 'noon'",
    },
    {
      name: 'links',
      given: 'touch t',
      args: { path: 'DIR/l', src: 't', state: 'link' },
      result: { dest: 'DIR/l', src: 't', state: 'link' },
    },
    { name: 'leads a link elsewhere', given: 'touch t; ln -s x l', args: { path: 'DIR/l', src: 't', state: 'link' } },
    {
      name: 'wants what a link leads to',
      args: { path: 'DIR/l', src: 't', state: 'link' },
      fails: 'src file does not exist',
    },
    {
      name: 'puts a link in the place of an empty directory when forced',
      given: 'mkdir l; touch t',
      args: { path: 'DIR/l', src: 't', state: 'link', force: true },
      cannotUndo: true,
    },
    {
      name: 'never puts a link in the place of a directory with something in it',
      given: 'mkdir l; touch t l/x',
      args: { path: 'DIR/l', src: 't', state: 'link', force: true },
      fails: 'is not empty, refusing to convert it',
    },
    {
      name: 'links hard',
      given: 'echo x >t',
      args: { path: 'DIR/l', src: 'DIR/t', state: 'hard' },
      files: { l: 'x\n' },
      result: { state: 'hard' },
    },
    {
      name: 'sets the mode of what a link leads to',
      given: 'touch t; ln -s t l',
      args: { path: 'DIR/l', state: 'file', mode: '0600' },
      result: { path: 'DIR/t', mode: '0600' },
    },
    {
      name: 'removes a file',
      given: 'echo x >f; chmod 640 f',
      args: { path: 'DIR/f', state: 'absent' },
      files: { f: null },
      result: { state: 'absent' },
    },
    {
      name: 'removes a link and not its target',
      given: 'echo x >t; ln -s t l',
      args: { path: 'DIR/l', state: 'absent' },
      files: { t: 'x\n' },
    },
    {
      name: 'removes a directory',
      given: 'mkdir -p d/e; echo x >d/e/f',
      args: { path: 'DIR/d', state: 'absent' },
      cannotUndo: true,
    },
    { name: 'removes no root directory', args: { path: '/', state: 'absent' }, fails: 'is not removed' },
    {
      name: 'sets attributes of everything in a directory',
      given:
        'mkdir -p "d/e f" d/g; echo x >"d/e f/x\ny"; echo y >d/y; chmod 755 d/y; ln -s y d/l; mkdir o; ln -s ../../o d/g/o',
      args: { path: 'DIR/d', recurse: true, follow: false, owner: 'daemon', mode: 'u=rwX,g=,o=' },
      state: 'stat -c "%n %a %U" o o/.',
    },
    {
      name: 'follows links in a directory when told',
      given: 'mkdir -p d o/p; echo x >o/p/x; ln -s ../o d/o; ln -s ../d d/circle',
      args: { path: 'DIR/d', recurse: true, group: 'daemon' },
    },
    {
      name: 'recurses only into directories',
      given: 'touch f',
      args: { path: 'DIR/f', state: 'file', recurse: true },
      fails: 'recurse option requires',
    },
  ]);

  const dir = scratch();

  async function run(args: Readonly<Record<string, string | boolean>>, world?: World, shell?: readonly string[]) {
    const lane = shellExchange(shell);
    const execution = await executeModule(
      file,
      new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
      {
        lane,
        ...(world && { world }),
        diff: true,
        files: {
          find: () => undefined,
          searched: () => [],
          read: async () => Buffer.alloc(0),
          fetch: async () => '',
          renderFile: async () => '',
        },
        expandPath: (path) => path,
        sleep: async () => undefined,
      },
    );
    return { ...execution, exchanges: lane.batches };
  }

  it('asks once, and changes once', async () => {
    const made = await run({ path: dir.path('a/b/c'), state: 'directory', owner: 'daemon', mode: '0700' });
    expect([made.result.changed, made.exchanges]).to.deep.equal([true, 2]);
    const again = await run({ path: dir.path('a/b/c'), state: 'directory', owner: 'daemon', mode: '0700' });
    expect([again.result.changed, again.exchanges]).to.deep.equal([false, 1]);
  });

  it('predicts in check mode what a later task finds', async () => {
    const world = new World();
    await run({ path: dir.path('a/b'), state: 'directory', mode: '0700' }, world);
    const inside = await run({ path: dir.path('a/b/f'), state: 'touch' }, world);
    const again = await run({ path: dir.path('a/b'), state: 'directory', mode: '0700' }, world);
    expect([inside.result.failed, inside.result.changed, again.result.changed]).to.deep.equal([undefined, true, false]);
  });

  it('says who really owns what was made', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];
    dir.write('open/x', '');
    await run({ path: dir.path(), mode: '0755' });
    await run({ path: dir.path('open'), mode: '0777' });
    const args = { path: dir.path('open/f'), state: 'touch' };
    const checked = await run(args, new World(), nobody);
    const made = await run(args, undefined, nobody);
    const { uid, owner, mode } = made.result;
    expect({ uid, owner, mode }).to.deep.equal({ uid: 65534, owner: 'nobody', mode: '0644' });
    expect(checked.result.uid).to.equal(uid);
  });
});
