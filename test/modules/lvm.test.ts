// No test machine has the kernel's device mapper: the programs of LVM are stand-ins that answer as LVM 2.03 answered and record all other commands.
// Where lvm2 and loop devices are there, volume groups, which need no device mapper, are tried for real too.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lvg from '../../modules/lvg.ts';
import lvol from '../../modules/lvol.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { type LoopDevice, loopDevice } from '../support/loop-device.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const MEBI = 2 ** 20;
const VGS = `  data|${200 * MEBI}|${100 * MEBI}|${4 * MEBI}`;
// A warning in the middle is no volume.
const PVS = `  WARNING: a device is slow.
  /dev/sda|data|${100 * MEBI}|${110 * MEBI}|${MEBI}|${100 * MEBI}
  DIR/sdb|data|${100 * MEBI}|${101 * MEBI}|${MEBI}|0
  DIR/free||${100 * MEBI}|${100 * MEBI}|0|0
  DIR/other|old|${100 * MEBI}|${100 * MEBI}|${MEBI}|0`;
const LVS = `  home|data|${80 * MEBI}|-wi-ao----
  asleep|data|${20 * MEBI}|-wi-------
  pool|data|${40 * MEBI}|twi-aotz--
  [pool_tmeta]|data|${4 * MEBI}|ewi-ao----
  thin|data|${400 * MEBI}|Vwi-a-tz--`;
const record = (name: string): string =>
  `for word do shift; case $word in */log) word=new;; */sdb) word=sdb;; */other) word=other;; */free) word=free;; esac; set -- "$@" "$word"; done
echo "${name} $*" >>"$LOG"`;
const answer = (text: string): string => `cat <<END\n${text.replaceAll('DIR', '$DIR')}\nEND`;
const names = ['vgcreate', 'vgextend', 'vgreduce', 'vgremove', 'pvcreate', 'pvremove', 'pvresize'];
const volumes = ['lvcreate', 'lvextend', 'lvreduce', 'lvremove', 'lvchange'];
const programs: Readonly<Record<string, string>> = {
  vgs: answer(VGS),
  pvs: answer(PVS),
  lvs: answer(LVS),
  // Devices are files of the test; their paths stay as they are.
  readlink: 'shift 2; echo "$1" | sed "s|/\\./|/|"',
  blkid: 'exit 2',
  ...Object.fromEntries([...names, ...volumes].map((name) => [name, record(name)])),
};
const mkfs = { ...programs, blkid: 'case $* in *TYPE*) echo ext4;; esac' };
type Case = Omit<StandInCase, 'module' | 'programs'> & { readonly programs?: StandInCase['programs'] };

// DIR/log is the one file that every case has: it stands for a device that nobody uses.
const GROUPS: readonly Case[] = [
  { name: 'needs lvm2', programs: {}, args: { vg: 'new', pvs: 'DIR/log' }, fails: 'install lvm2' },
  {
    name: 'creates a group',
    args: { vg: 'new', pvs: 'DIR/log', pesize: '128K', vg_options: '-l 5', pv_options: '--dataalignment 1m' },
    runs: ['pvcreate --dataalignment 1m -f -y new', 'vgcreate -l 5 -s 128K new new'],
    undo: ['vgremove new', 'pvremove -y new'],
  },
  {
    name: 'takes no device with a file system',
    programs: mkfs,
    args: { vg: 'new', pvs: 'DIR/log' },
    fails: "log' is already used as ext4, use force=true to overwrite",
  },
  {
    name: 'takes it by force',
    programs: mkfs,
    args: { vg: 'new', pvs: 'DIR/log', force: true },
    runs: ['pvcreate -f -y new', 'vgcreate -s 4 new new'],
  },
  { name: 'needs the device', args: { vg: 'new', pvs: 'DIR/none' }, fails: 'none not found.' },
  { name: 'needs devices', args: { vg: 'new' }, fails: 'No physical volumes given.' },
  {
    name: 'keeps what holds data',
    args: { vg: 'data', pvs: 'DIR/log' },
    fails: 'Unable to reduce data by /dev/sda: it holds data',
  },
  { name: 'removes no group with volumes', args: { vg: 'data', state: 'absent' }, fails: 'Refuse to remove non-empty' },
  {
    name: 'removes it by force',
    args: { vg: 'data', state: 'absent', force: true },
    runs: ['vgremove --force data'],
  },
  { name: 'has none to remove', args: { vg: 'none', state: 'absent' } },
];

const HOME = { vg: 'data', lv: 'home' };
const VOLUMES: readonly Case[] = [
  { name: 'needs lvm2', programs: {}, args: { ...HOME, size: '1g' }, fails: 'install lvm2' },
  {
    name: 'creates a volume',
    args: { vg: 'data', lv: 'new', size: 20, pvs: '/dev/sda,/dev/sdb' },
    runs: ['lvcreate --yes -n new -L 20m data /dev/sda sdb'],
    undo: ['lvremove --force data/new'],
    result: { msg: '' },
  },
  {
    name: 'creates one that sleeps',
    args: { vg: 'data', lv: 'new', size: '50%FREE', active: false, opts: '-r 16' },
    runs: ['lvcreate --yes -n new -l 50%FREE -r 16 data', 'lvchange -an data/new'],
  },
  { name: 'needs the size', args: { vg: 'data', lv: 'new' }, fails: 'No size given.' },
  { name: 'needs the room', args: { vg: 'data', lv: 'new', size: '1g' }, fails: 'bytes left, new needs 1073741824' },
  { name: 'needs the group', args: { vg: 'none', lv: 'new', size: '1g' }, fails: 'Volume group none does not exist.' },
  { name: 'leaves a volume', args: { ...HOME, size: '80' } },
  { name: 'leaves one that is rounded to extents', args: { ...HOME, size: '77m' } },
  { name: 'leaves one with its share of what is free', args: { ...HOME, size: '44%FREE' } },
  {
    name: 'grows to all that is free',
    args: { ...HOME, size: '100%FREE', resizefs: true },
    runs: ['lvextend --resizefs -l +25 data/home'],
  },
  { name: 'grows', args: { ...HOME, size: '0.1g' }, runs: ['lvextend -L 0.1g data/home'] },
  {
    name: 'shrinks nothing without force',
    args: { ...HOME, size: 20 },
    fails: 'no shrinking of home without force=true',
  },
  { name: 'shrinks nothing where told so', args: { ...HOME, size: 20, shrink: false } },
  { name: 'shrinks by force', args: { ...HOME, size: 20, force: true }, runs: ['lvreduce --force -L 20m data/home'] },
  {
    name: 'wakes one',
    args: { vg: 'data', lv: 'asleep' },
    runs: ['lvchange -ay data/asleep'],
    undo: ['lvchange -an data/asleep'],
  },
  {
    name: 'removes nothing without force',
    args: { ...HOME, state: 'absent' },
    fails: 'no removal of logical volume home',
  },
  { name: 'removes by force', args: { ...HOME, state: 'absent', force: true }, runs: ['lvremove --force data/home'] },
  { name: 'has none to remove', args: { vg: 'data', lv: 'new', state: 'absent' } },
  {
    name: 'makes a snapshot',
    args: { ...HOME, snapshot: 'before', size: '20m' },
    runs: ['lvcreate --yes -L 20m -s -n before data/home'],
  },
  {
    name: 'makes a snapshot of a thin volume, which needs no size',
    args: { vg: 'data', lv: 'thin', snapshot: 'before' },
    runs: ['lvcreate --yes -s -n before data/thin'],
  },
  {
    name: 'needs the origin',
    args: { vg: 'data', lv: 'none', snapshot: 's', size: 1 },
    fails: 'Snapshot origin LV none',
  },
  {
    name: 'makes a thin pool',
    args: { vg: 'data', thinpool: 'new', size: '40m' },
    runs: ['lvcreate --yes -L 40m -T data/new'],
  },
  {
    name: 'makes a thin volume, larger than the group',
    args: { vg: 'data', lv: 'new', thinpool: 'pool', size: '1g' },
    runs: ['lvcreate --yes -n new -V 1g -T data/pool'],
  },
  { name: 'needs the pool', args: { vg: 'data', lv: 'new', thinpool: 'none', size: '1g' }, fails: 'Thin pool LV none' },
  { name: 'knows what is no size', args: { ...HOME, size: '10q' }, fails: "Bad size specification of '10q'" },
  { name: 'knows no more than all', args: { ...HOME, size: '150%VG' }, fails: 'cannot be larger than 100%' },
  { name: 'knows shares', args: { ...HOME, size: '50%' }, fails: 'Specify extents as a percentage of VG|PVS|FREE' },
];

describe('volume groups and logical volumes, of stand-ins', () => {
  standInTests([
    ...GROUPS.map((one) => ({ programs, ...one, module: lvg })),
    ...VOLUMES.map((one) => ({ programs, ...one, module: lvol })),
  ]);
});

describe('volume groups', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-lvm-'));
  // LVM knows no links outside of /dev.
  const link = `/dev/tsplay-lvm-${process.pid}`;
  const loops: LoopDevice[] = [];
  const before_ = process.env.LVM_SYSTEM_DIR;
  before(function attach() {
    if (spawnSync('vgs', ['--version']).status !== 0) this.skip();
    for (const name of ['one', 'two']) {
      const loop = loopDevice(join(directory, `${name}.img`), '40M');
      if (!loop) this.skip();
      loops.push(loop);
      spawnSync('ln', ['-s', loop.device, `${link}-${name}`]);
    }
    const ours = loops.map(({ device }) => `"a|^${device}$|"`).join(', ');
    mkdirSync(join(directory, 'etc'));
    writeFileSync(
      join(directory, 'etc/lvm.conf'),
      `devices { filter = [ ${ours}, "r|.*|" ] use_devicesfile = 0 }\nglobal { activation = 0 }\nbackup { backup = 0 archive = 0 }\n`,
    );
    process.env.LVM_SYSTEM_DIR = join(directory, 'etc');
  });
  after(() => {
    for (const name of [one, two]) rmSync(name, { force: true });
    for (const loop of loops) loop.close();
    rmSync(directory, { recursive: true, force: true });
    if (before_ === undefined) delete process.env.LVM_SYSTEM_DIR;
    else process.env.LVM_SYSTEM_DIR = before_;
  });
  const [one, two] = [`${link}-one`, `${link}-two`];
  const vg = 'tsplaytest';
  const clean = `vgremove -ff -y ${vg} 2>/dev/null; pvremove -ff -y ${one} ${two} 2>/dev/null; wipefs -q -a $(readlink -f ${one}) $(readlink -f ${two})`;
  const given = `{ ${clean}; vgcreate -y ${vg} ${one}; } >/dev/null 2>&1`;
  obeysTheLaws(
    lvg,
    [
      { name: 'are created', given: `{ ${clean}; } >/dev/null 2>&1 || true`, args: { vg, pvs: [one, two] } },
      { name: 'are left', given, args: { vg, pvs: one }, changed: false },
      { name: 'are extended', given, args: { vg, pvs: [one, two] } },
      { name: 'move to another device', given, args: { vg, pvs: two } },
      { name: 'are removed', given, args: { vg, state: 'absent' }, cannotUndo: true },
      {
        name: 'need devices of their own',
        given,
        args: { vg: 'other', pvs: one },
        fails: `Device ${one} is already in ${vg} volume group.`,
      },
    ],
    { state: `pvs --noheadings -o vg_name,pv_size 2>/dev/null; vgs --noheadings -o vg_name,pv_count 2>/dev/null` },
  );
});
