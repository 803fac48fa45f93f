// A repository to clone from, the same commits each time: `main` (with a submodule), `dev`, and the tags `v1` and `v2` (annotated).

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAKE = `export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@x
export GIT_AUTHOR_DATE=2020-01-01T00:00:00Z GIT_COMMITTER_DATE=2020-01-01T00:00:00Z
git init -q -b main sub; (cd sub && echo s >s && git add s && git commit -qm s)
git init -q -b main up; (cd up && echo 1 >f && git add f && git commit -qm one && git tag v1 && echo 2 >f && git commit -qam two && git tag -a v2 -m two
git submodule --quiet add ../sub sub && git commit -qm sub && git checkout -q -b dev && echo 3 >f && git commit -qam dev && git checkout -q main)
git clone -q --recursive "file://$PWD/up" o 2>/dev/null`;

/** sh text that puts the repository into the working directory, as `up`, with its submodule's, \`sub\`. */
export const UPSTREAM = 'cp -a "$GIT_FIXTURE/up" "$GIT_FIXTURE/sub" .';

/** sh text that puts a clone of it beside it, as `o`. */
export const CLONE = `${UPSTREAM} && cp -a "$GIT_FIXTURE/o" . && git -C o remote set-url origin "file://$PWD/up"`;

/** The commits by what points at them. */
export const COMMITS = {
  main: '97c95d7b068e3356f29bf5f4f74b36fdaf8e51d3',
  dev: 'a478bb0b2754a9b84e7cccb7d6304fdd056014d2',
  v1: '1bb5c7893d362345787e3948ad29a38559d393f5',
  v2: '5fbf45c316d3f95d89d8ec6b6c6a87fca4102965',
} as const;

/** Makes the repository once for the suite, and lets submodules be cloned from local paths, which git refuses by itself. */
export function upstreamRepository(): void {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-git-'));
  const environment = {
    GIT_FIXTURE: root,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'protocol.file.allow',
    GIT_CONFIG_VALUE_0: 'always',
  };
  before(() => {
    Object.assign(process.env, environment);
    execFileSync('sh', ['-c', MAKE], { cwd: root });
  });
  after(() => {
    for (const name of Object.keys(environment)) delete process.env[name];
    rmSync(root, { recursive: true, force: true });
  });
}
