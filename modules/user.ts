// Manages accounts.

import {
  type Account,
  creation,
  defineModule,
  type FileSeen,
  fileLook,
  groupLook,
  groupsOf,
  homeCreation,
  keyCreation,
  keyFile,
  keyLook,
  keyPath,
  modification,
  type Performed,
  type Plan,
  type Result,
  type RunCommand,
  type RunSeen,
  removal,
  type Stage,
  stage,
  type UserParams,
  userLook,
  userParams,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage accounts',
  description:
    'Needs useradd, usermod, userdel and, for passwords, chpasswd and chage on the host (package shadow-utils or passwd).',
  params: userParams,
  returns: {
    uid: 'its number',
    group: 'number of its primary group',
    home: 'home directory',
    shell: 'login shell',
    groups: 'further groups, as asked for',
    ssh_public_key: 'public key, where one was asked for',
    ssh_key_file: 'its file',
    ssh_fingerprint: 'its fingerprint',
    name: 'the account',
    state: 'what was asked for',
    comment: 'full name',
    append: 'whether groups were added to those it had',
    create_home: 'whether a new account got its home directory',
    move_home: 'whether the home directory was to move along',
    system: 'whether a system account was asked for',
    password: 'stars, where one was given',
    password_expire_max: 'days until a password must be changed, as asked for',
    password_expire_min: 'days before it can be changed again, as asked for',
    remove: 'whether files were to be removed too',
    force: 'whether that was forced',
    stdout: 'what the program said, where it said something',
    stderr: 'its warnings',
  },
  examples: [
    { name: 'An administrator', yaml: 'user:\n  name: alice\n  groups: wheel\n  append: true\n  shell: /bin/bash' },
    { name: 'Remove an account with its files', yaml: 'user:\n  name: bob\n  state: absent\n  remove: true' },
  ],
  refuse: (params) => {
    if (!/^[^-:\s/][^:\s/]*$/.test(params.name)) return `'${params.name}' cannot be the name of an account`;
    if (params.umask !== undefined && params.local) return "'umask' can not be used with 'local'";
    if (params.append && params.groups === undefined)
      return "'append' is set, but no 'groups' are specified. Use 'groups' for appending new groups";
    if (params.password?.includes('\n') || params.password?.includes(':'))
      return "'password' has a character that no hash has; it must be a crypt hash, such as the filter password_hash('sha512') gives";
    return undefined;
  },
  look: (params) => ({
    user: userLook(params.name),
    ownGroup: groupLook(params.name),
    primary: params.group === undefined ? undefined : groupLook(params.group),
    groups: groupsOf(params).map((name) => groupLook(name)),
    home: fileLook(params.home ?? `/home/${params.name}`),
  }),
  plan: (params, { user, ownGroup, primary, groups, home }) => {
    if (params.state === 'absent') {
      const gone = { name: params.name, state: 'absent' };
      if (!user.exists) return { changes: [], result: gone };
      const result = { ...gone, force: params.force, remove: params.remove };
      const next = stage({
        looks: {},
        plan: (_seen, performed) => ({ changes: [], changed: true, result: said(performed) }),
      });
      return { changes: [removal(params, user)], result, next };
    }
    const missing = [...(primary ? [primary] : []), ...groups].find((one) => !one.exists);
    if (missing) return { changes: [], failed: `Group ${missing.name} does not exist` };
    const warnings = passwordWarnings(params);
    if (!user.exists) {
      const changes = creation({ params, user, ownGroup, primary, home });
      return { changes, warnings, result: shown(params, true), next: report(params, changes, { fresh: true }) };
    }
    const changes = modification({ params, user, ownGroup, primary, home }, user);
    return { changes, warnings, result: shown(params, false), next: homeStage(params, { user, home }, changes) };
  },
});

// Ansible's fields that follow from the parameters alone.
function shown(params: UserParams, fresh: boolean): Result {
  return {
    name: params.name,
    state: 'present',
    ...(fresh
      ? { system: params.system, create_home: params.create_home }
      : { append: params.append, move_home: params.move_home }),
    ...(params.groups !== undefined && groupsOf(params).length > 0 && { groups: groupsOf(params).join(',') }),
    ...(params.password !== undefined && { password: 'NOT_LOGGING_PASSWORD' }),
  };
}

interface SeenAccount {
  readonly user: Account;
  /** Of the path that was guessed to be its home. */
  readonly home: FileSeen;
}

// An account can exist without its home directory; where that is, only the first look could tell.
function homeStage(params: UserParams, { user, home: guessed }: SeenAccount, before: readonly RunCommand[]): Stage {
  const home = params.home ?? user.home;
  const isKnown = before.length === 0 && guessed.path === home;
  return stage({
    looks: { directory: params.create_home && !isKnown ? fileLook(home) : undefined },
    plan: (seen): Plan => {
      const directory = params.create_home && isKnown ? guessed : seen.directory;
      const make = directory?.exists === false && !params.system ? [homeCreation(params, user)] : [];
      return {
        changes: make,
        changed: before.length + make.length > 0,
        next: report(params, [...before, ...make], { fresh: false, known: user }),
      };
    },
  });
}

interface Before {
  /** The account was made just now. */
  readonly fresh: boolean;
  /** The account as it was. */
  readonly known?: Account;
}

// What the programs said although they did it: that a shell is missing, that there was no mail.
function said(performed: readonly Performed[]): Result {
  const all = (bytes: (one: Performed) => Buffer): string =>
    performed.map((one) => bytes(one).toString('utf8')).join('');
  const stdout = all((one) => one.stdout);
  const stderr = all((one) => one.stderr);
  return { ...(stdout !== '' && { stdout }), ...(stderr !== '' && { stderr }) };
}

// The last stage: the account as it is now, and its SSH key. Where nothing was changed, it is as it was.
function report(params: UserParams, before: readonly RunCommand[], { fresh, known }: Before): Stage {
  return stage({
    looks: { now: known && before.length === 0 ? undefined : userLook(params.name) },
    plan: ({ now }, performed): Plan => {
      const user = now ?? known;
      if (!user?.exists) return { changes: [], changed: before.length > 0, result: said(performed) };
      // An account that check mode only predicts has no numbers yet.
      const numbers = user.uid < 0 ? {} : { uid: user.uid, group: user.gid };
      const fields = { ...numbers, comment: user.comment, home: user.home, shell: user.shell, ...said(performed) };
      if (!params.generate_ssh_key) return { changes: [], changed: before.length > 0, result: fields };
      const path = keyPath(params, user.home);
      return {
        changes: [],
        changed: before.length > 0,
        result: fields,
        next: keyStage(params, user, path, before.length > 0 || fresh),
      };
    },
  });
}

function keyStage(params: UserParams, user: Account, path: string, changed: boolean): Stage {
  return stage({
    looks: { key: keyFile(path), described: keyLook(path) },
    plan: ({ key, described }): Plan => {
      if (key.exists && !params.force) return { changes: [], changed, result: keyFields(path, described) };
      return {
        changes: [keyCreation(params, user, path, key.exists)],
        changed: true,
        result: { ssh_key_file: path },
        next: stage({
          looks: { described: keyLook(path) },
          plan: (seen) => ({ changes: [], changed: true, result: keyFields(path, seen.described) }),
        }),
      };
    },
  });
}

function keyFields(path: string, described: RunSeen): Result {
  const [fingerprint = '', ...key] = described.stdout.toString('utf8').trimEnd().split('\n');
  if (fingerprint === '') return { ssh_key_file: path };
  return { ssh_key_file: path, ssh_fingerprint: fingerprint, ssh_public_key: key.join('\n') };
}

function passwordWarnings({ password }: UserParams): readonly string[] {
  if (password === undefined || /^([*!]|$)/.test(password) || isHash(password)) return [];
  return [
    "The input password appears not to have been hashed. The 'password' argument must be encrypted for this module to work properly.",
  ];
}

/** How long the hash itself is, of those whose length is known: MD5, SHA-256, SHA-512. */
const HASH_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['1', 22],
  ['5', 43],
  ['6', 86],
]);

// `$SCHEME$SALT$HASH`, with parameters of the scheme in between.
function isHash(password: string): boolean {
  const [, scheme = '', ...rest] = password.split('$');
  const hash = rest.at(-1) ?? '';
  const length = HASH_LENGTHS.get(scheme);
  return rest.length > 0 && /^[\w./]*$/.test(hash) && (length === undefined || hash.length === length);
}
