import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import script from '../../modules/script.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const SHOW = `#!/bin/sh
printf '%s|' "$#" "$@" "\${0##*/}"; echo; pwd; ls -ld "\${0%/*}" "$0" | cut -c 1-10; cat; echo trouble >&2; exit "\${CODE:-0}"`;

interface Ran {
  readonly args: Readonly<Record<string, Plain>>;
  readonly result: Readonly<Record<string, unknown>>;
}

const PRIVATE = 'drwx------\n-rwx------\n';

const RUNS: Readonly<Record<string, Ran>> = {
  'runs by its first line, in a private directory, with the rest as the shell reads it': {
    args: { cmd: `show.sh one 'two three' $((1+1)); echo more`, chdir: '/' },
    result: {
      changed: true,
      rc: 0,
      stdout: `3|one|two three|2|show.sh|\n/\n${PRIVATE}more\n`,
      stdout_lines: ['3|one|two three|2|show.sh|', '/', 'drwx------', '-rwx------', 'more'],
      stderr: 'trouble\n',
      stderr_lines: ['trouble'],
    },
  },
  'tells a failure': {
    args: { cmd: 'fails.sh' },
    result: { changed: true, failed: true, msg: 'non-zero return code', rc: 3, stdout: '', stderr: '' },
  },
  'runs by another interpreter, with its options': {
    args: { cmd: '"a name.txt" x', executable: 'sh -u' },
    result: { rc: 0, stdout: 'plain x\n' },
  },
  'runs without a first line by the shell': {
    args: { cmd: '"a name.txt" y' },
    result: { rc: 0, stdout: 'plain y\n' },
  },
  'tells a directory that is not there': {
    args: { cmd: 'show.sh', chdir: '/nowhere' },
    result: { failed: true, rc: 2, stdout: '' },
  },
  'tells an interpreter that is not there': {
    args: { cmd: 'show.sh', executable: '/nowhere' },
    result: { failed: true, rc: 127, stdout: '' },
  },
  'tells a script that is not there': {
    args: { cmd: 'nothing.sh a' },
    result: { failed: true, changed: false },
  },
};

describe('script', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-script-'));
    writeFileSync(join(directory, 'show.sh'), SHOW);
    writeFileSync(join(directory, 'fails.sh'), '#!/bin/sh\nexit 3\n');
    writeFileSync(join(directory, 'a name.txt'), 'echo plain "$1"\n');
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const run = (args: Readonly<Record<string, Plain>>, check = false) =>
    executeModule(script, new Map(Object.entries(args).map(([name, one]) => [name, toValue(one)])), {
      lane: shellExchange(),
      ...(check && { world: new World() }),
      diff: false,
      files: controllerFiles(directory),
      expandPath: (path) => path,
      sleep: async () => undefined,
    });

  for (const [title, { args, result }] of Object.entries(RUNS)) {
    it(title, async () => {
      const left = () => readdirSync(tmpdir()).filter((name) => /^tsplay-\w{8}$/.test(name));
      const before = left();
      expect((await run(args)).result).to.deep.include(result);
      expect(left(), 'nothing is left').to.deep.equal(before);
    });
  }

  it('tells in check mode what can be told', async () => {
    expect((await run({ cmd: 'show.sh' }, true)).result).to.deep.include({ skipped: true, changed: false });
    expect((await run({ cmd: 'show.sh', creates: '/nowhere' }, true)).result).to.deep.equal({ changed: true });
    expect((await run({ cmd: 'show.sh', creates: '/etc/passwd' }, true)).result).to.deep.include({
      skipped: true,
      msg: '/etc/passwd exists, matching creates option',
    });
  });

  it('uses the home where programs of the usual directory may not be executed', async function noexec() {
    const mounted = 'unshare -m true 2>/dev/null';
    try {
      execFileSync('sh', ['-c', mounted]);
    } catch {
      this.skip();
    }
    const command = (await run({ cmd: 'show.sh a', chdir: '/' })).changes[0];
    if (command?.kind !== 'run' || !('script' in command.command)) throw new Error('a script was to be run');
    const { script: text, args, stdin } = command.command;
    const output = execFileSync(
      'unshare',
      ['-m', 'sh', '-c', `mount -t tmpfs -o noexec tmpfs "$TMPDIR" && sh -c "$@"`, 'sh', text, 'sh', ...args],
      { input: stdin ?? '', encoding: 'utf8', stdio: 'pipe', env: { ...process.env, TMPDIR: '/mnt', HOME: directory } },
    );
    expect(output).to.equal(`1|a|show.sh|\n/\n${PRIVATE}`);
    expect(readdirSync(directory)).to.have.members(['show.sh', 'fails.sh', 'a name.txt']);
  });

  obeysTheLaws(script, [
    {
      name: 'refuses a directory that is not absolute',
      args: { cmd: 'x', chdir: 'there' },
      fails: 'must be an absolute path',
    },
    { name: 'needs a script', args: { cmd: ' ' }, fails: 'no script given' },
    {
      name: 'tells where a script was looked for',
      args: { cmd: 'nothing.sh' },
      fails: /^Could not find or access 'nothing.sh'/,
    },
  ]);
});
