// Images stand for disks where parted is installed; elsewhere, and for what no image shows, parted is a stand-in that answers as recorded.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import module from '../../modules/parted.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { type LoopDevice, loopDevice } from '../support/loop-device.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const isInstalled = spawnSync('parted', ['--version']).status === 0;
const IMAGE = '/tmp/tsplay-parted-test';
const blank = `rm -f ${IMAGE}; truncate -s 100M ${IMAGE}`;
const gpt = `${blank}; parted -s ${IMAGE} mklabel gpt mkpart data 1MiB 50MiB 2>/dev/null`;
const state = `parted -s -m ${IMAGE} -- unit s print 2>/dev/null; true`;
const device = { device: IMAGE };
const present = { ...device, number: 1, state: 'present', label: 'gpt' };

(isInstalled ? describe : describe.skip)('parted', () => {
  after(() => {
    spawnSync('rm', ['-f', IMAGE]);
  });
  obeysTheLaws(
    module,
    [
      { name: 'makes the first partition', given: blank, args: { ...present, flags: ['lvm'], name: "it's ours" } },
      { name: 'makes another', given: gpt, args: { ...present, number: 2, part_start: '60MiB', flags: ['esp'] } },
      { name: 'leaves one', given: gpt, args: { ...present, name: 'data' }, changed: false },
      { name: 'names one', given: gpt, args: { ...present, name: 'my "own"' } },
      { name: 'flags one', given: gpt, args: { ...present, flags: ['boot'] } },
      { name: 'grows one', given: gpt, args: { ...present, resize: true, part_end: '80%' }, cannotUndo: true },
      {
        name: 'grows none that fills the disk',
        given: gpt,
        args: { ...present, resize: true, part_end: '50%' },
        changed: false,
      },
      { name: 'removes one', given: gpt, args: { ...present, state: 'absent' }, cannotUndo: true },
      { name: 'has none to remove', given: gpt, args: { ...present, number: 2, state: 'absent' }, changed: false },
      {
        name: 'loses no partitions to the default label',
        given: gpt,
        args: { ...device, number: 1, state: 'present' },
        fails: `${IMAGE} has a gpt label with 1 partition, which would be lost; say label: gpt to keep it, or label: msdos`,
      },
      {
        name: 'loses them to a label that is written',
        given: gpt,
        args: { ...present, label: 'msdos' },
        cannotUndo: true,
      },
      {
        name: 'loses no file system on the whole disk',
        given: `${blank}; mkfs.ext4 -qF ${IMAGE}`,
        args: present,
        fails: `${IMAGE} as a whole is ext4, which a new gpt label would lose`,
      },
      {
        name: 'knows which number comes next',
        given: gpt,
        args: { ...present, number: 3, part_start: '60MiB' },
        fails: `the next of ${IMAGE} is 2, not 3`,
      },
      {
        name: 'finds what is in the way',
        given: gpt,
        args: { ...present, number: 2, part_start: '20MiB' },
        fails: `partition 2 from 20MiB to 100% would overlap partition 1 of ${IMAGE}`,
      },
      {
        name: 'grows none over another',
        given: `${gpt}; parted -s ${IMAGE} mkpart next 60MiB 80MiB 2>/dev/null`,
        args: { ...present, resize: true },
        fails: `partition 1 of ${IMAGE} cannot grow to 100%: partition 2 is in the way`,
      },
      {
        name: 'shrinks none',
        given: gpt,
        args: { ...present, resize: true, part_end: '20MiB' },
        fails: 'shrinking it could lose data, and parted refuses to',
      },
      {
        name: 'names none of msdos',
        given: blank,
        args: { ...present, label: 'msdos', name: 'x' },
        fails: 'have no names',
      },
      {
        name: 'tells what is no flag',
        given: gpt,
        args: { ...present, flags: ['zzz'] },
        fails: 'zzz',
        failsWhenApplied: true,
      },
      { name: 'needs the disk', args: { ...present, device: '/dev/nope' }, fails: 'Could not stat device /dev/nope' },
    ],
    { state },
  );
});

describe('parted on a disk with a mounted partition', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-parted-'));
  const disk = join(directory, 'disk');
  let loop: LoopDevice | undefined;
  before(function mount() {
    loop = isInstalled ? loopDevice(join(directory, 'image'), '60M') : undefined;
    const script = `ln -s "$1" "$0/disk" && parted -s "$1" mklabel gpt mkpart a 1MiB 20MiB mkpart b 30MiB 40MiB 2>/dev/null
      mkfs.ext4 -qF "$1p1" && mkdir "$0/m" && mount "$1p1" "$0/m"`;
    if (loop === undefined || spawnSync('sh', ['-c', script, directory, loop.device]).status !== 0) this.skip();
  });
  after(() => {
    spawnSync('umount', [join(directory, 'm')]);
    loop?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const args = { device: disk, number: 1, label: 'gpt', state: 'present' };
  obeysTheLaws(
    module,
    [
      {
        name: 'removes no such partition',
        args: { ...args, state: 'absent' },
        fails: `partition 1 of ${disk} is mounted on ${directory}/m; stop that first`,
      },
      {
        name: 'grows none',
        args: { ...args, resize: true, part_end: '28MiB' },
        fails: `is mounted on ${directory}/m, and parted grows none that is used`,
      },
      { name: 'makes no new label', args: { ...args, label: 'msdos' }, fails: `${disk} is mounted on ${directory}/m` },
      { name: 'makes another partition', args: { ...args, number: 3, part_start: '41MiB', name: 'c' } },
      { name: 'removes another', args: { ...args, number: 2, state: 'absent' }, cannotUndo: true },
    ],
    { state: `parted -s -m $(readlink -f ${disk}) -- unit s print 2>/dev/null; true` },
  );
});

// parted answers in bytes and KiB what a disk with two partitions answered, and records what it is told to do.
const PARTED = `case "$*" in
*'unit B print') printf 'BYT;\\n/dev/sdb:10737418240B:scsi:512:512:gpt:A \\\\: disk:;\\n1:1048576B:1074790399B:1073741824B:ext4:data:;\\n2:1074790400B:2148532223B:1073741824B:::lvm;\\n';;
*'unit KiB print') printf 'BYT;\\n/dev/sdb:10485760kiB:scsi:512:512:gpt:A \\\\: disk:;\\n1:1024kiB:1049600kiB:1048576kiB:ext4:data:;\\n2:1049600kiB:2098176kiB:1048576kiB:::lvm;\\n';;
*) echo "parted $*" >>"$LOG";;
esac`;
const programs = { parted: PARTED, blkid: 'case $* in *PTTYPE*) echo gpt;; *) exit 2;; esac', wipefs: ':' };
const here = { device: 'DIR/log', label: 'gpt', state: 'present' };

const CASES: readonly Omit<StandInCase, 'module'>[] = [
  { name: 'needs parted', programs: {}, args: { device: 'DIR/log' }, fails: 'the host has no parted; install parted' },
  {
    name: 'tells what is there',
    programs,
    args: { device: 'DIR/log', unit: 'KiB' },
    result: { script: "unit 'KiB' print" },
  },
  { name: 'leaves a partition', programs, args: { ...here, number: 2, flags: ['lvm'] } },
  {
    name: 'believes in the partition that it would make',
    programs: { ...programs, parted: PARTED.replace('echo "parted $*"', 'echo "${*#* -- }"') },
    args: { ...here, number: 3, part_start: '2049MiB', part_end: '5GiB' },
    runs: ['unit KiB mkpart primary 2049MiB 5GiB'],
  },
];

describe('parted, a stand-in', () => {
  standInTests(CASES.map((one) => ({ ...one, module })));
});
