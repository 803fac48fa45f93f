// The parameters of the user module.

import { bool, choice, float, integer, list, type ParamsOf, path, text } from '../params.ts';

export const userParams = {
  name: text('The account.').alias('user'),
  state: choice(['absent', 'present'], 'Whether it shall exist.').default('present'),
  uid: integer('Its number.').optional(),
  non_unique: bool('Allow a uid that another account has.').default(false),
  comment: text('Full name (GECOS).').optional(),
  group: text('Primary group: a name or a number. It must exist.').optional(),
  groups: list(
    text('A group.'),
    'Further groups. Without append the account leaves all others; an empty text leaves them all.',
  ).optional(),
  append: bool('Keep the groups that are not named.').default(false),
  shell: path('Login shell.').optional(),
  home: path('Home directory.').optional(),
  create_home: bool('Make the home directory where it is missing.').default(true).alias('createhome'),
  move_home: bool('Move the old home directory to the new place.').default(false),
  skeleton: path('Directory whose files a new home gets (default /etc/skel).').optional(),
  umask: text('umask for a new home directory.').optional(),
  system: bool('Make it a system account.').default(false),
  password: text('Password as a crypt hash, `!` or `*`. Travels on standard input only.').secret().optional(),
  update_password: choice(['always', 'on_create'], 'When password counts.').default('always'),
  password_lock: bool('Lock or unlock the password.').optional(),
  password_expire_min: integer('Days between two changes of the password.').optional(),
  password_expire_max: integer('Days for which a password is valid.').optional(),
  expires: float('When the account expires (seconds since the epoch); negative: never.').optional(),
  force: bool('With absent: remove it although it is in use. With generate_ssh_key: replace the key.').default(false),
  remove: bool('With absent: remove home directory and mail too.').default(false),
  local: bool('Change the local files where accounts come from a directory service.').default(false),
  seuser: text('SELinux user.').optional(),
  generate_ssh_key: bool('Make an SSH key for the account where it has none.').default(false),
  ssh_key_bits: integer('Bits of the key.').optional(),
  ssh_key_comment: text('Comment of the key (default: ansible-generated on HOST).').optional(),
  ssh_key_file: path('The key file; relative to the home directory (default .ssh/id_TYPE).').optional(),
  ssh_key_passphrase: text('Passphrase of the key.').secret().optional(),
  ssh_key_type: text('Type of the key.').default('rsa'),
  authorization: text('Of other systems; does nothing here.').optional(),
  hidden: bool('Of other systems; does nothing here.').optional(),
  login_class: text('Of other systems; does nothing here.').optional(),
  profile: text('Of other systems; does nothing here.').optional(),
  role: text('Of other systems; does nothing here.').optional(),
};

export type UserParams = ParamsOf<typeof userParams>;

/** The groups asked for, without empty names. */
export function groupsOf(params: UserParams): readonly string[] {
  return (params.groups ?? []).filter((name) => name !== '');
}
