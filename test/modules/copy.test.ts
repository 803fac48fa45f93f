import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import copy from '../../modules/copy.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('copy', () => {
  obeysTheLaws(
    copy,
    [
      {
        name: 'writes text',
        args: { dest: 'DIR/f', content: 'ü\n' },
        files: { f: 'ü\n' },
        result: { dest: 'DIR/f', size: 3, mode: '0644' },
      },
      { name: 'writes nothing', args: { dest: 'DIR/f', content: '' }, files: { f: '' } },
      {
        name: 'writes mappings as JSON',
        args: { dest: 'DIR/f', content: { a: [1, true, null], b: 'ä' } },
        files: { f: '{"a": [1, true, null], "b": "\\u00e4"}' },
      },
      { name: 'writes a boolean as Python spells it', args: { dest: 'DIR/f', content: true }, files: { f: 'True' } },
      {
        name: 'replaces text, and keeps owner and mode',
        given: 'echo old >f; chown 1:2 f; chmod 640 f',
        args: { dest: 'DIR/f', content: 'new' },
        files: { f: 'new' },
        result: { owner: 'daemon', gid: 2, mode: '0640', checksum: 'c2a6b03f190dfb2b4aa91f8af8d477a9bc3401dc' },
      },
      {
        name: 'leaves what is so',
        given: 'printf x >f',
        args: { dest: 'DIR/f', content: 'x' },
        changed: false,
        result: { path: 'DIR/f', dest: 'DIR/f' },
      },
      {
        name: 'sets the mode alone',
        given: 'printf x >f',
        args: { dest: 'DIR/f', content: 'x', mode: '0600' },
        result: { mode: '0600' },
      },
      {
        name: 'makes a file with owner and mode',
        args: { dest: 'DIR/f', content: 'x', mode: 'u=rw,go=', owner: 'daemon', group: '2' },
        result: { uid: 1, gid: 2, mode: '0600' },
      },
      {
        name: 'keeps a file when it may not be replaced',
        given: 'echo a >f',
        args: { dest: 'DIR/f', content: 'x', force: false, mode: '0600' },
        changed: false,
        files: { f: 'a\n' },
      },
      {
        name: 'replaces a link',
        given: 'echo a >t; ln -s t f',
        args: { dest: 'DIR/f', content: 'x' },
        files: { t: 'a\n', f: 'x' },
      },
      {
        name: 'follows a link when told',
        given: 'echo a >t; ln -s t f',
        args: { dest: 'DIR/f', content: 'x', follow: true },
        files: { t: 'x' },
        result: { dest: 'DIR/t' },
      },
      {
        name: 'puts no text into a directory',
        given: 'mkdir d',
        args: { dest: 'DIR/d', content: 'x' },
        fails: 'can not use content with a dir as dest',
      },
      {
        name: 'wants the directory',
        args: { dest: 'DIR/d/f', content: 'x' },
        fails: /^Destination directory .*d does not exist$/,
      },
      { name: 'wants src or content', args: { dest: 'DIR/f' }, fails: 'src (or content) is required' },
      {
        name: 'wants one of them',
        args: { dest: 'DIR/f', src: 'a', content: 'b' },
        fails: 'src and content are mutually exclusive',
      },
      {
        name: 'wants %s in validate',
        args: { dest: 'DIR/f', content: 'b', validate: 'true' },
        fails: 'validate must contain %s',
      },
      {
        name: 'puts nothing in place that does not validate',
        given: 'echo a >f',
        args: { dest: 'DIR/f', content: 'b', validate: 'grep a %s' },
        fails: 'failed to validate',
        failsWhenApplied: true,
      },
      {
        name: 'copies into a directory',
        given: 'mkdir d; echo s >s; chmod 751 s',
        args: { dest: 'DIR/d', src: 'DIR/s' },
        files: { 'd/s': 's\n' },
        result: { dest: 'DIR/d/s', mode: '0644' },
      },
      {
        name: 'makes the directory that ends with a slash',
        given: 'echo s >s',
        args: { dest: 'DIR/d/e/', src: 'DIR/s', directory_mode: '0700' },
        files: { 'd/e/s': 's\n' },
      },
      {
        name: 'keeps the mode of the source when told',
        given: 'echo s >s; chmod 751 s',
        args: { dest: 'DIR/f', src: 'DIR/s', mode: 'preserve' },
        result: { mode: '0751' },
      },
      {
        name: 'names a source that is missing',
        args: { dest: 'DIR/f', src: 'DIR/s' },
        fails: 'Could not find or access',
      },
      {
        name: 'wants the checksum',
        given: 'echo s >s',
        args: { dest: 'DIR/f', src: 'DIR/s', checksum: 'abc' },
        fails: "and not 'abc'",
      },
      {
        name: 'copies a directory with names of any kind',
        given:
          'mkdir -p "s/-a b" s/e; echo 1 >"s/-a b/1\n2"; echo 2 >"s/it\'s"; ln -s nowhere s/n; chmod 700 "s/it\'s"',
        args: { dest: 'DIR/d', src: 'DIR/s', mode: '0640', directory_mode: '0750', owner: 'daemon' },
        files: { 'd/s/-a b/1\n2': '1\n', "d/s/it's": '2\n' },
      },
      {
        name: 'copies the content of a directory',
        given: 'mkdir -p s/e d; echo 1 >s/e/1; echo 2 >s/2; echo 3 >d/2',
        args: { dest: 'DIR/d', src: 'DIR/s/' },
        files: { 'd/e/1': '1\n', 'd/2': '2\n' },
        result: { dest: 'DIR/d/' },
      },
      {
        name: 'refuses links that lead into a circle',
        given: 'mkdir -p s; ln -s .. s/up',
        args: { dest: 'DIR/d', src: 'DIR/s/' },
        fails: 'leads into a circle',
      },
      {
        name: 'copies links as links when told',
        given: 'mkdir -p s/a; ln -s .. s/up; ln -s a s/l',
        args: { dest: 'DIR/d', src: 'DIR/s/', local_follow: false },
      },
      {
        name: 'copies on the host',
        given: 'echo s >s; echo f >f; chmod 600 f',
        args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true },
        files: { f: 's\n' },
        result: { mode: '0600' },
      },
      {
        name: 'copies a directory on the host',
        given:
          'mkdir -p s/a/b d/a; echo 1 >s/1; chmod 751 s/1; echo 2 >s/a/b/2; ln -s 1 s/l; echo x >d/1; chmod 600 d/1',
        args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true, group: 'daemon' },
        files: { 'd/1': '1\n', 'd/a/b/2': '2\n', 'd/l': '1\n' },
      },
      {
        name: 'wants the source on the host',
        args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true },
        fails: 'not found',
      },
    ],
    { files: controllerFiles('/') },
  );

  const dir = scratch();

  async function run(args: Readonly<Record<string, Plain>>, world?: World) {
    const lane = shellExchange();
    const execution = await executeModule(
      copy,
      new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
      {
        lane,
        ...(world && { world }),
        diff: true,
        files: controllerFiles(dir.path()),
        expandPath: (path) => path,
        sleep: async () => undefined,
      },
    );
    return { ...execution, exchanges: lane.batches };
  }

  it('puts a directory of many files in place in two exchanges, and looks at it in one', async () => {
    for (let index = 0; index < 60; index++) dir.write(`files/tree/d${index % 7}/f${index}`, `file ${index}\n`);
    const made = await run({ src: 'tree', dest: dir.path('to') });
    expect([made.result.changed, made.exchanges]).to.deep.equal([true, 2]);
    const again = await run({ src: 'tree', dest: dir.path('to') });
    expect([again.result.changed, again.exchanges]).to.deep.equal([false, 1]);
    expect(readdirSync(dir.path('to/tree'))).to.have.length(7);
  });

  it('streams what is large, and does not send what is there', async () => {
    const bytes = Buffer.alloc(700_000, 'large\n');
    mkdirSync(dir.path('files'));
    writeFileSync(dir.path('files/large'), bytes);
    const checked = await run({ src: 'large', dest: dir.path('f') }, new World());
    const made = await run({ src: 'large', dest: dir.path('f') });
    expect(readFileSync(dir.path('f')).equals(bytes)).to.equal(true);
    const again = await run({ src: 'large', dest: dir.path('f') });
    expect([checked.result.changed, made.result.changed, again.result.changed]).to.deep.equal([true, true, false]);
    expect(made.result.checksum).to.equal(again.result.checksum);
  });

  it('predicts for later tasks what it would put in place', async () => {
    const world = new World();
    await run({ content: 'x', dest: dir.path('f'), mode: '0600' }, world);
    const again = await run({ content: 'x', dest: dir.path('f'), mode: '0600' }, world);
    const other = await run({ content: 'y', dest: dir.path('f') }, world);
    expect([again.result.changed, other.result.changed, other.result.mode]).to.deep.equal([false, true, '0600']);
  });

  it('shows what changes', async () => {
    dir.write('f', 'old\n');
    const { result } = await run({ content: 'new\n', dest: dir.path('f'), mode: '0600' });
    expect(result.diff).to.deep.equal([
      { before: 'old\n', after: 'new\n', before_header: dir.path('f'), after_header: dir.path('f') },
      { before: "mode: '0644'\n", after: "mode: '0600'\n", before_header: dir.path('f'), after_header: dir.path('f') },
    ]);
  });
});
