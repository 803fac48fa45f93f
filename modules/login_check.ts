// Proves by a fresh connection whether somebody can log in, and become root.

import {
  type ActionOutcome,
  bool,
  choice,
  defineAction,
  integer,
  type LoginResult,
  type ParamsOf,
  path,
  text,
} from '../src/module/index.ts';

const params = {
  user: text('Who logs in.'),
  by: choice(['key', 'password'], 'By which door.').default('key'),
  key: text('Private key file on the controller (by default the keys that the connection itself would use).')
    .alias('key_file')
    .optional(),
  password: text('The password. Without one it is only asked whether the server takes passwords from this user at all.')
    .secret()
    .optional(),
  expect: choice(['accepted', 'refused'], 'What shall happen.').default('accepted'),
  sudo: bool('Whether sudo to root must work too.').default(false),
  sudo_password: text('What sudo asks for (by default the become password of the host or of the run).')
    .secret()
    .optional(),
  port: integer('Another port than that of the inventory.').optional(),
  address: path('Another address than that of the inventory.').optional(),
  timeout: integer('Seconds.').default(15),
};
type Params = ParamsOf<typeof params>;

export default defineAction({
  summary: 'Prove by a fresh connection whether a user can log in, and use sudo',
  description:
    'Runs on the controller and opens a connection of its own, so that it shows what the next login will see. The host key is checked as ever. `refused` means that the server itself said no: a server that does not answer proves nothing and fails the task.',
  collection: 'tsplay',
  params,
  needsHost: false,
  returns: {
    outcome: 'accepted, refused or unreachable',
    method: 'how it was accepted',
    offered: 'what the server offers instead',
    sudo: 'ok, refused or not-asked',
  },
  examples: [
    {
      name: 'The admin gets in and becomes root',
      yaml: 'login_check:\n  user: alice\n  key: ~/.ssh/id_ed25519\n  sudo: true',
    },
    { name: 'Nobody gets in as root', yaml: 'login_check:\n  user: root\n  by: password\n  expect: refused' },
  ],
  refuse: ({ by, key, password, expect, sudo }) => {
    if (by === 'key' && password !== undefined) return "'password' goes with by=password";
    if (by === 'password' && key !== undefined) return "'key' goes with by=key";
    if (by === 'password' && password === undefined && expect === 'accepted')
      return "'password' is required to log in by password";
    return sudo && expect === 'refused' ? "'sudo' makes no sense where the login shall be refused" : undefined;
  },
  run: async (given, context) => {
    const attempt = {
      user: given.user,
      by: given.by,
      timeout: given.timeout,
      sudo: given.sudo,
      ...(given.key !== undefined && { keyFile: given.key }),
      ...(given.password !== undefined && { password: given.password }),
      ...(given.sudo_password !== undefined && { sudoPassword: given.sudo_password }),
      ...(given.port !== undefined && { port: given.port }),
      ...(given.address !== undefined && { address: given.address }),
    };
    return judge(given, await context.remote.login(attempt));
  },
});

function judge(given: Params, login: LoginResult): ActionOutcome {
  const who = `${given.user} by ${given.by}`;
  const { outcome, detail } = login;
  if (login.outcome === 'unreachable') {
    return {
      changed: false,
      failed: `whether ${who} can log in could not be found out: ${detail}`,
      result: { outcome, detail },
    };
  }
  if (login.outcome === 'accepted') {
    const result = { outcome, detail, method: login.method, sudo: login.sudo };
    if (given.expect === 'refused')
      return {
        changed: false,
        failed: `${who} must be refused, but the server let the login in (${login.method})`,
        result,
      };
    if (given.sudo && login.sudo !== 'ok')
      return { changed: false, failed: `${who} can log in, but sudo does not work: ${detail}`, result };
    return { changed: false, result: { ...result, msg: `${who} is accepted${given.sudo ? ', and sudo works' : ''}` } };
  }
  const result = { outcome, detail, offered: login.offered };
  if (given.expect === 'accepted') return { changed: false, failed: `${who} cannot log in: ${detail}`, result };
  // Without the password a refusal proves nothing while the server still asks for one.
  const asks = login.offered.filter((method) => method === 'password' || method === 'keyboard-interactive');
  if (given.by === 'password' && given.password === undefined && asks.length > 0) {
    return {
      changed: false,
      failed: `the server still takes passwords from ${given.user} (${asks.join(', ')})`,
      result,
    };
  }
  return { changed: false, result: { ...result, msg: `${who} is refused` } };
}
