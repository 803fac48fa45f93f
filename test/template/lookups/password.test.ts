import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { engineWith } from '../engine.ts';
import { outcomeOf } from '../recorded-cases.ts';

describe('the password lookup', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-password-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function lookup(terms: string) {
    return outcomeOf(engineWith({ playbookDir: directory }), {}, `lookup('password', ${terms})`);
  }
  function mode(path: string): string {
    return (statSync(join(directory, path)).mode & 0o777).toString(8);
  }
  function content(path: string): string {
    return readFileSync(join(directory, path), 'utf8');
  }

  it('keeps what it made up, for its user alone', async () => {
    const first = await lookup(`'keys/web/admin length=12 chars=digits'`);
    expect(first)
      .to.have.property('value')
      .that.matches(/^\d{12}$/);
    expect(await lookup(`'keys/web/admin'`)).to.deep.equal(first);
    expect([content('keys/web/admin'), mode('keys/web/admin'), mode('keys')]).to.deep.equal([
      `${'value' in first ? first.value : ''}\n`,
      '600',
      '700',
    ]);
  });

  it('draws from letters, digits and some punctuation where nothing else is asked for', async () => {
    expect(await lookup(`'p'`))
      .to.have.property('value')
      .that.matches(/^[a-zA-Z0-9.,:_-]{20}$/);
  });

  it('gives the same for the same seed, as Ansible draws it', async () => {
    expect(await lookup(`'a', seed='abc'`)).to.deep.equal({ value: '6TTuIhBjbajOIpXYV3o6' });
    expect(content('a')).to.equal('6TTuIhBjbajOIpXYV3o6\n');
  });

  it('keeps the salt of a hash, so that the hash stays', async () => {
    const first = await lookup(`'c', encrypt='sha512_crypt', length=5`);
    expect(first)
      .to.have.property('value')
      .that.matches(/^\$6\$rounds=656000\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}$/);
    expect(await lookup(`'c', encrypt='sha512_crypt'`)).to.deep.equal(first);
    expect(content('c')).to.match(/^.{5} salt=[./0-9A-Za-z]{16}\n$/);
  });

  it('reads the files of Ansible', async () => {
    writeFileSync(join(directory, 'c'), '8_VXz6FJcq0ZtzhPy0,1 salt=rZ/XZKwkS4S1qJV4\n');
    writeFileSync(join(directory, 'd'), '_a4I23Yc9rpmFIKR6ctQ salt=UiEayEZu9GNW/JdM16Rz4N ident=2b\n');
    writeFileSync(join(directory, 'e'), '5g02nMctLHbTNAAY,xAE salt=iRLa7LJY\n');
    expect([
      await lookup(`'c encrypt=sha512_crypt'`),
      await lookup(`'c'`),
      await lookup(`'d', encrypt='bcrypt'`),
      await lookup(`'d', encrypt='bcrypt', ident='2a'`),
      await lookup(`'e', encrypt='md5_crypt'`),
    ]).to.deep.equal([
      {
        value:
          '$6$rounds=656000$rZ/XZKwkS4S1qJV4$m3B8xrn9O4UqoVC7KlrJA23LOiVPmm42CSBmt2/lah1iEshvkNmVKzYz.vjyVMleTQ2s0SQh6XF0hZsDQCFFG.',
      },
      { value: '8_VXz6FJcq0ZtzhPy0,1' },
      { value: '$2b$12$UiEayEZu9GNW/JdM16Rz4.ZxeleX40q5iKOF/te/7IZxULtBVTKwS' },
      { value: '$2a$12$UiEayEZu9GNW/JdM16Rz4.ZxeleX40q5iKOF/te/7IZxULtBVTKwS' },
      { value: '$1$iRLa7LJY$wP5zcLBan5rKrB.d0Tygy.' },
    ]);
  });

  it('adds a salt to a password that was written by hand, and keeps the file private', async () => {
    writeFileSync(join(directory, 'plain'), 'mypass\n', { mode: 0o644 });
    const hash = await lookup(`'plain', encrypt='md5_crypt'`);
    expect(hash)
      .to.have.property('value')
      .that.matches(/^\$1\$/);
    expect([content('plain').replace(/salt=.*/, 'salt='), mode('plain')]).to.deep.equal(['mypass salt=\n', '600']);
    expect(await lookup(`'plain', encrypt='md5_crypt'`)).to.deep.equal(hash);
  });

  it('writes through no link that somebody planted', async () => {
    const target = join(directory, 'target');
    symlinkSync(target, join(directory, 'link'));
    const outcome = await lookup(`'link'`);
    expect(outcome).to.have.property('error').that.includes('EEXIST');
    expect(() => statSync(target)).to.throw();
  });

  it('takes an empty file for an empty password', async () => {
    writeFileSync(join(directory, 'empty'), '');
    expect(await lookup(`'empty'`)).to.deep.equal({ value: '' });
  });

  it('refuses parameters that it does not know', async () => {
    expect(await lookup(`'x foo=bar'`)).to.deep.equal({
      error: 'Unrecognized parameter(s) given to password lookup: foo',
    });
  });
});
