import authorizedKey from '../../../modules/authorized_key.ts';
import getent from '../../../modules/getent.ts';
import group from '../../../modules/group.ts';
import user from '../../../modules/user.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';

const STATE =
  'getent passwd; getent group; cut -d: -f1,2,4-8 /etc/shadow; find /home -mindepth 1 -printf "%p %U %G %m\\n" | sort';

const users: readonly LawCase[] = [
  {
    name: 'makes an account with groups, shell and home',
    args: { name: 'alice', groups: ['games', 'adm'], shell: '/bin/sh', comment: 'Alice A', uid: 5001 },
    result: {
      uid: 5001,
      group: 5001,
      groups: 'games,adm',
      home: '/home/alice',
      create_home: true,
      state: 'present',
      comment: 'Alice A',
    },
  },
  {
    name: 'leaves an account that is as wanted',
    args: { name: 'alice', groups: ['adm', 'games'], shell: '/bin/sh' },
    changed: false,
    result: { append: false, move_home: false, home: '/home/alice' },
    given: 'useradd -m -s /bin/sh -G adm,games alice',
  },
  {
    name: 'leaves groups that are not named',
    given: 'useradd -m -G adm,games alice',
    args: { name: 'alice', groups: 'adm' },
    result: { groups: 'adm' },
  },
  {
    name: 'keeps them with append',
    given: 'useradd -m -G adm alice',
    args: { name: 'alice', groups: ['games'], append: true },
  },
  {
    name: 'changes uid, shell and comment',
    given: 'useradd -m alice',
    args: { name: 'alice', uid: 5555, shell: '/bin/sh', comment: 'x' },
    result: { uid: 5555, shell: '/bin/sh' },
  },
  {
    name: 'sets a password hash on standard input',
    given: 'useradd -m alice',
    args: { name: 'alice', password: '$6$salt$abcdefgh' },
    result: { password: 'NOT_LOGGING_PASSWORD' },
  },
  {
    name: 'does not set it again with on_create',
    given: "useradd -m alice; echo 'alice:$6$a$b' | chpasswd -e",
    args: { name: 'alice', password: '$6$c$d', update_password: 'on_create' },
    changed: false,
  },
  {
    name: 'locks a password',
    given: "useradd -m alice; echo 'alice:$6$a$b' | chpasswd -e",
    args: { name: 'alice', password_lock: true },
  },
  {
    name: 'sets how long a password is valid',
    given: 'useradd -m alice',
    args: { name: 'alice', password_expire_max: 90, password_expire_min: 1 },
  },
  { name: 'sets when an account expires', given: 'useradd -m alice', args: { name: 'alice', expires: 1893456000 } },
  {
    name: 'makes a missing home directory',
    given: 'useradd -M alice',
    args: { name: 'alice' },
    result: { home: '/home/alice' },
  },
  {
    name: 'makes an SSH key',
    given: 'useradd -m alice',
    args: { name: 'alice', generate_ssh_key: true, ssh_key_type: 'ed25519' },
    result: { ssh_key_file: '/home/alice/.ssh/id_ed25519' },
    cannotUndo: true,
  },
  {
    name: 'removes an account',
    given: 'useradd -m alice',
    args: { name: 'alice', state: 'absent', remove: true },
    result: { name: 'alice', state: 'absent', force: false, remove: true },
    cannotUndo: true,
  },
  { name: 'leaves an absent account', args: { name: 'nobodyhere', state: 'absent' }, changed: false },
  {
    name: 'wants groups that exist',
    args: { name: 'alice', groups: ['nosuch'] },
    fails: 'Group nosuch does not exist',
  },
];

const groups: readonly LawCase[] = [
  {
    name: 'makes a group',
    args: { name: 'deploy', gid: 6001 },
    result: { gid: 6001, name: 'deploy', state: 'present', system: false },
  },
  {
    name: 'changes its number',
    given: 'groupadd -g 6001 deploy',
    args: { name: 'deploy', gid: 6002 },
    result: { gid: 6002 },
  },
  {
    name: 'leaves one that is as wanted',
    given: 'groupadd -g 6001 deploy',
    args: { name: 'deploy' },
    changed: false,
    result: { gid: 6001 },
  },
  {
    name: 'removes a group',
    given: 'groupadd -g 6001 deploy',
    args: { name: 'deploy', state: 'absent' },
    result: { state: 'absent' },
  },
];

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKv9Q9Y1hQ9wW0XkM2uYyQ7yq8eG5U0Y2mQm6Y9b3x1F';
const OTHER = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKv9Q9Y1hQ9wW0XkM2uYyQ7yq8eG5U0Y2mQm6Y9b3x2F';
const write = (...lines: readonly string[]): string =>
  `useradd -m alice; install -d -m 700 -o alice -g alice /home/alice/.ssh; printf '${lines.join('\\n')}\\n' >/home/alice/.ssh/authorized_keys; chmod 600 /home/alice/.ssh/authorized_keys; chown alice:alice /home/alice/.ssh/authorized_keys`;

const keys: readonly LawCase[] = [
  {
    name: 'makes directory and file with the modes that sshd wants',
    given: 'useradd -m alice',
    args: { user: 'alice', key: `${KEY} a@b` },
    result: { keyfile: '/home/alice/.ssh/authorized_keys', path: null, state: 'present' },
  },
  {
    name: 'tells what there is of a file that was named',
    given: 'useradd -m alice',
    args: { user: 'alice', key: `${KEY} a@b`, path: '/home/alice/keys', manage_dir: false },
    result: { keyfile: '/home/alice/keys', path: '/home/alice/keys', mode: '0600', owner: 'alice', state: 'file' },
  },
  {
    name: 'leaves a key that is there',
    given: write(`${KEY} a@b`),
    args: { user: 'alice', key: `${KEY} a@b` },
    changed: false,
  },
  { name: 'keeps what else is in the file', given: write('# mine', `${OTHER} x`), args: { user: 'alice', key: KEY } },
  {
    name: 'changes options',
    given: write(`${KEY} a@b`),
    args: { user: 'alice', key: `${KEY} a@b`, key_options: 'no-pty,command="echo hi there"' },
  },
  {
    name: 'takes out every other key',
    given: write(`${OTHER} x`, `${KEY} a@b`),
    args: { user: 'alice', key: `${KEY} a@b`, exclusive: true },
  },
  {
    name: 'takes a key out',
    given: write(`${OTHER} x`, `${KEY} a@b`),
    args: { user: 'alice', key: KEY, state: 'absent' },
  },
  {
    name: 'mends the modes',
    given: `${write(`${KEY} a@b`)}; chmod 777 /home/alice/.ssh; chmod 666 /home/alice/.ssh/authorized_keys`,
    args: { user: 'alice', key: `${KEY} a@b` },
  },
  {
    name: 'follows no link that a user has planted',
    given: 'useradd -m alice; ln -s /etc /home/alice/.ssh',
    args: { user: 'alice', key: KEY },
    fails: '/home/alice/.ssh is a symbolic link',
  },
  {
    name: 'refuses what is no key',
    given: 'useradd -m alice',
    args: { user: 'alice', key: 'junk key' },
    fails: 'invalid key specified: junk key',
  },
  { name: 'wants the account', args: { user: 'nobodyhere', key: KEY }, fails: 'Failed to lookup user nobodyhere' },
];

const lookups: readonly LawCase[] = [
  {
    name: 'reads an entry',
    args: { database: 'passwd', key: 'root' },
    changed: false,
    result: { ansible_facts: { getent_passwd: { root: ['x', '0', '0', 'root', '/root', '/bin/bash'] } } },
  },
  {
    name: 'fails for a missing entry',
    args: { database: 'passwd', key: 'nosuch' },
    fails: 'One or more supplied key could not be found in the database.',
  },
  {
    name: 'gives none where that is no failure',
    args: { database: 'passwd', key: 'nosuch', fail_key: false },
    changed: false,
    result: { ansible_facts: { getent_passwd: { nosuch: null } } },
  },
];

describe('accounts on a lab host', () => {
  const lab = onLabHost('debian');
  beforeEach(async () => {
    await lab.host().exec('userdel -rf alice; groupdel alice; groupdel deploy; rm -rf /home/alice');
  });
  const options = { exchange: lab.exchange, shell: lab.shell, state: STATE };
  describe('user', () => obeysTheLaws(user, users, options));
  describe('group', () => obeysTheLaws(group, groups, options));
  describe('authorized_key', () =>
    obeysTheLaws(authorizedKey, keys, { ...options, state: `${STATE}; cat /home/alice/.ssh/authorized_keys || :` }));
  describe('getent', () => obeysTheLaws(getent, lookups, options));
});
