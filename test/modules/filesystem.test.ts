// Images stand for disks; a loop device, where this machine can have one, for a disk that is mounted.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import module from '../../modules/filesystem.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { type LoopDevice, loopDevice } from '../support/loop-device.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const EXT4 = 'truncate -s 20M d; mkfs.ext4 -qF d';
const TYPE = 'blkid -c /dev/null -o value -s TYPE d || true';
const ext4 = { dev: 'DIR/d', fstype: 'ext4' };

describe('filesystem', () => {
  obeysTheLaws(
    module,
    [
      { name: 'makes one', given: 'truncate -s 20M d', args: ext4, cannotUndo: true },
      { name: 'leaves one', given: EXT4, args: ext4, changed: false },
      {
        name: 'makes one with options, in which quotes count',
        given: 'truncate -s 20M d',
        args: { ...ext4, opts: "-L 'my disk'" },
        cannotUndo: true,
      },
      {
        name: 'never overwrites another',
        given: EXT4,
        args: { ...ext4, fstype: 'ext3' },
        fails: "d' is already used as ext4, use force=true to overwrite",
      },
      {
        name: 'overwrites by force',
        given: EXT4,
        args: { ...ext4, fstype: 'ext2', force: true },
        cannotUndo: true,
        alwaysChanges: true,
      },
      {
        name: 'never overwrites a partition table',
        given: "truncate -s 20M d; printf '\\125\\252' | dd bs=1 seek=510 conv=notrunc of=d 2>/dev/null",
        args: ext4,
        fails: "d' is already used as a partition table (dos), use force=true to overwrite",
      },
      { name: 'wipes', given: EXT4, args: { dev: 'DIR/d', state: 'absent' }, cannotUndo: true },
      {
        name: 'has nothing to wipe',
        given: 'truncate -s 1M d',
        args: { dev: 'DIR/d', state: 'absent' },
        changed: false,
      },
      {
        name: 'has no device to wipe',
        args: { dev: 'DIR/d', state: 'absent' },
        changed: false,
        result: { msg: 'Device DIR/d not found.' },
      },
      { name: 'needs the device', args: ext4, fails: 'd not found.' },
      { name: 'needs a type', args: { dev: 'DIR/d' }, fails: 'state is present but all of the following are missing' },
      {
        name: 'grows',
        given: `${EXT4}; truncate -s 30M d`,
        args: { ...ext4, resizefs: true },
        cannotUndo: true,
      },
      {
        name: 'has nothing to grow',
        given: EXT4,
        args: { ...ext4, resizefs: true },
        changed: false,
        result: { msg: 'Ext4 filesystem is using the whole device DIR/d' },
      },
      {
        name: 'cannot grow swap',
        given: 'truncate -s 20M d; mkswap -q d',
        args: { ...ext4, fstype: 'swap', resizefs: true },
        fails: 'module does not support resizing swap filesystem yet.',
      },
      {
        name: 'tells what mkfs does not take',
        given: 'truncate -s 20M d',
        args: { ...ext4, opts: '--nonsense' },
        fails: 'mkfs.ext4: invalid option',
        failsWhenApplied: true,
      },
    ],
    { state: TYPE },
  );

  describe('on a device that is mounted', () => {
    const directory = mkdtempSync(join(tmpdir(), 'tsplay-mounted-'));
    const dev = join(directory, 'disk');
    let loop: LoopDevice | undefined;
    before(function mount() {
      loop = loopDevice(join(directory, 'image'), '20M');
      if (loop === undefined) this.skip();
      const script = 'ln -s "$1" "$0/disk" && mkfs.ext4 -qF "$1" && mkdir "$0/m" && mount "$1" "$0/m"';
      execFileSync('sh', ['-c', script, directory, loop.device]);
    });
    after(() => {
      if (loop) execFileSync('umount', [join(directory, 'm')]);
      loop?.close();
      rmSync(directory, { recursive: true, force: true });
    });
    obeysTheLaws(module, [
      {
        name: 'makes no other, with force neither',
        args: { dev, fstype: 'ext3', force: true },
        fails: `${dev} is mounted on ${directory}/m; a new ext3 would lose what is there, so stop that first`,
      },
      { name: 'wipes nothing', args: { dev, state: 'absent' }, fails: `${dev} is mounted on ${directory}/m` },
      {
        name: 'nor by its image',
        args: { dev: `${directory}/image`, fstype: 'ext4', force: true },
        fails: `${directory}/image is mounted on ${directory}/m`,
      },
      { name: 'leaves it', args: { dev, fstype: 'ext4' }, changed: false },
    ]);
  });
});

// blkid and mkfs are stand-ins for those of a host that lacks some of them, or has other tools than this machine.
const FILE = { dev: 'DIR/log', fstype: 'xfs' };
const CASES: readonly Omit<StandInCase, 'module'>[] = [
  { name: 'needs blkid', programs: {}, args: FILE, fails: 'the host has no blkid; install util-linux' },
  {
    name: 'needs mkfs',
    programs: { blkid: 'exit 2' },
    args: FILE,
    fails: 'the host has no mkfs.xfs; install xfsprogs',
  },
  {
    name: 'needs what grows it',
    programs: { blkid: 'case $* in *TYPE*) echo xfs;; esac', xfs_info: ':' },
    args: { ...FILE, resizefs: true },
    fails: 'the host has no xfs_growfs; install xfsprogs',
  },
  {
    name: 'makes a physical volume',
    programs: { blkid: 'exit 2', pvcreate: 'echo "pvcreate $1 $2 ${3##*/}" >>"$LOG"', readlink: 'shift 2; echo "$1"' },
    args: { dev: 'DIR/log', fstype: 'lvm' },
    runs: ['pvcreate -f -y log'],
  },
];

describe('filesystem where programs differ', () => {
  standInTests(CASES.map((one) => ({ ...one, module })));
});
