import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createServices, type HostServices, Secret } from '../../../src/host/index.ts';
import { type LoadedKey, openKey } from '../../../src/host/ssh/keys.ts';
import { makeKey } from '../support/sshd.ts';

const run = promisify(execFile);

describe('private keys', () => {
  let directory: string;
  let services: HostServices;
  before(async function () {
    if (!existsSync('/usr/bin/ssh-keygen')) return this.skip();
    directory = await mkdtemp(join(tmpdir(), 'tsplay-keys-'));
  });
  beforeEach(() => {
    services = createServices();
  });
  after(() => directory && rm(directory, { recursive: true }));

  const at = (name: string) => join(directory, name);
  // The public half as ssh has it; a key that signs wrongly would not log in, which session.test.ts sees to.
  const publicHalf = (loaded: LoadedKey) =>
    loaded.kind === 'none'
      ? loaded
      : `${loaded.kind} ${loaded.key.type} ${loaded.key.getPublicSSH().toString('base64')}`;
  const publicFile = async (name: string) =>
    (await readFile(at(`${name}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ');

  const kinds = [
    { name: 'ed25519', type: 'ed25519', more: [] },
    { name: 'rsa', type: 'rsa', more: ['-b', '2048'] },
    { name: 'ecdsa', type: 'ecdsa', more: ['-b', '384'] },
    { name: 'rsa in PEM', type: 'rsa', more: ['-b', '2048', '-m', 'PEM'] },
    { name: 'rsa in PKCS8', type: 'rsa', more: ['-b', '2048', '-m', 'PKCS8'] },
    { name: 'ecdsa in PKCS8', type: 'ecdsa', more: ['-m', 'PKCS8'] },
  ];
  for (const { name, type, more } of kinds) {
    for (const passphrase of ['', 'open sesame']) {
      it(`are read: ${name}${passphrase && ', encrypted'}`, async () => {
        const path = at(`${name}${passphrase && '-encrypted'}`.replaceAll(' ', '-'));
        // Fewer rounds than usual: they are there to take time.
        await makeKey(path, type, passphrase, ...more, ...(passphrase ? ['-a', '4'] : []));
        const key = await openKey({ path, ...(passphrase && { passphrase: new Secret(passphrase) }) }, services);
        expect(publicHalf(key)).to.equal(
          `private ${(await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')}`,
        );
      });
    }
  }

  it('are read: ed25519 as openssl writes it, plain and encrypted', async function () {
    if (!existsSync('/usr/bin/openssl')) return this.skip();
    await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', at('openssl')]);
    await run('openssl', [
      'pkcs8',
      '-topk8',
      '-in',
      at('openssl'),
      '-passout',
      'pass:p',
      '-out',
      at('openssl-encrypted'),
    ]);
    const plain = await openKey({ path: at('openssl') }, services);
    const encrypted = await openKey({ path: at('openssl-encrypted'), passphrase: new Secret('p') }, services);
    expect(publicHalf(plain)).to.match(/^private ssh-ed25519 /);
    expect(publicHalf(encrypted)).to.equal(publicHalf(plain));
    if (plain.kind !== 'private') return;
    // The converted key is the same key: what it signs is verified by the original.
    await writeFile(at('openssl.data'), 'data');
    await writeFile(at('openssl.sig'), plain.key.sign(Buffer.from('data')));
    await run('openssl', ['pkey', '-in', at('openssl'), '-pubout', '-out', at('openssl.public')]);
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', at('openssl.public'), '-rawin'];
    const { stdout } = await run('openssl', [...verify, '-in', at('openssl.data'), '-sigfile', at('openssl.sig')]);
    expect(stdout).to.contain('Successfully');
  });

  describe('that are encrypted', () => {
    before(() => makeKey(at('locked'), 'ed25519', 'right', '-a', '4'));

    it('are asked for once, however many need them, and again after a wrong answer', async () => {
      const questions: string[] = [];
      const answers = ['wrong', 'right'];
      const asking = createServices({
        ask: async ({ text, secret }) => {
          questions.push(`${text} ${secret}`);
          return answers.shift();
        },
      });
      const all = await Promise.all([1, 2, 3].map(() => openKey({ path: at('locked') }, asking)));
      const expected = `private ${await publicFile('locked')}`;
      expect(all.map(publicHalf)).to.deep.equal([expected, expected, expected]);
      const question = `Passphrase for the key '${at('locked')}': true`;
      expect(questions).to.deep.equal([question, question]);
    });

    it('are public where nobody can be asked', async () => {
      expect(publicHalf(await openKey({ path: at('locked') }, services))).to.equal(
        `public ${await publicFile('locked')}`,
      );
    });

    it('are told from one that was given the wrong passphrase', async () => {
      const key = await openKey({ path: at('locked'), passphrase: new Secret('wrong') }, services);
      expect(key).to.deep.include({ kind: 'none', problem: 'wrong-passphrase' });
    });
  });

  const broken = [
    { name: 'missing', gives: { kind: 'none', problem: 'missing' }, make: async () => {} },
    {
      name: 'no-key',
      gives: { kind: 'none', problem: 'malformed', reason: 'Unsupported key format' },
      make: (path: string) => writeFile(path, 'hello\n'),
    },
    {
      name: 'cut-short',
      gives: { kind: 'none', problem: 'malformed' },
      make: (path: string) =>
        writeFile(
          path,
          '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
        ),
    },
    {
      name: 'x25519',
      gives: { kind: 'none', problem: 'unsupported', reason: 'ssh has no keys of type x25519' },
      make: (path: string) => run('openssl', ['genpkey', '-algorithm', 'x25519', '-out', path]),
    },
  ] as const;
  for (const { name, gives, make } of broken) {
    it(`tell what is wrong: ${name}`, async () => {
      await make(at(name));
      expect(await openKey({ path: at(name) }, services)).to.deep.include(gives);
    });
  }

  it('that are public only wait for an agent', async () => {
    await makeKey(at('half'), 'ed25519');
    await copyFile(at('half.pub'), at('half-public'));
    await chmod(at('half-public'), 0o600);
    expect(publicHalf(await openKey({ path: at('half-public') }, services))).to.equal(
      `public ${await publicFile('half')}`,
    );
  });
});
