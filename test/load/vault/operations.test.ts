import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import {
  createFile,
  decryptFile,
  editFile,
  encryptFile,
  encryptString,
  rekeyFile,
  viewFile,
} from '../../../src/load/vault/operations.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';

const vault = new Vault([{ label: 'default', password: Buffer.from('horse') }]);
const dev = new Vault([{ label: 'dev', password: Buffer.from('staple') }]);
const done = { ok: true, value: undefined };
const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe('vault operations', () => {
  const files = scratch();
  const onlyIn = (directory: string): readonly string[] => readdirSync(directory).sort();

  it('encrypts and decrypts a file in place, private from then on, with nothing left beside it', async () => {
    const path = files.write('dir/secret.yml', 'a: 1\n', 0o644);
    expect(await encryptFile(path, vault)).to.deep.equal(done);
    expect(readFileSync(path, 'utf8')).to.match(/^\$ANSIBLE_VAULT;1\.1;AES256\n/);
    expect(modeOf(path)).to.equal('600');
    expect(await decryptFile(path, vault)).to.deep.equal(done);
    expect(readFileSync(path, 'utf8')).to.equal('a: 1\n');
    expect(modeOf(path)).to.equal('600');
    expect(onlyIn(files.path('dir'))).to.deep.equal(['secret.yml']);
  });

  it('follows a link to the file, and leaves the link', async () => {
    const path = files.write('real', 'x');
    symlinkSync('real', files.path('link'));
    await encryptFile(files.path('link'), vault);
    expect(lstatSync(files.path('link')).isSymbolicLink()).to.equal(true);
    expect(readFileSync(path, 'utf8')).to.match(/^\$ANSIBLE_VAULT/);
  });

  it('gives a file another password and label, and keeps its mode', async () => {
    const path = files.write('f', (await sealed('text')).trim(), 0o640);
    expect(await rekeyFile(path, vault, dev)).to.deep.equal(done);
    expect(readFileSync(path, 'utf8').split('\n')[0]).to.equal('$ANSIBLE_VAULT;1.2;AES256;dev');
    expect(await viewFile(path, dev)).to.deep.equal({ ok: true, value: Buffer.from('text') });
    expect(modeOf(path)).to.equal('640');
  });

  it('edits in a private draft that is gone afterwards', async () => {
    const path = files.write('notes.yml', await sealed('old\n'), 0o640);
    // The editor writes down what it was given, and leaves a backup behind as editors do.
    const editor = files.write(
      'editor',
      `#!/bin/sh\nstat -c '%a %n' "$2" > ${files.path('seen')}\ncp "$2" "$2~"\necho "$1" >> "$2"\n`,
      0o755,
    );
    const directory = files.write('drafts/.keep', '') && files.path('drafts');
    expect(await editFile(path, vault, { editor: `${editor} 'new line'`, directory })).to.deep.equal({
      ok: true,
      value: 'changed',
    });
    expect(await viewFile(path, vault)).to.deep.equal({ ok: true, value: Buffer.from('old\nnew line\n') });
    const [mode, draft = ''] = readFileSync(files.path('seen'), 'utf8').trim().split(' ');
    expect([mode, basename(draft), existsSync(draft)]).to.deep.equal(['600', 'notes.yml', false]);
    expect(onlyIn(directory)).to.deep.equal(['.keep']);
    expect(modeOf(path)).to.equal('640');
  });

  it('leaves an unchanged file as it was, byte for byte', async () => {
    const before = await sealed('x');
    const path = files.write('f', before);
    expect(await editFile(path, vault, { editor: 'true' })).to.deep.equal({ ok: true, value: 'unchanged' });
    expect(readFileSync(path, 'utf8')).to.equal(before);
  });

  it('changes nothing when the editor fails', async () => {
    const before = await sealed('x');
    const path = files.write('f', before);
    const edited = await editFile(path, vault, { editor: 'sh -c "echo y > $1; exit 1" --' });
    expect(edited).to.deep.equal({
      ok: false,
      problems: [
        {
          severity: 'error',
          message: `The editor 'sh -c "echo y > $1; exit 1" --' ended with exit code 1, so nothing was changed`,
        },
      ],
    });
    expect(readFileSync(path, 'utf8')).to.equal(before);
  });

  it('creates a file that was never there unencrypted', async () => {
    const path = files.path('new.yml');
    const editor = files.write('editor', '#!/bin/sh\necho hello > "$1"\n', 0o755);
    expect(await createFile(path, vault, { editor })).to.deep.equal(done);
    expect(await viewFile(path, vault)).to.deep.equal({ ok: true, value: Buffer.from('hello\n') });
    expect(await createFile(path, vault, { editor })).to.deep.equal({
      ok: false,
      problems: [{ severity: 'error', message: `The file '${path}' exists already`, hint: 'use edit' }],
    });
  });

  it('refuses to encrypt twice, and to decrypt what is not encrypted', async () => {
    const plain = files.write('plain', 'x');
    const secret = files.write('secret', await sealed('x'));
    const told = [
      await encryptFile(secret, vault),
      await decryptFile(plain, vault),
      await viewFile(files.path('none'), vault),
    ];
    expect(told.map((result) => result.ok || result.problems.map((problem) => problem.message))).to.deep.equal([
      [`The file '${secret}' is encrypted already`],
      [`The file '${plain}' is not encrypted`],
      [`The file '${files.path('none')}' cannot be read: there is no such file`],
    ]);
  });

  async function sealed(text: string): Promise<string> {
    const path = files.write('sealing', text);
    await encryptFile(path, vault);
    return readFileSync(path, 'utf8');
  }

  describeParity('with ansible-vault', () => {
    it('opens what it encrypted, and is opened by it', async () => {
      const password = files.write('pw', 'horse\n');
      const content = `${'long line '.repeat(50)}\nhéllo\n`;
      const ours = files.write('ours', content);
      await encryptFile(ours, vault);
      expect(oracle('ansible-vault', ['view', '--vault-password-file', password, ours]).stdout.trim()).to.equal(
        content.trim(),
      );
      const theirs = files.write('theirs', content);
      oracle('ansible-vault', ['encrypt', '--vault-id', `dev@${password}`, theirs]);
      expect(await viewFile(theirs, vault)).to.deep.equal({ ok: true, value: Buffer.from(content) });
    });

    it('reads our inline strings in a playbook', () => {
      const password = files.write('pw', 'staple');
      const string = encryptString(Buffer.from('pass w0rd'), dev, { name: 'secret' });
      files.write('vars.yml', string.ok ? string.value : '');
      const args = ['localhost', '-m', 'debug', '-a', 'var=secret', '-e', '@vars.yml', '--vault-id', `dev@${password}`];
      expect(oracle('ansible', args, { cwd: files.path() }).stdout).to.equal(
        'localhost | SUCCESS => {\n    "secret": "pass w0rd"\n}\n',
      );
    });
  });
});
