import { spawnSync } from 'node:child_process';
import module from '../../../modules/filesystem.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

// Images stand for disks. Each file system has a name of its own making, so what it looks like is told by blkid.
const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const image = (size: string): string => `truncate -s ${size} d`;
const one = (given: string, args: ParityCase['args'], more: Partial<ParityCase> = {}): ParityCase => ({
  given,
  args: { dev: 'DIR/d', ...args },
  apartFrom: ['d'],
  ...more,
});
const EXT4 = `${image('20M')}; mkfs.ext4 -qF d`;

const CASES: readonly ParityCase[] = [
  one(image('20M'), { fstype: 'ext4' }, { check: true }),
  one(image('20M'), { fstype: 'ext4' }),
  one(image('20M'), { fstype: 'ext2', opts: '-L hello -m 0' }),
  one(EXT4, { fstype: 'ext3' }),
  one(EXT4, { fstype: 'ext3' }, { check: true }),
  one(EXT4, { fstype: 'ext3', force: true }, { check: true }),
  one(EXT4, { fstype: 'ext3', force: true }),
  one(EXT4, { type: 'ext4', opts: '--nonsense' }),
  one(image('20M'), { fstype: 'ext4', opts: '--nonsense' }),
  one(EXT4, { fstype: 'ext4', resizefs: true }),
  one(`${EXT4}; truncate -s 30M d`, { fstype: 'ext4', resizefs: true }, { check: true }),
  one(`${EXT4}; truncate -s 30M d`, { fstype: 'ext4', resizefs: true }),
  one(`${EXT4}; truncate -s 30M d`, { fstype: 'ext3', resizefs: true }),
  one(EXT4, { state: 'absent' }, { check: true }),
  one(EXT4, { state: 'absent', fstype: 'ext3' }),
  one(image('1M'), { state: 'absent' }),
  one(':', { state: 'absent' }),
  one(':', { fstype: 'ext4' }),
  one('mkdir d', { fstype: 'ext4' }),
  one(image('20M'), {}),
  one(image('20M'), { fstype: 'zfs' }),
  one(image('20M'), { fstype: 'swap' }),
  one(`${image('20M')}; mkswap -q d`, { fstype: 'swap', resizefs: true }),
  one(image('1M'), { fstype: 'swap', force: true, resizefs: true }),
  ...(has('mkfs.xfs')
    ? [
        one(image('320M'), { fstype: 'xfs' }),
        one(`${image('320M')}; mkfs.xfs -q d; truncate -s 400M d`, { fstype: 'xfs', resizefs: true }),
        one(`${image('320M')}; mkfs.xfs -q d`, { fstype: 'xfs', resizefs: true, force: true }),
      ]
    : []),
  ...(has('mkfs.btrfs')
    ? [
        one(image('120M'), { fstype: 'btrfs' }),
        one(`${image('120M')}; mkfs.btrfs -q d`, { fstype: 'btrfs', resizefs: true }),
      ]
    : []),
  ...(has('mkfs.vfat') ? [one(image('20M'), { fstype: 'vfat' })] : []),
];

parityWithAnsible('community.general.filesystem', module, CASES);
