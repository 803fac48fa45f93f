import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ShellLane } from '../../../src/host/lane/lane.ts';
import { openShell } from '../../../src/host/lane/open.ts';
import { startProcess } from '../../../src/host/process-transport.ts';
import type { Transport } from '../../../src/host/transport.ts';

// A login as sshd does it: the command line goes to the account's own shell.
function loginBy(...shell: readonly [string, ...string[]]): Transport {
  const [program, ...args] = shell;
  return {
    user: 'somebody',
    parallel: true,
    ended: new Promise(() => {}),
    start: async (command) => {
      const channel = await startProcess(program, [...args, '-c', command]);
      if (typeof channel === 'string') throw new Error(channel);
      return { ok: true, value: channel };
    },
    close: async () => {},
  };
}

const request = { identity: { kind: 'login' }, shell: '/bin/sh', timeoutMs: 5000 } as const;

describe('opening a shell', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tsplay-login-'));
  });
  after(() => rm(directory, { recursive: true }));

  const script = async (name: string, text: string) => {
    await writeFile(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return join(directory, name);
  };

  for (const shell of ['/bin/dash', '/bin/bash', '/bin/tcsh', '/usr/bin/fish', '/bin/zsh', '/bin/mksh']) {
    for (const reads of ['script', 'line'] as const) {
      it(`works from the login shell ${shell}, reading a ${reads}`, async function () {
        if (!existsSync(shell)) return this.skip();
        const opened = await openShell(loginBy(shell), { ...request, reads });
        expect(opened.ok && opened.value.builtinPrintf).to.equal(true);
        if (opened.ok) opened.value.channel.destroy();
      });
    }
  }

  it('notices a shell whose printf is a program, and keeps data out of its arguments', async function () {
    if (!existsSync('/bin/mksh')) return this.skip();
    const transport = loginBy('/bin/sh');
    const another = (reads: 'script' | 'line') => openShell(transport, { ...request, shell: '/bin/mksh', reads });
    const opened = await another('script');
    expect(opened.ok && opened.value.builtinPrintf).to.equal(false);
    if (!opened.ok) return;
    const lane = new ShellLane(opened.value, { identity: request.identity, openAnother: another });
    const outcome = await lane.run([
      { script: 'cat', stdin: Buffer.from('secret') },
      { script: 'echo "$1"', args: ["it's"] },
    ]);
    expect(outcome.replies.map(({ stdout }) => stdout.toString())).to.deep.equal(['secret', "it's\n"]);
    lane.close();
  });

  it('skips what start-up files print, on both streams', async () => {
    const noisy = await script(
      'noisy',
      'echo welcome; echo warning >&2; printf "no newline"; printf "either:" >&2; exec /bin/sh "$@"',
    );
    const opened = await openShell(loginBy(noisy), { ...request, reads: 'script' });
    expect(opened.ok).to.equal(true);
    if (!opened.ok) return;
    const lane = new ShellLane(opened.value, { identity: request.identity });
    const { replies } = await lane.run([{ script: 'echo out; echo err >&2', direct: true }]);
    expect(replies.map(({ stdout, stderr }) => [stdout.toString(), stderr.toString()])).to.deep.equal([
      ['out\n', 'err\n'],
    ]);
    lane.close();
  });

  const refusals = [
    {
      name: 'an account without a shell',
      text: 'echo This account is currently not available.; exit 1',
      failure: { kind: 'no-shell', shell: '/bin/sh', code: 1, output: 'This account is currently not available.' },
    },
    {
      name: 'a forced command that talks and goes',
      text: 'echo hello; echo bye >&2; exit 0',
      failure: { kind: 'no-shell', shell: '/bin/sh', code: 0, output: 'bye\nhello' },
    },
    {
      name: 'start-up files that wait',
      text: 'echo one moment; exec sleep 5',
      failure: { kind: 'shell-timeout', shell: '/bin/sh', afterMs: 200, output: 'one moment' },
    },
  ] as const;
  for (const { name, text, failure } of refusals) {
    it(`tells of ${name}`, async () => {
      const login = await script(`refuses-${failure.kind}`, text);
      const timeoutMs = failure.kind === 'shell-timeout' ? 200 : 5000;
      expect(await openShell(loginBy(login), { ...request, reads: 'script', timeoutMs })).to.deep.equal({
        ok: false,
        failure,
      });
    });
  }

  it('tells of a shell that is not there', async () => {
    const opened = await openShell(loginBy('/bin/sh'), { ...request, shell: '/opt/sh', reads: 'script' });
    expect(opened.ok ? undefined : opened.failure.kind).to.equal('no-shell');
  });
});
