// Plans file systems: making one where there is none, growing one, and wiping one.

import { run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Stage, stage } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { bool, choice, type ParamsOf, path, text } from '../params.ts';
import { type DeviceSeen, deviceLook, deviceSeen, deviceWith } from './block-device.ts';
import { FILESYSTEM_TYPES, FILESYSTEM_WORDS, type FilesystemType, type Growth, packageOf } from './filesystem-types.ts';

/** The parameters of filesystem. */
export const filesystemParams = {
  dev: path('The block device, or a regular file that is an image of one.').alias('device'),
  fstype: choice(FILESYSTEM_WORDS, 'The type; needed with present.').alias('type').optional(),
  state: choice(
    ['present', 'absent'],
    'absent wipes the signatures, so that nothing finds a file system any more.',
  ).default('present'),
  force: bool('Make it even where there is another file system or a partition table, which are lost.').default(false),
  resizefs: bool('Grow the file system that is there to the size of its device.').default(false),
  opts: text('More options for mkfs, as words of a shell.').optional(),
};
type Given = ParamsOf<typeof filesystemParams>;

/** Why the parameters make no sense together. */
export function refuseFilesystem({ state, fstype }: Given): string | undefined {
  return state === 'present' && fstype === undefined
    ? 'state is present but all of the following are missing: fstype'
    : undefined;
}

// One look for any type, so that what check mode predicts of a device holds for each.
const PROGRAMS = [...new Set(['wipefs', ...FILESYSTEM_WORDS.flatMap((word) => programsOf(FILESYSTEM_TYPES[word]))])];

function programsOf({ make, growth }: FilesystemType): readonly string[] {
  return [make[0], ...(growth?.programs ?? [])];
}

/** What filesystem looks at. */
export function filesystemLook({ dev }: Given): RunLook {
  return deviceLook(dev, PROGRAMS);
}

type Device = Extract<DeviceSeen, { readonly exists: true }>;

interface Task {
  readonly given: Given;
  readonly device: Device;
  readonly seen: RunSeen;
}

/** What filesystem does. */
export function planFilesystem(given: Given, seen: RunSeen): Plan {
  const device = deviceSeen(seen);
  if ('problem' in device) return { changes: [], failed: device.problem };
  if (!device.exists) {
    const msg = `Device ${given.dev} not found.`;
    return given.state === 'absent' ? { changes: [], result: { msg } } : { changes: [], failed: msg };
  }
  const task = { given, device, seen };
  if (given.state === 'absent') return wiping(task);
  const type: FilesystemType = FILESYSTEM_TYPES[given.fstype ?? 'ext4'];
  const isThere = type.signatures.includes(device.type);
  if (isThere && given.resizefs) return growing(task, type);
  return isThere && !given.force ? { changes: [] } : making(task, type);
}

const CANNOT = { cannot: 'what a file system has overwritten, or a wiped one, is gone' };

// Looks again at the last moment: what was put there since the look is nobody's to overwrite.
const UNCHANGED = `now=$(blkid -c /dev/null -o value -s TYPE "$1")
[ "$now" = "$2" ] || { echo "$1 has ${'$'}{now:-no file system} now, it had ${'$'}{2:-none} when it was looked at" >&2; exit 1; }
shift 2; exec "$@"`;

interface Doing {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  /** What blkid will say. */
  readonly leaves: string;
}

function change({ given, device, seen }: Task, { title, argv, leaves }: Doing): RunCommand {
  const { dev } = given;
  return {
    kind: 'run',
    title,
    command: { script: UNCHANGED, args: [dev, device.type, ...argv] },
    touches: [`path:${dev}`, 'facts'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: filesystemLook(given), value: deviceWith(seen, leaves) }],
    undo: CANNOT,
    diff: {
      before: device.type === '' ? '' : `${device.type}\n`,
      after: leaves === '' ? '' : `${leaves}\n`,
      header: dev,
    },
  };
}

function inUse(dev: string, { uses }: Device, what: string): Plan | undefined {
  if (uses.length === 0) return undefined;
  return { changes: [], failed: `${dev} is ${uses.map(({ text }) => text).join(', ')}; ${what}, so stop that first` };
}

const lacks = (program: string, type: FilesystemType): Plan => ({
  changes: [],
  failed: `the host has no ${program}; install ${packageOf(program, type)}`,
});

function wiping(task: Task): Plan {
  const { given, device } = task;
  if (device.type === '') return { changes: [] };
  const used = inUse(given.dev, device, 'wiping it would lose what is there');
  if (used) return used;
  if (device.missing.has('wipefs')) return lacks('wipefs', FILESYSTEM_TYPES.swap);
  const argv = ['wipefs', '--all', given.dev] as const;
  return { changes: [change(task, { title: `wipe the ${device.type} of ${given.dev}`, argv, leaves: '' })] };
}

function making(task: Task, type: FilesystemType): Plan {
  const { given, device } = task;
  const { dev, fstype = '', force, opts = '' } = given;
  const [program] = type.make;
  if (device.missing.has(program)) return lacks(program, type);
  const used = inUse(dev, device, `a new ${fstype} would lose what is there`);
  if (used) return used;
  const there = device.type === '' ? device.table && `a partition table (${device.table})` : device.type;
  if (there !== '' && !force)
    return {
      changes: [],
      failed: `'${dev}' is already used as ${there}, use force=true to overwrite`,
      result: { rc: 0, err: '' },
    };
  const argv = [...type.make, ...splitWords(opts), dev] as const;
  const title = `make ${fstype} on ${dev}${there === '' ? '' : `, over ${there}`}`;
  return {
    changes: [change(task, { title, argv, leaves: type.signatures[0] ?? fstype })],
    failure: ({ stderr, stdout, code }) => {
      const said = stderr.toString('utf8');
      return { msg: said.trim(), rc: code, stdout: stdout.toString('utf8'), stderr: said, cmd: argv.join(' ') };
    },
  };
}

function growing(task: Task, type: FilesystemType): Plan {
  const { given, device } = task;
  const { growth } = type;
  const { fstype } = given;
  if (!growth) return { changes: [], failed: `module does not support resizing ${fstype} filesystem yet.` };
  const missing = growth.programs.find((program) => device.missing.has(program));
  if (missing !== undefined) return lacks(missing, type);
  return { changes: [], next: sizeStage(task, growth) };
}

const sizeScript = ({ size }: Growth): string =>
  `if [ -b "$1" ]; then blockdev --getsize64 "$1"; else stat -L -c %s -- "$1"; fi || exit\n${size}`;

function sizeStage(task: Task, growth: Growth): Stage {
  const { given, device } = task;
  const args = [given.dev, device.mountPoint ?? ''];
  const looks = { sizes: run({ script: sizeScript(growth), args }, [`path:${given.dev}`]) };
  return stage({ looks, plan: ({ sizes }) => planGrowth(task, growth, { look: looks.sizes, sizes }) });
}

function planGrowth(task: Task, growth: Growth, { look, sizes }: { look: RunLook; sizes: RunSeen }): Plan {
  const { given, device } = task;
  const { dev } = given;
  const { name, command } = growth;
  const [whole, size] = sizes.stdout.toString('utf8').trim().split('\n').map(Number);
  const unmounted = `${dev} needs to be mounted for ${name} operations`;
  if (whole === undefined || size === undefined || size === 0) {
    if (growth.mounted && device.mountPoint === undefined) return { changes: [], failed: unmounted };
    return { changes: [], failed: `how large the ${name} filesystem on ${dev} is cannot be told` };
  }
  if (size >= whole) return { changes: [], result: { msg: `${name} filesystem is using the whole device ${dev}` } };
  if (growth.mounted && device.mountPoint === undefined) return { changes: [], failed: unmounted };
  const used = growth.unmounted && inUse(dev, device, `a ${name} can only be grown where nobody uses it`);
  if (used) return used;
  const argv = command(dev, device.mountPoint ?? '');
  const title = `grow the ${name} on ${dev} from ${size} to ${whole} bytes`;
  const grown = { ...sizes, stdout: Buffer.from(`${whole}\n${whole}\n`) };
  const growthChange = {
    ...change(task, { title, argv, leaves: device.type }),
    leaves: [{ kind: 'run', look, value: grown } as const],
    undo: { cannot: `a ${name} is not shrunk` },
    diff: { before: `${size} bytes\n`, after: `${whole} bytes\n`, header: dev },
  };
  return {
    changes: [growthChange],
    result: { msg: `resizing filesystem ${name} on device ${dev}` },
    next: stage({
      looks: {},
      plan: (_, [done]) => ({ changes: [], ...(done && { result: { msg: done.stdout.toString('utf8') } }) }),
    }),
  };
}
