// Keeps names and passwords for web servers.

import {
  accountLooks,
  ancestors,
  attributeDetails,
  attributeParams,
  bool,
  bufferOf,
  bytesTextOf,
  changeMessage,
  choice,
  defineModule,
  encodePassword,
  fileLook,
  isPassword,
  makeDirectories,
  NO_ATTRIBUTES,
  type Params,
  type ParamsOf,
  passwordOf,
  passwordSchemes,
  path,
  planContent,
  schemeSalt,
  text,
  unreadable,
  withoutName,
  withPassword,
} from '../src/module/index.ts';

const params = {
  path: path('The file.').alias('dest', 'destfile'),
  name: text('The name.').alias('username'),
  password: text('The password.').secret().optional(),
  state: choice(['present', 'absent'], 'Whether the name is in the file.').default('present'),
  crypt_scheme: text(`How the password is kept: ${passwordSchemes.join(', ')}.`)
    .alias('hash_scheme')
    .default('apr_md5_crypt'),
  create: bool('Make the file where it is not there, with the directories above it.').default(true),
  ...attributeParams,
} satisfies Params;
type HtpasswdParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Keep names and passwords for web servers',
  description:
    'A password that is right already stays as it is kept, in whatever scheme. Passwords are hashed on the controller; the host sees hashes only, and needs no program.',
  collection: 'community.general',
  params,
  returns: { msg: 'What was done.' },
  examples: [
    {
      name: 'Let somebody in',
      yaml: "htpasswd:\n  path: /etc/nginx/passwords\n  name: alice\n  password: '{{ alices_password }}'\n  crypt_scheme: bcrypt\n  group: www-data\n  mode: '0640'",
    },
    { name: 'Let somebody in no more', yaml: 'htpasswd:\n  path: /etc/nginx/passwords\n  name: bob\n  state: absent' },
  ],
  refuse: ({ name, password, state, crypt_scheme: scheme }) => {
    if (name === '' || /[:\n\r]/.test(name)) return `'name' is '${name}', which may not be empty or hold a colon`;
    if (state === 'absent') return undefined;
    if (password === undefined) return "'password' is required with state=present";
    if (!passwordSchemes.includes(scheme))
      return `'crypt_scheme' is '${scheme}'; it must be one of: ${passwordSchemes.join(', ')}`;
    return scheme === 'plaintext' && /[:\n\r]/.test(password)
      ? 'a password with a colon cannot be kept as it is'
      : undefined;
  },
  prepare: async ({ crypt_scheme: scheme }) => schemeSalt(scheme),
  look: (given) => ({
    file: fileLook(given.path, { content: 'all', details: attributeDetails(given) }),
    parents: given.create && given.state === 'present' ? ancestors(given.path).map((above) => fileLook(above)) : [],
    ...accountLooks(given, given.path),
  }),
  plan: (given, { file, parents, owner, group, policy }, salt) => {
    if (file.exists && file.type === 'directory') return { changes: [], failed: `${given.path} is a directory` };
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    if (!file.exists && given.state === 'absent') {
      const warnings = [`${given.path} does not exist`];
      return { changes: [], result: { msg: `${given.name} not present` }, warnings };
    }
    if (!file.exists && !given.create) return { changes: [], failed: `Destination ${given.path} does not exist` };
    const above = makeDirectories(file.exists ? [] : parents, NO_ATTRIBUTES, { owner: undefined, group: undefined });
    if (!above.ok) return { changes: [], failed: above.problem };
    const old = bytesTextOf(file.exists ? file.content : undefined);
    const { edited, msg } = edit(given, old, file.exists, salt);
    const planned = planContent({
      seen: file,
      content: bufferOf(edited),
      params: given,
      accounts: { owner, group, policy },
      secret: true,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    return {
      changes: [...above.changes, ...planned.changes],
      result: { msg: planned.contentChanged ? msg : changeMessage(msg, planned.attributesChanged) },
    };
  },
});

function edit(
  given: HtpasswdParams,
  old: string,
  exists: boolean,
  salt: string,
): { readonly edited: string; readonly msg: string } {
  const { state, crypt_scheme: scheme, password = '' } = given;
  const name = bytesTextOf(Buffer.from(given.name));
  const written = passwordOf(old, name);
  if (state === 'absent') {
    if (written === undefined) return { edited: old, msg: `${given.name} not present` };
    return { edited: withoutName(old, name), msg: `Remove ${given.name}` };
  }
  if (written !== undefined && isPassword(password, Buffer.from(written, 'latin1').toString())) {
    return { edited: old, msg: `${given.name} already present` };
  }
  const fresh = bytesTextOf(Buffer.from(encodePassword(password, scheme, salt)));
  const msg = exists ? `Add/update ${given.name}` : `Created ${given.path} and added ${given.name}`;
  return { edited: withPassword(old, name, fresh), msg };
}
