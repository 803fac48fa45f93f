import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import git from '../../modules/git.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { type Execution, executeModule } from '../../src/module/execute.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { undoAll } from '../../src/plan/undo-run.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { CLONE, COMMITS, UPSTREAM, upstreamRepository } from '../support/git-upstream.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const repo = 'file://DIR/up';
const clone = (further = ':'): string => `${CLONE} && { ${further}; }`;

describe('git', () => {
  upstreamRepository();
  obeysTheLaws(git, [
    {
      name: 'clones with submodules',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/a/o' },
      result: { before: null, after: COMMITS.main, submodules_changed: true },
      files: { 'a/o/f': '2\n', 'a/o/sub/s': 's\n' },
      // The directory above stays.
      cannotUndo: true,
    },
    {
      name: 'clones a branch into an empty directory, and takes that back',
      given: `{ ${UPSTREAM}; mkdir o; }`,
      args: { repo, dest: 'DIR/o', version: 'dev', recursive: false },
      result: { before: null, after: COMMITS.dev },
      files: { 'o/f': '3\n', 'o/sub/s': null },
    },
    {
      name: 'clones an annotated tag without history',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/o', version: 'v2', depth: 1, single_branch: true },
      result: { after: COMMITS.v2 },
      files: { 'o/f': '2\n', 'o/.git/shallow': `${COMMITS.v2}\n` },
    },
    {
      name: 'clones a bare repository beside a remote of another name',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/o.git', bare: true, remote: 'upstream' },
      result: { after: COMMITS.main },
    },
    {
      name: 'leaves what is checked out',
      given: clone(),
      args: { repo, dest: 'DIR/o' },
      changed: false,
      result: { before: COMMITS.main, after: COMMITS.main, remote_url_changed: false },
    },
    {
      name: 'goes to a commit that is there by a short name',
      given: clone(),
      args: { repo, dest: 'DIR/o', version: COMMITS.v1.slice(0, 8) },
      result: { before: COMMITS.main, after: COMMITS.v1 },
      files: { 'o/f': '1\n' },
      cannotUndo: true,
    },
    {
      name: 'goes back to where the remote is',
      given: clone('cd o && git config user.email a && git config user.name a && echo mine >f && git commit -qam mine'),
      args: { repo, dest: 'DIR/o', version: 'main' },
      result: { after: COMMITS.main },
      files: { 'o/f': '2\n' },
      cannotUndo: true,
    },
    {
      name: 'brings submodules to their commits',
      given: clone('git -C o submodule --quiet deinit --all'),
      args: { repo, dest: 'DIR/o' },
      result: { before: COMMITS.main, after: COMMITS.main, submodules_changed: true },
      files: { 'o/sub/s': 's\n' },
      cannotUndo: true,
    },
    {
      name: 'brings submodules to where their branch is',
      given: clone(
        'git -C o submodule --quiet sync; echo t >sub/s && git -C sub -c user.name=a -c user.email=a commit -qam t',
      ),
      args: { repo, dest: 'DIR/o', track_submodules: true, force: true },
      files: { 'o/sub/s': 't\n' },
      // The repository names another commit, which makes it modified ever after.
      alwaysChanges: true,
    },
    {
      name: 'moves the repository out of its working tree',
      given: clone(),
      args: { repo, dest: 'DIR/o', separate_git_dir: 'DIR/moved' },
      result: { git_dir_before: 'DIR/o/.git', git_dir_now: 'DIR/moved' },
      cannotUndo: true,
    },
    {
      name: 'tells the remote its new address',
      given: clone('mv up up2'),
      args: { repo: 'file://DIR/up2', dest: 'DIR/o' },
      result: { remote_url_changed: true, before: COMMITS.main, after: COMMITS.main },
      cannotUndo: true,
    },
    {
      name: 'keeps local modifications',
      given: clone('echo x >o/f'),
      args: { repo, dest: 'DIR/o' },
      fails: 'Local modifications exist in the destination: ',
    },
    {
      name: 'wants a version that is there',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/o', version: 'nosuch' },
      fails: 'Failed to checkout nosuch of ',
    },
    {
      name: 'leaves nothing of a clone whose commit does not come',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/o', version: '1234567890123456789012345678901234567890' },
      fails: 'Failed to checkout 1234',
      failsWhenApplied: true,
    },
    {
      name: 'wants a signature where it is told to',
      given: UPSTREAM,
      args: { repo, dest: 'DIR/o', verify_commit: true },
      fails: 'Failed to verify GPG signature of commit/tag "HEAD"',
      failsWhenApplied: true,
    },
    {
      name: 'wants a repository',
      args: { repo: 'file:///nosuch', dest: 'DIR/o' },
      fails: 'does not appear to be a git repository',
    },
    {
      name: 'overwrites nothing',
      given: `{ ${UPSTREAM}; mkdir o; touch o/x; }`,
      args: { repo, dest: 'DIR/o' },
      fails: 'already exists and is not an empty directory',
    },
    {
      name: 'names a program that is missing',
      args: { repo, dest: 'DIR/o', executable: '/no/git' },
      fails: 'the host has no /no/git',
    },
    { name: 'wants a destination', args: { repo }, fails: "'dest' is required" },
    {
      name: 'wants an archive it can make',
      args: { repo, dest: 'DIR/o', archive: 'DIR/a.rar' },
      fails: 'it must end in .zip',
    },
  ]);

  const dir = scratch();

  async function run(args: Readonly<Record<string, Plain>>, lane: Exchange = shellExchange()): Promise<Execution> {
    return executeModule(git, new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])), {
      lane,
      diff: true,
      files: controllerFiles('/'),
      expandPath: (path: string) => path,
      sleep: async () => undefined,
    });
  }

  const sh = (script: string): string =>
    execFileSync('sh', ['-c', `cd "$1" && ${script}`, 'sh', dir.path('.')], { encoding: 'utf8' });

  it('takes an update back: files, branches and the address', async () => {
    sh(clone('git -C o branch -q --track dev origin/dev~1 2>/dev/null; mv up up2'));
    const state =
      'git -C o show-ref --heads; git -C o symbolic-ref HEAD; git -C o remote -v; git -C o status --short; cat o/f';
    const before = sh(state);
    const { performed, result } = await run({ repo: `file://${dir.path('up2')}`, dest: dir.path('o'), version: 'dev' });
    expect(result.after, String(result.msg)).to.equal(COMMITS.dev);
    expect(sh(state)).to.not.equal(before);
    expect((await undoAll(shellExchange(), performed)).problems).to.deep.equal([]);
    expect(sh(state)).to.equal(before);
  });

  it('writes an archive once', async () => {
    sh(UPSTREAM);
    const args = {
      repo: `file://${dir.path('up')}`,
      dest: dir.path('o'),
      version: 'v1',
      archive: dir.path('o.tar.gz'),
      archive_prefix: 'p/',
    };
    const first = await run(args);
    expect(sh('tar -xOf o.tar.gz p/f'), String(first.result.msg)).to.equal('1\n');
    const second = await run(args);
    expect([second.result.changed, second.changes.length]).to.deep.equal([false, 0]);
    readFileSync(dir.path('o.tar.gz'));
    const third = await run({ ...args, version: 'v2' });
    expect([third.result.changed, sh('tar -xOf o.tar.gz p/f')]).to.deep.equal([true, '2\n']);
  });

  it('asks the remote nothing where the commit is checked out already', async () => {
    sh(clone('git -C o checkout -q v1; rm -rf up'));
    const { result } = await run({ repo: `file://${dir.path('up')}`, dest: dir.path('o'), version: COMMITS.v1 });
    expect([result.changed, result.failed, result.after]).to.deep.equal([false, undefined, COMMITS.v1]);
  });

  it('gives ssh its options, with old gits as well', async () => {
    dir.write('bin/ssh', '#!/bin/sh\nprintf "%s\\n" "$@" >"$LOG"; exit 1\n', 0o755);
    dir.write(
      'old/git',
      '#!/bin/sh\n[ "$1" != --version ] || { echo git version 1.8.3; exit; }\nunset GIT_SSH_COMMAND\nexec /usr/bin/git "$@"\n',
      0o755,
    );
    const options = { key_file: "/k y'", ssh_opts: '-o A=b', accept_newhostkey: true };
    for (const path of [dir.path('bin'), `${dir.path('old')}:${dir.path('bin')}`]) {
      const lane = shellExchange(['env', `LOG=${dir.path('log')}`, `PATH=${path}:${process.env.PATH}`, 'sh']);
      const { result } = await run({ repo: 'git@host.invalid:app.git', dest: dir.path('o'), ...options }, lane);
      expect(result.failed).to.equal(true);
      expect(sh('cat log; rm log').split('\n').slice(0, 9)).to.deep.equal([
        '-o',
        'BatchMode=yes',
        '-o',
        'A=b',
        '-o',
        'StrictHostKeyChecking=accept-new',
        '-i',
        "/k y'",
        '-o',
      ]);
    }
  });
});
