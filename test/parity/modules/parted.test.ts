import { spawnSync } from 'node:child_process';
import module from '../../../modules/parted.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

// Images stand for disks; each label has identifiers of its own making, so that only what parted tells is compared.
const one = (given: string, args: ParityCase['args'], more: Partial<ParityCase> = {}): ParityCase => ({
  given: `truncate -s 200M d; { ${given}; } 2>/dev/null`,
  args: { device: 'DIR/d', ...args },
  apartFrom: ['d'],
  ...more,
});
const present = { number: 1, state: 'present' };
const BLANK = ':';
const DOS = 'parted -s d mklabel msdos mkpart primary 0% 50MiB';
const GPT = `parted -s d mklabel gpt mkpart data 0% 50MiB name 1 "'my data'"`;
const LOGICAL =
  'parted -s d mklabel msdos mkpart primary 0% 50MiB mkpart extended 50MiB 100% mkpart logical 51MiB 60MiB';
// What Ansible says in check mode is what was there.
const CHECK: Partial<ParityCase> = { check: true, except: ['disk', 'partitions'] };
// It calls these a change each time.
const once: Partial<ParityCase> = { once: true };
const info = (unit: string): ParityCase => one(GPT, { unit });

const CASES: readonly ParityCase[] = [
  ...['KiB', 'MiB', 's', 'B', '%', 'cyl', 'chs', 'compact', 'GB'].map(info),
  one(BLANK, {}),
  one(LOGICAL, { unit: 'MiB' }),
  one(BLANK, { ...present, part_end: '50MiB' }, CHECK),
  one(BLANK, { ...present, part_end: '50MiB' }),
  one(BLANK, { ...present, label: 'gpt', name: 'data', fs_type: 'xfs' }),
  one(BLANK, { ...present, label: 'gpt', name: 'my data', flags: ['lvm'], unit: 'MiB' }, CHECK),
  one(BLANK, { ...present, label: 'gpt', name: 'my data', flags: ['lvm'], unit: 'MiB' }),
  one(DOS, { ...present, part_end: '60MiB' }),
  one(DOS, { ...present, part_end: '60MiB', resize: true }),
  one(DOS, { ...present, part_end: '60MiB', resize: true }, CHECK),
  one(DOS, { ...present, part_end: '30MiB', resize: true }),
  one(DOS, { ...present, flags: ['lvm'] }),
  one('parted -s d mklabel msdos mkpart primary 0% 100% set 1 lvm on set 1 boot on', { ...present, flags: ['lvm'] }),
  one(DOS, { ...present, flags: ['nonsense'] }),
  one(DOS, { ...present, flags: [] }),
  one(DOS, { ...present, name: 'x' }),
  one(DOS, { number: 2, state: 'present', part_start: '50MiB', part_type: 'extended', unit: 'MiB' }),
  one(LOGICAL, {
    number: 6,
    state: 'present',
    part_start: '61MiB',
    part_type: 'logical',
    unit: 'MiB',
    fs_type: 'ext4',
  }),
  one(DOS, { number: 2, state: 'present', part_start: '20MiB' }),
  one(LOGICAL, { number: 5, state: 'absent' }, CHECK),
  one(LOGICAL, { number: 5, state: 'absent' }),
  one(DOS, { number: 7, state: 'absent' }),
  one(BLANK, { number: 1, state: 'absent' }),
  one(GPT, { number: 1, state: 'absent' }),
  one(GPT, { ...present, label: 'gpt' }),
  one(GPT, { ...present, label: 'gpt', name: 'other' }),
  one(GPT, { ...present, label: 'gpt', flags: ['esp'] }, { except: ['script'] }),
  one(GPT, { number: 2, state: 'present', label: 'gpt', part_start: '50%', unit: '%' }),
  one(GPT, { ...present, label: 'gpt', resize: true }, once),
  one(DOS, { ...present, label: 'gpt', name: 'data' }),
  one(BLANK, { ...present, align: 'undefined', part_start: '1s', part_end: '10MB' }),
  one(BLANK, { ...present, align: 'none', part_start: '20.5MiB', part_end: '30MB', unit: 's' }),
  one(BLANK, { ...present, part_start: '-20MiB', fs_type: 'ext3', unit: 'MB' }),
  one(BLANK, { ...present, part_start: '1MiB', part_end: '10mib' }),
  one(BLANK, { ...present, part_start: '1' }),
  one(BLANK, { state: 'present' }),
  one(BLANK, { state: 'present', number: 0 }),
  one('rm d', { ...present }),
  one('rm d', {}),
];

const isInstalled = spawnSync('parted', ['--version']).status === 0;
if (isInstalled) parityWithAnsible('community.general.parted', module, CASES);
else describe.skip('community.general.parted (parted is not installed)', () => undefined);
