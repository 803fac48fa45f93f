import { expect } from 'chai';
import { type Plain, toValue } from '../../../src/model/value.ts';
import { rsyncOptions, synchronizeParams } from '../../../src/module/controller/rsync-options.ts';
import { coerceAll } from '../../../src/module/param-types.ts';

const OUT = '--out-format=<<CHANGED>>%i %n%L';

// As the oracle's results have them in `cmd`.
const CASES: readonly (readonly [Readonly<Record<string, Plain>>, readonly string[]])[] = [
  [{}, ['--delay-updates', '-F', '--compress', '--archive', OUT]],
  [
    { owner: false, group: false, perms: false, times: false, links: false, recursive: false, archive: true },
    [
      ...['--delay-updates', '-F', '--compress', '--archive', '--no-recursive', '--no-links', '--no-perms'],
      ...['--no-times', '--no-owner', '--no-group', OUT],
    ],
  ],
  [
    {
      ...{ archive: false, recursive: true, times: true, links: true, perms: true, owner: true, group: true },
      ...{ checksum: true, compress: false, delay_updates: false, partial: true, dirs: true, existing_only: true },
      ...{ copy_links: true, rsync_timeout: 7, rsync_path: '/opt/rsync', delete: true, link_dest: ['/old'] },
      rsync_opts: ['--exclude=x y', '-v'],
    },
    [
      ...['--timeout=7', '--delete-after', '--existing', '--checksum', '--copy-links', '--recursive', '--links'],
      ...['--perms', '--times', '--owner', '--group', '--dirs', '--rsync-path=/opt/rsync', '--exclude=x y', '-v'],
      ...['--partial', '-H', '-vv', '--link-dest=/old', OUT],
    ],
  ],
];

describe('the options of rsync', () => {
  for (const [given, expected] of CASES) {
    it(JSON.stringify(given), () => {
      const args = new Map(
        Object.entries({ src: 'a', dest: 'b', ...given }).map(([name, one]) => [name, toValue(one)]),
      );
      const coerced = coerceAll(synchronizeParams, args, { expandPath: (path) => path });
      if (!coerced.ok) throw new Error(coerced.problems.join());
      expect(rsyncOptions(coerced.value, false)).to.deep.equal(expected);
      expect(rsyncOptions(coerced.value, true)).to.include('--dry-run');
    });
  }
});
