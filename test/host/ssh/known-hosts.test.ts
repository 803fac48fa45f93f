import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { knownKeys, rememberHostKey } from '../../../src/host/ssh/known-hosts.ts';
import { makeKey } from '../support/sshd.ts';

const run = promisify(execFile);

describe('known_hosts', () => {
  let directory: string;
  let file: string;
  let ed25519: string;
  let rsa: string;
  before(async function () {
    if (!existsSync('/usr/bin/ssh-keygen')) return this.skip();
    directory = await mkdtemp(join(tmpdir(), 'tsplay-known-'));
    file = join(directory, 'known_hosts');
    await makeKey(join(directory, 'a'), 'ed25519');
    await makeKey(join(directory, 'b'), 'rsa', '', '-b', '1024');
    ed25519 = (await readFile(join(directory, 'a.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
    rsa = (await readFile(join(directory, 'b.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
  });
  after(() => directory && rm(directory, { recursive: true }));

  // KEY and RSA stand for the two keys. Both ssh-keygen and we look up each name: the lines found must be the same.
  const lookups: readonly { readonly it: string; readonly text: string; readonly hashed?: true }[] = [
    { it: 'names and lists', text: 'box KEY\nother,box.example.org RSA\n10.0.0.1 KEY' },
    { it: 'ports', text: '[box]:2222 KEY\n[box]:2223,[other]:22 RSA\nother KEY' },
    { it: 'patterns', text: '*.example.org KEY\nbo? RSA\n!box.example.org,*.org RSA\n[*]:2222 KEY' },
    { it: 'hashed names', text: 'box KEY\n[box]:2222 RSA\nother KEY', hashed: true },
    { it: 'comments and broken lines', text: '# box KEY\n\nbox\nbox ssh-ed25519\n  box KEY comment\nBOX RSA' },
  ];
  const names = [
    { name: 'box', port: 22 },
    { name: 'box', port: 2222 },
    { name: 'other', port: 22 },
    { name: 'box.example.org', port: 22 },
    { name: '10.0.0.1', port: 22 },
    { name: 'nobody', port: 22 },
  ];
  for (const { it: title, text, hashed } of lookups) {
    it(`is read as ssh-keygen reads it: ${title}`, async () => {
      await writeFile(file, `${text.replaceAll('KEY', ed25519).replaceAll('RSA', rsa)}\n`);
      if (hashed) await run('ssh-keygen', ['-H', '-f', file]);
      for (const host of names) {
        const written = host.port === 22 ? host.name : `[${host.name}]:${host.port}`;
        const { stdout } = await run('ssh-keygen', ['-F', written, '-f', file]).catch(() => ({ stdout: '' }));
        const lines = [...stdout.matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line));
        const ours = await knownKeys(host, [file]);
        // A key that is known without a port is good on any, which ssh knows and ssh-keygen does not.
        if (host.port !== 22 && lines.length === 0) continue;
        expect(
          ours.map(({ line }) => line),
          written,
        ).to.deep.equal(lines);
      }
    });
  }

  it('takes a key that is known for the name alone on another port, unless that port has its own', async () => {
    await writeFile(file, `box ${ed25519}\n`);
    expect((await knownKeys({ name: 'box', port: 2222 }, [file])).map(({ line }) => line)).to.deep.equal([1]);
    await writeFile(file, `box ${ed25519}\n[box]:2222 ${rsa}\n`);
    expect((await knownKeys({ name: 'box', port: 2222 }, [file])).map(({ line }) => line)).to.deep.equal([2]);
  });

  it('knows revoked keys, and leaves certificate authorities out', async () => {
    await writeFile(file, `@revoked * ${rsa}\n@cert-authority * ${ed25519}\nbox ${ed25519}\n`);
    const keys = await knownKeys({ name: 'box', port: 22 }, [file]);
    expect(keys.map(({ line, type, revoked }) => ({ line, type, revoked }))).to.deep.equal([
      { line: 1, type: 'ssh-rsa', revoked: true },
      { line: 3, type: 'ssh-ed25519', revoked: false },
    ]);
  });

  it('reads several files, shows fingerprints as ssh-keygen does, and minds none that is missing', async () => {
    const second = join(directory, 'second');
    await writeFile(file, `box ${ed25519}\n`);
    await writeFile(second, `\nbox ${rsa}\n`);
    const keys = await knownKeys({ name: 'box', port: 22 }, [join(directory, 'nothing'), file, second, directory]);
    const print = async (name: string) =>
      (await run('ssh-keygen', ['-lf', join(directory, name)])).stdout.split(' ')[1];
    expect(keys.map(({ file: where, line, fingerprint }) => ({ where, line, fingerprint }))).to.deep.equal([
      { where: file, line: 1, fingerprint: await print('a.pub') },
      { where: second, line: 2, fingerprint: await print('b.pub') },
    ]);
  });

  it('remembers a key privately, in a new file, behind an open line, and hashed', async () => {
    const fresh = join(directory, 'home/.ssh/known_hosts');
    const blob = Buffer.from(ed25519.split(' ')[1] ?? '', 'base64');
    await rememberHostKey({ name: 'box', port: 22 }, blob, fresh, false);
    expect(await readFile(fresh, 'utf8')).to.equal(`box ${ed25519}\n`);
    expect([(await stat(fresh)).mode & 0o777, (await stat(join(directory, 'home/.ssh'))).mode & 0o777]).to.deep.equal([
      0o600, 0o700,
    ]);
    await writeFile(fresh, 'other x y');
    await rememberHostKey({ name: 'box', port: 2222 }, blob, fresh, false);
    expect(await readFile(fresh, 'utf8')).to.equal(`other x y\n[box]:2222 ${ed25519}\n`);
    await rememberHostKey({ name: 'hid', port: 22 }, blob, fresh, true);
    expect((await readFile(fresh, 'utf8')).split('\n')[2]).to.match(/^\|1\|\S+ ssh-ed25519 /);
    expect((await run('ssh-keygen', ['-F', 'hid', '-f', fresh])).stdout).to.contain('found: line 3');
  });
});
