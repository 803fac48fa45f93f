import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ReadCache } from '../../../../src/module/files/copy/read-cache.ts';

describe('files that were read already', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-cache-'));
  const path = join(directory, 'file');
  const stat = () => statSync(path, { bigint: true });
  after(() => rmSync(directory, { recursive: true }));

  it('are known until they are written again, even with as many bytes', () => {
    const cache = new ReadCache<string>();
    writeFileSync(path, 'one');
    cache.set(path, stat(), 'made of one', 3);
    expect(cache.get(path, stat())).to.equal('made of one');
    writeFileSync(path, 'two');
    expect(cache.get(path, stat())).to.equal(undefined);
  });

  it('make room for others, the oldest first', () => {
    const cache = new ReadCache<string>();
    const size = 20 * 1024 * 1024;
    cache.set('first', stat(), 'first', size);
    cache.set('second', stat(), 'second', size);
    expect([cache.get('first', stat()), cache.get('second', stat())]).to.deep.equal([undefined, 'second']);
    cache.set('too large', stat(), 'too large', 2 * size);
    expect([cache.get('too large', stat()), cache.get('second', stat())]).to.deep.equal([undefined, 'second']);
  });
});
