import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  type AskPassword,
  loadSecrets,
  parseVaultId,
  passwordFile,
  type SecretSource,
  type SecretUse,
} from '../../../src/load/vault/secrets.ts';
import { scratch } from '../../support/scratch.ts';

const vaulted = readFileSync(new URL('fixtures/format-1.1.yml', import.meta.url), 'utf8');

/** Answers questions in turn, and remembers them. */
function answering(...answers: readonly string[]): { readonly ask: AskPassword; readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  return {
    asked,
    ask: async (prompt) => {
      asked.push(prompt);
      return left.shift();
    },
  };
}

async function passwords(
  sources: readonly SecretSource[],
  ask = answering().ask,
  use: SecretUse = 'open',
): Promise<readonly string[]> {
  const { secrets, problems } = await loadSecrets(sources, ask, use);
  return [
    ...secrets.map(({ label, password }) => `${label}=${password}`),
    ...problems.map(({ severity, message }) => `${severity}: ${message}`),
  ];
}

describe('vault secrets', () => {
  const files = scratch();

  const ids: readonly (readonly [text: string, source: SecretSource])[] = [
    ['dev@pw', { label: 'dev', source: '/base/pw', labelled: true }],
    ['pw', { label: 'default', source: '/base/pw', labelled: false }],
    ['@pw', { label: 'default', source: '/base/pw', labelled: false }],
    ['dev@a@b', { label: 'dev', source: '/base/a@b', labelled: true }],
    ['dev@prompt', { label: 'dev', source: 'prompt', labelled: true }],
    ['prompt', { label: 'default', source: 'prompt', labelled: false }],
  ];
  for (const [text, source] of ids) {
    it(`reads --vault-id ${text}`, () => {
      expect(parseVaultId(text, (path) => `/base/${path}`)).to.deep.equal(source);
    });
  }

  it('reads files, without the blanks around the password', async () => {
    const one = files.write('one', 'plain\n');
    const two = files.write('two', ' with inner  blanks\t\r\n\n');
    expect(await passwords([passwordFile(one), passwordFile(two, 'dev')])).to.deep.equal([
      'default=plain',
      'dev=with inner  blanks',
    ]);
  });

  it('reads a password file that an earlier secret encrypted', async () => {
    const key = files.write('key', 'correct horse');
    const second = files.write('second', vaulted);
    const plain = readFileSync(new URL('fixtures/plain.yml', import.meta.url), 'utf8').trim();
    expect(await passwords([passwordFile(key), passwordFile(second, 'b')])).to.deep.equal([
      'default=correct horse',
      `b=${Buffer.from(plain)}`,
    ]);
  });

  it('runs executable files; only clients that were given a label are told it', async () => {
    const body = '#!/bin/sh\necho "$@."\n';
    const script = files.write('get', body, 0o755);
    const client = files.write('get-client.sh', body, 0o755);
    const at = (text: string): SecretSource => parseVaultId(text, (path) => path);
    expect(await passwords([at(`a@${script}`), at(`b@${client}`), at(client), passwordFile(client)])).to.deep.equal([
      'a=.',
      'b=--vault-id b.',
      'default=.',
      'default=--vault-id default.',
    ]);
  });

  it('asks once to open, and twice for a new password', async () => {
    const sources = [parseVaultId('prompt', String), parseVaultId('dev@prompt', String)];
    const open = answering('one', 'two');
    expect(await passwords(sources, open.ask)).to.deep.equal(['default=one', 'dev=two']);
    expect(open.asked).to.deep.equal(['Vault password: ', 'Vault password (dev): ']);
    const fresh = answering('one', 'one');
    expect(await passwords(sources.slice(1), fresh.ask, 'new')).to.deep.equal(['dev=one']);
    expect(fresh.asked).to.deep.equal(['New vault password (dev): ', 'Confirm new vault password (dev): ']);
  });

  const failures: readonly (readonly [title: string, source: (name: string) => SecretSource, message: RegExp])[] = [
    [
      'a missing file',
      () => passwordFile(files.path('none')),
      /^error: The vault password file '.*none' cannot be read: there is no such file/,
    ],
    [
      'an empty file',
      () => passwordFile(files.write('empty', ' \n')),
      /^error: The vault password from '.*empty' is empty$/,
    ],
    [
      'a failing script',
      () => passwordFile(files.write('x', '#!/bin/sh\nexit 3', 0o755)),
      /^error: The vault password script '.*x' ended with exit code 3$/,
    ],
    [
      'a client without the secret',
      () => passwordFile(files.write('x-client', '#!/bin/sh\nexit 2', 0o755), 'dev'),
      /^error: The vault password script '.*x-client' has no secret for vault id 'dev'$/,
    ],
    [
      'a text that is executable',
      () => passwordFile(files.write('x', 'secret', 0o755)),
      /^error: The vault password script '.*x' cannot be run: /,
    ],
    ['no answer', () => parseVaultId('prompt', String), /^error: Nobody answered the question for the vault password$/],
  ];
  for (const [title, source, message] of failures) {
    it(`tells of ${title}`, async () => {
      const [told] = await passwords([source('')]);
      expect(told).to.match(message);
    });
  }

  it('tells of two new passwords that differ', async () => {
    expect(await passwords([parseVaultId('prompt', String)], answering('a', 'b').ask, 'new')).to.deep.equal([
      'error: The two vault passwords are not the same',
    ]);
  });

  it('only warns of a password that cannot be had where there is another', async () => {
    const good = files.write('good', 'x');
    const [first, second] = await passwords([passwordFile(files.path('none')), passwordFile(good)]);
    expect(first).to.equal('default=x');
    expect(second).to.match(/^warning: .*cannot be read/);
  });
});
