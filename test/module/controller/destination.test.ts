import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { destinationOf, type FetchRequest } from '../../../src/module/controller/destination.ts';
import { ModuleError } from '../../../src/module/module.ts';

const base = mkdtempSync(join(tmpdir(), 'tsplay-fetch-'));
mkdirSync(join(base, 'there'));

const CASES: readonly (readonly [Partial<FetchRequest>, string | RegExp])[] = [
  [{ src: '/etc/motd', dest: '/keep' }, '/keep/web/etc/motd'],
  [{ src: '/etc/motd', dest: 'keep/' }, `${base}/keep/web/etc/motd`],
  [{ src: 'notes/a', dest: '/keep' }, '/keep/web/notes/a'],
  [{ src: '/etc/../etc/motd', dest: '/keep' }, '/keep/web/etc/motd'],
  [{ src: '../../motd', dest: '/keep' }, /leads out of \/keep\/web/],
  [{ src: '/etc/motd', dest: '/keep/one', flat: true }, '/keep/one'],
  [{ src: '/etc/motd', dest: '/keep/', flat: true }, '/keep/motd'],
  [{ src: '/etc/motd', dest: 'keep/', flat: true }, `${base}/keep/motd`],
  [{ src: '/etc/motd', dest: 'there', flat: true }, /dest is an existing directory .* trailing slash/],
];

describe('where fetch puts a file', () => {
  after(() => rmSync(base, { recursive: true }));
  for (const [request, expected] of CASES) {
    it(JSON.stringify(request), () => {
      const place = () => destinationOf({ src: '', dest: '', flat: false, host: 'web', base, ...request });
      if (expected instanceof RegExp) expect(place).to.throw(ModuleError, expected);
      else expect(place()).to.equal(expected);
    });
  }
});
