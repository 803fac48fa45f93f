// Sets, removes and shows entries of access control lists of files.

import {
  afterwards,
  bool,
  choice,
  defineModule,
  type Entry,
  entryOf,
  type FileSeen,
  fileLook,
  type Params,
  type ParamsOf,
  type Performed,
  type Plan,
  path,
  type RunSeen,
  refuseEntry,
  runLook,
  text,
} from '../src/module/index.ts';

const params = {
  path: path('The file or directory.').alias('name'),
  state: choice(['absent', 'present', 'query'], 'query only shows the list.').default('query'),
  etype: choice(['group', 'mask', 'other', 'user'], 'Of what kind the entry is.').optional(),
  entity: text('The user or group that the entry is for: a name or a number.').default(''),
  permissions: text('Any of r, w, x and X (execute, where that makes sense).').optional(),
  entry: text('The older way to write an entry: user:alice:rw.').optional(),
  default: bool('What new files in the directory get.').default(false),
  recursive: bool('Everything below the directory, too.').alias('recurse').default(false),
  follow: bool('A link means what it leads to; with false links are left alone.').default(true),
  recalculate_mask: choice(['default', 'mask', 'no_mask'], 'Whether the mask is made to hold all entries.').default(
    'default',
  ),
  use_nfsv4_acls: bool('Only false can be had.').default(false),
} satisfies Params;
type AclParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Set, remove and show entries of access control lists of files',
  description: 'getfacl and setfacl must be on the host (the package acl). setfacl tells beforehand what would change.',
  collection: 'ansible.posix',
  params,
  returns: { acl: 'The list, one entry each, after the change.', msg: 'What was asked for.' },
  examples: [
    {
      name: 'Let a user read a file',
      yaml: 'acl:\n  path: /etc/app/key.pem\n  etype: user\n  entity: www-data\n  permissions: r\n  state: present',
    },
    {
      name: 'Let a group write to what is, and what will be, in a directory',
      yaml: 'acl:\n  path: /srv/shared\n  etype: group\n  entity: staff\n  permissions: rwX\n  default: true\n  recursive: true\n  state: present',
    },
    { name: 'Show the list', yaml: 'acl:\n  path: /srv/shared\nregister: list' },
  ],
  refuse: (given) =>
    given.use_nfsv4_acls
      ? "'use_nfsv4_acls' is not supported: run nfs4_setfacl by the command module"
      : refuseEntry(given),
  look: (given) => ({
    file: fileLook(given.path),
    list: runLook({ script: LOOK, args: [given.path, shape(given, entryOf(given)), ...changeWords(given)] }, [
      `path:${given.path}`,
    ]),
  }),
  plan: (given, { file, list }) => {
    const problem = problemOf(given, file, list);
    if (problem !== undefined) return { changes: [], failed: problem };
    const [shown = '', dump = '', test = ''] = list.stdout.toString('utf8').split('\0');
    if (given.state === 'query') return { changes: [], result: { acl: linesOf(shown), msg: 'current acl' } };
    return planChange(given, { shown, dump, test });
  },
});

function planChange(
  given: AclParams,
  { shown, dump, test }: Readonly<Record<'shown' | 'dump' | 'test', string>>,
): Plan {
  const entry = entryOf(given);
  const msg = `${entry.text} is ${given.state}`;
  // setfacl shows a list that stays as it is by a star: `FILE: *,*`.
  if (!test.split('\n').some((line) => line !== '' && !line.endsWith('*,*')))
    return { changes: [], result: { acl: linesOf(shown), msg } };
  const verb = given.state === 'present' ? 'set' : 'remove';
  return {
    changes: [
      {
        kind: 'run',
        title: `${verb} the ${entry.isDefault ? 'default ' : ''}ACL entry ${entry.text} of ${given.path}`,
        command: { script: CHANGE, args: [given.path, shape(given, entry), ...changeWords(given)] },
        touches: [`path:${given.path}`],
        accept: [0],
        predictable: true,
        leaves: [],
        undo: { argv: ['setfacl', '--restore=-'], stdin: Buffer.from(dump) },
        diff: { before: shown, after: test, header: given.path },
      },
    ],
    failure: ({ stderr, code }: Performed) => ({ msg: stderr.toString('utf8').trim(), rc: code }),
    next: afterwards(([done]) => ({ acl: linesOf(done?.stdout.toString('utf8') ?? shown), msg })),
  };
}

function problemOf(given: AclParams, file: FileSeen, list: RunSeen): string | undefined {
  if (!file.exists) return 'Path not found or not accessible.';
  if (list.code === 127) return 'the host has no getfacl and setfacl; install acl';
  if (list.code !== 0) return list.stderr.toString('utf8').trim();
  if (entryOf(given).isDefault && file.type !== 'directory' && given.state !== 'query')
    return `setfacl: ${given.path}: Only directories can have default ACLs`;
  return undefined;
}

// Which list is meant, and how deep: words of getfacl.
function shape({ recursive, follow }: AclParams, { isDefault }: Entry): string {
  return [...(recursive ? ['-R'] : []), ...(follow ? [] : ['-P']), ...(isDefault ? ['-d'] : [])].join(' ');
}

// Words of setfacl, without the path; none where nothing is to be changed.
function changeWords(given: AclParams): readonly string[] {
  const { state, recursive, follow, recalculate_mask: mask } = given;
  if (state === 'query') return [];
  const { text: entry, isDefault } = entryOf(given);
  return [
    ...(isDefault ? ['-d'] : []),
    ...(recursive ? ['-R'] : []),
    ...(follow ? [] : ['-P']),
    ...(mask === 'mask' ? ['--mask'] : mask === 'no_mask' ? ['--no-mask'] : []),
    ...[state === 'present' ? '-m' : '-x', entry],
  ];
}

// Without the empty line at the end; between files there is one.
function linesOf(shown: string): readonly string[] {
  const lines = shown.split('\n').map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

const SHOW = `LC_ALL=C; export LC_ALL
path=$1 shape=$2; shift 2
# shellcheck disable=SC2086
show() { getfacl -c -p $shape "$@" -- "$path"; }
`;
// The list; all of it, for the way back; and what would come of the change.
const LOOK = `command -v getfacl >/dev/null 2>&1 && command -v setfacl >/dev/null 2>&1 || exit 127
${SHOW}
show || exit
[ $# -gt 0 ] || exit 0
printf '\\0'
case $shape in *-R*) deep=-R;; *) deep=;; esac
getfacl -p -n $deep -- "$path" || exit
printf '\\0'
setfacl --test "$@" -- "$path"`;
const CHANGE = `${SHOW}
setfacl "$@" -- "$path" || exit
show`;
