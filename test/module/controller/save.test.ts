import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readLocal, saveLocal } from '../../../src/module/controller/save.ts';
import { ModuleError } from '../../../src/module/module.ts';

describe('files of the controller', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-save-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('are made with the directories above them', async () => {
    const path = join(directory, 'a/b/c');
    await saveLocal(path, Buffer.from('x'));
    expect(readFileSync(path, 'utf8')).to.equal('x');
    expect(readdirSync(join(directory, 'a/b'))).to.deep.equal(['c']);
  });

  it('keep their mode, and links to them stay links', async () => {
    const [file, link] = [join(directory, 'file'), join(directory, 'link')];
    writeFileSync(file, 'old');
    chmodSync(file, 0o600);
    symlinkSync('file', link);
    await saveLocal(link, Buffer.from('new'));
    expect(readFileSync(file, 'utf8')).to.equal('new');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readlinkSync(link)).to.equal('file');
  });

  it('are told where they cannot be written', async () => {
    const told = await saveLocal(directory, Buffer.from('x')).catch((error: unknown) => error);
    expect(told).to.be.instanceOf(ModuleError);
    expect(readdirSync(join(directory, '..')).filter((name) => name.startsWith('.tsplay-'))).to.deep.equal([]);
  });

  it('that are not there have no bytes', async () => {
    expect(await readLocal(join(directory, 'none'))).to.equal(undefined);
    expect(await readLocal(directory)).to.equal(undefined);
  });
});
