// Ensures that a host's key is in, or not in, a known_hosts file.

import {
  afterwards,
  bool,
  bufferOf,
  bytesTextOf,
  choice,
  defineModule,
  editKnownHosts,
  fileFields,
  fileLook,
  leftAt,
  NO_ATTRIBUTES,
  parentOf,
  path,
  planContent,
  randomSalt,
  refuseKnownHost,
  text,
  unreadable,
} from '../src/module/index.ts';

export default defineModule({
  summary: "Ensure that a host's key is in, or not in, a known_hosts file",
  description:
    'A host has one key of each type: another one gives way. Neither ssh-keygen nor any other program is needed on the host.',
  params: {
    name: text('The host; with another port than 22 as [host]:port.').alias('host'),
    key: text('The line, or lines, of the key, as ssh-keyscan prints them.').optional(),
    path: path('The file.').default('~/.ssh/known_hosts'),
    state: choice(['absent', 'present'], 'absent without a key removes all keys of the host.').default('present'),
    hash_host: bool('Hash the name, so that the file does not tell it.').default(false),
  },
  returns: {
    name: 'The host.',
    key: 'The key as it was given.',
    path: 'The file.',
    hash_host: 'Whether the name is hashed.',
    state: '`file`, or `absent` where there is no file.',
  },
  examples: [
    {
      name: 'Know a host by the key that you were told',
      yaml: 'known_hosts:\n  name: git.example.org\n  key: git.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA8mN6Tn2eBeVqCnO+Kc7RMV5lZ/nW0v2jDdOmpqkSXq\n  path: /etc/ssh/ssh_known_hosts',
    },
    { name: 'Forget a host', yaml: 'known_hosts:\n  name: old.example.org\n  state: absent' },
  ],
  refuse: ({ name, key, state }) => refuseKnownHost({ name: name.toLowerCase(), key, state }),
  prepare: async () => randomSalt(),
  look: (given) => ({ file: fileLook(given.path, { content: 'all' }), parent: fileLook(parentOf(given.path)) }),
  plan: (given, { file, parent }, salt) => {
    if (file.exists && file.type === 'directory') return { changes: [], failed: `${given.path} is a directory` };
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const { name, key, hash_host: hash, state } = given;
    const result = { name, key: key ?? null, path: given.path, hash_host: hash };
    const old = bytesTextOf(file.exists ? file.content : undefined);
    const wish = { name: name.toLowerCase(), key: key && bytesTextOf(Buffer.from(key)), hash, state, salt };
    const edited = editKnownHosts(old, wish);
    if (!file.exists && edited === '') return { changes: [], result: { ...result, state: 'absent' } };
    if (!file.exists && !parent.exists) {
      return { changes: [], failed: `Failed to write to file ${given.path}: there is no directory ${parent.path}` };
    }
    const planned = planContent({
      seen: file,
      content: bufferOf(edited),
      params: NO_ATTRIBUTES,
      accounts: { owner: undefined, group: undefined },
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    return {
      changes: planned.changes,
      next: afterwards((performed) => ({ ...result, ...fileFields(leftAt(performed, planned.after)) })),
    };
  },
});
