// Puts SSH public keys into an account's authorized_keys, or takes them out.

import {
  bool,
  type Change,
  choice,
  defineModule,
  editKeys,
  type FileSeen,
  fileFields,
  fileLook,
  freshFile,
  type ParamsOf,
  type Plan,
  parseKeyLine,
  path,
  type Result,
  type Seen,
  stage,
  text,
  type UserLook,
  userLook,
} from '../src/module/index.ts';

const params = {
  user: text('The account.'),
  key: text('Public keys, one a line; or a URL that gives them.'),
  path: path('The file (default: .ssh/authorized_keys in the home directory).').optional(),
  state: choice(['absent', 'present'], 'Whether the keys shall be there.').default('present'),
  key_options: text('Options for the keys, such as no-pty,from="192.0.2.1".').optional(),
  comment: text('Comment for the keys.').optional(),
  exclusive: bool('Take out every other key.').default(false),
  manage_dir: bool('Make the directory of the file, and set its owner and mode.').default(true),
  follow: bool('Write through a symbolic link instead of replacing it.').default(false),
  validate_certs: bool('Check the certificate of a URL.').default(true),
};
type Params = ParamsOf<typeof params>;
type Account = Extract<Seen<{ readonly user: UserLook }>['user'], { readonly exists: true }>;

export default defineModule({
  summary: 'Put SSH public keys into an authorized_keys file, or take them out',
  description: 'The file and its directory get the owner and the modes that sshd insists on: 0700 and 0600.',
  collection: 'ansible.posix',
  params,
  returns: {
    keyfile: 'the file',
    key: 'the keys as given',
    exclusive: 'whether others were taken out',
    key_options: 'options of the keys, as given',
    manage_dir: 'whether the directory was managed too',
    path: 'the file that was asked for',
    state: 'what was asked for; with `path` what is there',
    user: 'the account',
    validate_certs: 'whether certificates were checked',
  },
  examples: [
    {
      name: 'Let the admin in',
      yaml: "authorized_key:\n  user: alice\n  key: \"{{ lookup('file', '~/.ssh/id_ed25519.pub') }}\"",
    },
  ],
  prepare: async ({ key, validate_certs: validate }, files) =>
    /^https?:\/\//.test(key) ? files.fetch(key, { validate }) : key,
  look: ({ user }) => ({ user: userLook(user) }),
  plan: (given, { user }, keys) => {
    const lines = keys
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    const wrong = lines.find((line) => parseKeyLine(line).kind === 'other');
    if (wrong !== undefined) return { changes: [], failed: `invalid key specified: ${wrong}`, certain: true };
    if (!user.exists) {
      return { changes: [], failed: `Failed to lookup user ${given.user}: there is no such account; create it first` };
    }
    const file = given.path ?? `${user.home}/.ssh/authorized_keys`;
    return {
      changes: [],
      next: stage({
        looks: {
          directory: fileLook(parentOf(file), { follow: false }),
          file: fileLook(file, { content: 'all', follow: given.follow }),
        },
        plan: (seen) => planFile(given, user, { ...seen, path: file, lines }),
      }),
    };
  },
});

interface Found {
  readonly directory: FileSeen;
  readonly file: FileSeen;
  readonly path: string;
  readonly lines: readonly string[];
}

function parentOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/')) || '/';
}

function planFile(given: Params, user: Account, { directory, file, path: place, lines }: Found): Plan {
  if (directory.exists && directory.type === 'link' && given.manage_dir) {
    return {
      changes: [],
      failed: `${directory.path} is a symbolic link, which could lead anywhere; it is not followed. Replace it by a directory, or set 'path' and manage_dir=false`,
    };
  }
  if (file.exists && file.type === 'link') {
    return { changes: [], failed: `${file.path} is a symbolic link; set follow=true where it is meant to be one` };
  }
  const keys = lines.map(parseKeyLine).filter((line) => line.kind === 'key');
  const old = file.exists ? (file.content?.toString('utf8') ?? '') : '';
  const next = editKeys(old, {
    state: given.state,
    keys,
    options: given.key_options,
    comment: given.comment,
    exclusive: given.exclusive,
  });
  const write = next !== old;
  if (!write && !file.exists) return { changes: [], result: shown(given, place) };
  const changes = [
    ...directoryChanges(given, user, directory, write || file.exists),
    ...fileChanges(user, file, place, write ? Buffer.from(next) : undefined),
  ];
  const after = file.exists ? file : freshFile(place, 'file');
  const fields = fileFields({
    ...after,
    uid: user.uid,
    gid: user.gid,
    owner: user.name,
    group: user.primaryGroup,
    mode: 0o600,
    size: Buffer.byteLength(next),
  });
  return { changes, result: { ...shown(given, place), ...(given.path !== undefined && fields) } };
}

function shown(given: Params, keyfile: string): Result {
  const { user, key, path: asked, state, key_options, comment, exclusive, manage_dir, follow, validate_certs } = given;
  const options = { key_options: key_options ?? null, comment: comment ?? null, path: asked ?? null };
  return { user, key, state, keyfile, exclusive, manage_dir, follow, validate_certs, ...options };
}

function directoryChanges(given: Params, user: Account, directory: FileSeen, needed: boolean): readonly Change[] {
  if (!given.manage_dir || !needed) return [];
  const attributes = { mode: 0o700, owner: user.name, group: groupOf(user) };
  if (!directory.exists) return [{ kind: 'directory', path: directory.path, attributes, before: directory }];
  const wrong = directory.mode !== 0o700 || !isOwned(directory, user);
  return wrong ? [{ kind: 'attributes', path: directory.path, follow: false, attributes, before: directory }] : [];
}

function fileChanges(user: Account, file: FileSeen, place: string, content: Buffer | undefined): readonly Change[] {
  const attributes = { mode: 0o600, owner: user.name, group: groupOf(user) };
  const target = file.exists ? file.resolved : place;
  if (content)
    return [
      { kind: 'write', path: target, content, attributes, before: file.exists ? { ...file, path: target } : file },
    ];
  if (!file.exists || (file.mode === 0o600 && isOwned(file, user))) return [];
  return [{ kind: 'attributes', path: target, follow: false, attributes, before: file }];
}

function groupOf(user: Account): string {
  return user.primaryGroup === '' ? String(user.gid) : user.primaryGroup;
}

// The numbers of an account that is only predicted are not known; its name is.
function isOwned(file: Extract<FileSeen, { readonly exists: true }>, user: Account): boolean {
  return user.uid < 0 || file.uid < 0 ? file.owner === user.name : file.uid === user.uid && file.gid === user.gid;
}
