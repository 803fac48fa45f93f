// What tsplay encrypts ansible-vault opens, and the other way round: files of any bytes, labels, new passwords, strings for variables.

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describeParity, oracle } from '../support/oracle.ts';
import { scratch } from '../support/scratch.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const CONTENTS = {
  'text.yml': Buffer.from('secret: "größer {{ als }}"\n'),
  'bytes.bin': Buffer.from([0, 1, 2, 253, 254, 255, 10, 13]),
  'long.txt': Buffer.from('0123456789abcdef'.repeat(4096)),
};
const NAMES = Object.keys(CONTENTS);

describeParity('vaults', () => {
  const project = scratch();
  beforeEach(() => {
    for (const [name, content] of Object.entries(CONTENTS)) project.write(name, content, 0o640);
    project.write('one', 'first\n');
    project.write('two', 'second\n');
  });
  const cwd = () => project.path();
  const tsplay = (...args: readonly string[]) => {
    const run = spawnSync(process.execPath, ['--import', TSX, MAIN, 'vault', ...args], {
      cwd: cwd(),
      encoding: 'utf8',
    });
    expect(run.status, run.stderr).to.equal(0);
    return run.stdout;
  };
  const ansible = (...args: readonly string[]) => {
    const run = oracle('ansible-vault', args, { cwd: cwd() });
    expect(run.status, run.stderr).to.equal(0);
    return run.stdout;
  };
  const expectContents = (): void => {
    for (const [name, content] of Object.entries(CONTENTS))
      expect(readFileSync(project.path(name)).equals(content), name).to.equal(true);
  };
  const headers = () => NAMES.map((name) => readFileSync(project.path(name), 'latin1').split('\n')[0]);

  it('of tsplay are opened by ansible-vault, rekeyed ones too', () => {
    tsplay('encrypt', ...NAMES, '--vault-id', 'dev@one');
    expect(headers()).to.deep.equal(NAMES.map(() => '$ANSIBLE_VAULT;1.2;AES256;dev'));
    tsplay('rekey', ...NAMES, '--vault-id', 'dev@one', '--new-vault-id', 'prod@two');
    expect(headers()).to.deep.equal(NAMES.map(() => '$ANSIBLE_VAULT;1.2;AES256;prod'));
    expect(NAMES.map((name) => statSync(project.path(name)).mode & 0o777)).to.deep.equal(NAMES.map(() => 0o600));
    ansible('decrypt', ...NAMES, '--vault-id', 'prod@two');
    expectContents();
  });

  it('of ansible-vault are opened by tsplay, rekeyed ones too', () => {
    ansible('encrypt', ...NAMES, '--vault-password-file', 'one');
    expect(headers()).to.deep.equal(NAMES.map(() => '$ANSIBLE_VAULT;1.1;AES256'));
    ansible('rekey', ...NAMES, '--vault-password-file', 'one', '--new-vault-id', 'prod@two');
    tsplay('decrypt', ...NAMES, '--vault-id', 'other@one', '--vault-id', 'prod@two');
    expectContents();
  });

  it('of strings have the same shape, and are variables to both', () => {
    const ours = tsplay('encrypt-string', '--vault-id', 'dev@one', '--name', 'ours', 'von uns {{ hier }}');
    const theirs = ansible('encrypt_string', '--vault-id', 'dev@one', '--name', 'theirs', 'von dort {{ dort }}');
    const shape = (text: string): string =>
      text
        .replace(/ours|theirs/g, 'name')
        .replace(/[0-9a-f]{20,}/g, 'HEX')
        .trim();
    expect(shape(ours).split('\n').slice(0, 3)).to.deep.equal(shape(theirs).split('\n').slice(0, 3));
    writeFileSync(project.path('vars.yml'), `${ours.trim()}\n${theirs.trim()}\n`);
    const shown = oracle(
      'ansible',
      ['localhost', '-m', 'debug', '-a', 'msg={{ ours }}|{{ theirs }}', '-e', '@vars.yml', '--vault-id', 'dev@one'],
      { cwd: cwd() },
    );
    expect(shown.stdout).to.include('von uns {{ hier }}|von dort {{ dort }}');
  });
});
