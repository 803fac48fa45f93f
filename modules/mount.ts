// Manages what is mounted, now and in /etc/fstab.

import {
  ancestors,
  bool,
  bufferOf,
  bytesTextOf,
  type Change,
  choice,
  defineModule,
  entryAt,
  escapeField,
  type FileSeen,
  type FstabEntry,
  fileLook,
  makeDirectories,
  mountCommand,
  mountedAt,
  mountsLook,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  type RunSeen,
  refreshCommand,
  remountCommand,
  text,
  toBytesText,
  trimSlashes,
  unmountCommand,
  unreadable,
  withEntry,
  withoutEntry,
} from '../src/module/index.ts';

const STATES = ['absent', 'absent_from_fstab', 'mounted', 'present', 'unmounted', 'remounted', 'ephemeral'] as const;

const params = {
  path: path('Where it is mounted (none or swap for swap).').alias('name'),
  state: choice(
    STATES,
    'mounted: in fstab and mounted; present: in fstab only; absent: neither, and the directory is removed; absent_from_fstab; unmounted; remounted: anew, every time; ephemeral: mounted without fstab.',
  ),
  src: text('The device, UUID=..., share or directory.').optional(),
  fstype: text('The type of file system.').optional(),
  opts: text('Options, parted by commas.').optional(),
  dump: text('The fifth field: whether dump(8) saves it.').default('0'),
  passno: text('The sixth field: when fsck(8) checks it.').default('0'),
  fstab: path('Another file.').default('/etc/fstab'),
  boot: bool('Mount it at boot; false adds noauto to the options.').default(true),
  backup: bool('Keep a copy of the old fstab.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage mounts, now and at boot',
  description:
    'A new entry is mounted before it is written to fstab: what cannot be mounted never gets there, and cannot keep the host from booting.',
  collection: 'ansible.posix',
  params,
  returns: { name: 'where', src: 'what', fstype: 'its type', opts: 'the options', fstab: 'the file' },
  examples: [
    {
      name: 'A data disk',
      yaml: 'mount:\n  path: /srv/data\n  src: LABEL=data\n  fstype: ext4\n  opts: noatime\n  state: mounted',
    },
    { name: 'No more', yaml: 'mount:\n  path: /srv/data\n  state: absent' },
  ],
  refuse,
  look: (given) => ({
    fstab: fileLook(given.fstab, { content: 'all' }),
    place: given.path.startsWith('/') ? fileLook(trimSlashes(given.path)) : undefined,
    above: given.path.startsWith('/') ? ancestors(trimSlashes(given.path)).map((one) => fileLook(one)) : [],
    mounts: mountsLook,
  }),
  plan: (given, seen): Plan => {
    const problem = unreadable(seen.fstab);
    if (problem !== undefined) return { changes: [], failed: problem };
    const task = taskOf(given, seen);
    const steps = planState(given, task);
    if ('problem' in steps) return { changes: [], failed: steps.problem };
    const { entry, noBoot, ignored } = task;
    return {
      changes: steps.changes,
      ...(ignored && { warnings: [`Ignore the 'boot' due to 'opts' contains '${ignored}'.`] }),
      result: {
        name: given.path,
        ...(given.src !== undefined && { src: given.src }),
        ...(given.fstype !== undefined && { fstype: given.fstype }),
        opts: entry.opts,
        dump: given.dump,
        passno: given.passno,
        fstab: given.fstab,
        boot: noBoot ? 'no' : 'yes',
        backup_file: '',
      },
    };
  },
});

function refuse(given: Given): string | undefined {
  if (given.state !== 'present' && given.state !== 'mounted' && given.state !== 'ephemeral') return undefined;
  const missing = (['src', 'fstype'] as const).filter((name) => given[name] === undefined);
  return missing.length > 0
    ? `state is ${given.state} but all of the following are missing: ${missing.join(', ')}`
    : undefined;
}

interface Task {
  readonly entry: FstabEntry;
  /** The entry that fstab has for the place. */
  readonly old: FstabEntry | undefined;
  readonly text: string;
  readonly fstab: FileSeen;
  readonly place: FileSeen | undefined;
  readonly above: readonly FileSeen[];
  readonly mounts: RunSeen;
  readonly mounted: ReturnType<typeof mountedAt>;
  readonly noBoot: boolean;
  /** The option because of which `boot` counts for nothing. */
  readonly ignored: string | undefined;
}

type SeenOf = Pick<Task, 'fstab' | 'place' | 'above' | 'mounts'>;

function taskOf(given: Given, seen: SeenOf): Task {
  const where = given.path.startsWith('/') ? trimSlashes(given.path) : given.path;
  const opts = given.opts ?? 'defaults';
  const words = opts.split(',');
  const ignored = [given.boot ? 'noauto' : 'defaults'].find((word) => words.includes(word));
  const manual = !given.boot && ignored === undefined && !words.includes('noauto');
  const { src = '', fstype = '', dump, passno } = given;
  const text = bytesTextOf(seen.fstab.exists ? seen.fstab.content : undefined);
  return {
    ...seen,
    entry: { src, path: where, fstype, opts: manual ? `${opts},noauto` : opts, dump, passno },
    old: unicodeEntry(entryAt(text, toBytesText(where), given.src && toBytesText(given.src))),
    text,
    mounted: mountedAt(seen.mounts, where),
    noBoot: !given.boot && !words.includes('noauto'),
    ignored,
  };
}

type Steps = { readonly changes: readonly Change[] } | { readonly problem: string };

const NOTHING: Steps = { changes: [] };

function planState(given: Given, task: Task): Steps {
  const { entry, mounted, mounts, old } = task;
  switch (given.state) {
    case 'present':
      return written(given, task, added(task));
    case 'absent_from_fstab':
      return written(given, task, removed(given, task));
    case 'absent':
      return old ? absent(given, task) : NOTHING;
    case 'unmounted':
      return mounted ? { changes: [unmountCommand(entry.path, mounts, old)] } : NOTHING;
    case 'remounted':
      return mounted
        ? { changes: [refreshCommand(entry.path)] }
        : { problem: `Error remounting ${given.path}: nothing is mounted there` };
    case 'ephemeral':
      return ephemeral(task);
    case 'mounted':
      return joined(mountedNow(task), written(given, task, added(task)));
    default:
      return given.state;
  }
}

const unicode = (bytes: string): string => bufferOf(bytes).toString('utf8');
const unicodeEntry = (entry: FstabEntry | undefined): FstabEntry | undefined =>
  entry && { ...entry, src: unicode(entry.src), path: unicode(entry.path), opts: unicode(entry.opts) };
const bytesEntry = (entry: FstabEntry): FstabEntry => ({
  ...entry,
  src: toBytesText(entry.src),
  path: toBytesText(entry.path),
  opts: toBytesText(entry.opts),
});
const added = ({ text, entry }: Task): string => withEntry(text, bytesEntry(entry));
const removed = ({ src }: Given, { text, entry }: Task): string =>
  withoutEntry(text, toBytesText(entry.path), src && toBytesText(src));

function joined(first: Steps, second: Steps): Steps {
  if ('problem' in first) return first;
  return 'problem' in second ? second : { changes: [...first.changes, ...second.changes] };
}

function written({ backup }: Given, { text, fstab }: Task, next: string): Steps {
  if (next === text) return NOTHING;
  const planned = planContent({
    seen: fstab,
    content: bufferOf(next),
    params: NO_ATTRIBUTES,
    accounts: { owner: undefined, group: undefined },
    backup,
  });
  return planned.ok ? { changes: planned.changes } : planned;
}

function absent(given: Given, task: Task): Steps {
  const { entry, mounted, mounts, old, place } = task;
  const gone: readonly Change[] = mounted ? [unmountCommand(entry.path, mounts, old)] : [];
  const directory: readonly Change[] =
    place?.exists && place.type === 'directory'
      ? [
          {
            kind: 'run',
            title: `remove the directory ${entry.path}`,
            command: { argv: ['rmdir', '--', entry.path] },
            touches: [`path:${entry.path}`],
            accept: [0],
            predictable: true,
            leaves: [{ kind: 'file', look: fileLook(entry.path), value: { exists: false, path: entry.path } }],
            undo: { argv: ['mkdir', '--', entry.path] },
          },
        ]
      : [];
  return joined(written(given, task, removed(given, task)), { changes: [...gone, ...directory] });
}

function directories({ place, above }: Task): ReturnType<typeof makeDirectories> {
  const chain = place && !place.exists ? [...above, place] : [];
  return makeDirectories(chain, NO_ATTRIBUTES, { owner: undefined, group: undefined });
}

function mountFresh(task: Task): Steps {
  const made = directories(task);
  if (!made.ok) return made;
  const paths = made.changes.map((change) => change.path);
  return { changes: [...made.changes, mountCommand(task.entry, task.mounts, paths)] };
}

function mountedNow(task: Task): Steps {
  const { entry, old, mounted, text } = task;
  if (!mounted) return mountFresh(task);
  if (added(task) === text) return NOTHING;
  const same = old !== undefined && old.src === entry.src && old.fstype === entry.fstype;
  return { changes: [remountCommand(entry, { old, anew: !same })] };
}

function ephemeral(task: Task): Steps {
  const { entry, mounted } = task;
  if (!mounted) return mountFresh(task);
  if (mounted.source === entry.src) return { changes: [remountCommand(entry, { old: undefined, anew: false })] };
  return {
    problem: `${escapeField(entry.path)} is already mounted from ${mounted.source}, not from ${entry.src}: Ephemeral mount point is already mounted with a different source than the specified one. Unmount it first (state: unmounted), or use another path.`,
  };
}
