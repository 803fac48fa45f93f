import { expect } from 'chai';
import { gatheringOf } from '../../../src/plan/looks/facts/subsets.ts';

describe('gather_subset', () => {
  const cases: readonly (readonly [words: readonly string[], parts: readonly string[], kept: readonly string[]])[] = [
    [
      ['all'],
      ['hardware', 'min', 'network', 'virtual'],
      ['env', 'fips', 'is_chroot', 'kernel', 'os_family', 'pkg_mgr'],
    ],
    [['!all'], ['min'], ['env', 'fips', 'kernel', 'os_family', 'pkg_mgr']],
    [['min'], ['min'], ['env', 'fips', 'kernel', 'os_family', 'pkg_mgr']],
    [['!all', '!min', 'virtual'], ['virtual'], []],
    [
      ['!all', '!min', 'network'],
      ['min', 'network'],
      ['kernel', 'os_family'],
    ],
    [['network'], ['min', 'network'], ['env', 'fips', 'kernel', 'os_family', 'pkg_mgr']],
    [['!hardware'], ['min', 'network', 'virtual'], ['env', 'fips', 'is_chroot', 'kernel', 'os_family', 'pkg_mgr']],
    [['mounts'], ['hardware', 'min'], ['env', 'fips', 'kernel', 'os_family', 'pkg_mgr']],
    [
      ['!all', 'default_ipv4'],
      ['min', 'network'],
      ['env', 'fips', 'kernel', 'os_family', 'pkg_mgr'],
    ],
    [['!all', '!min', 'env'], ['min'], ['env']],
    [['!all', '!min', 'is_chroot'], ['min'], ['is_chroot']],
    [['!all', '!min', 'pkg_mgr'], ['min'], ['os_family', 'pkg_mgr']],
    [['!all', '!min', 'env', 'architecture'], ['min'], ['env', 'kernel']],
    [['!all', '!env'], ['min'], ['fips', 'kernel', 'os_family', 'pkg_mgr']],
    [['!all', '!min'], [], []],
    [['!all', '!min', 'ohai'], [], []],
  ];
  for (const [words, parts, kept] of cases) {
    it(`${words.join(',')} runs ${parts.join(', ') || 'nothing'} and keeps ${kept.join(', ') || 'nothing'}`, () => {
      const facts = { env: {}, fips: false, is_chroot: false, kernel: '6', os_family: 'Debian', pkg_mgr: 'apt' };
      const gathering = gatheringOf(words);
      expect([...gathering.parts].sort()).to.deep.equal(parts);
      expect(Object.keys(gathering.keep(facts, 'min'))).to.deep.equal(kept);
    });
  }

  it('keeps what no collector lists with the collector of its part', () => {
    const facts = { interfaces: [], eth0: {}, iscsi_iqn: '' };
    const kept = (...words: string[]): readonly string[] => Object.keys(gatheringOf(words).keep(facts, 'network'));
    expect([kept('all'), kept('network'), kept('!all', '!min', 'iscsi')]).to.deep.equal([
      ['interfaces', 'eth0', 'iscsi_iqn'],
      ['interfaces', 'eth0'],
      ['iscsi_iqn'],
    ]);
  });
});
