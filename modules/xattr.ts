// Sets, removes and shows extended attributes of files.

import {
  bool,
  type Command,
  choice,
  defineModule,
  dumpOf,
  type ExtendedAttributes,
  fileLook,
  type Params,
  type ParamsOf,
  type Plan,
  parseDump,
  path,
  runLook,
  text,
  valueBytes,
} from '../src/module/index.ts';

const params = {
  path: path('The file or directory.').alias('name'),
  state: choice(
    ['absent', 'all', 'keys', 'present', 'read'],
    'read shows one attribute, all and keys show all; with a value, read means present.',
  ).default('read'),
  key: text('The name of the attribute, with or without its namespace.').optional(),
  namespace: text('The namespace: user, trusted, security or system.').default('user'),
  value: text('The value; 0x begins hexadecimal, 0s base64.').optional(),
  follow: bool('A link means what it leads to; with false the link itself.').default(true),
} satisfies Params;
type XattrParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Set, remove and show extended attributes of files',
  description:
    'getfattr and setfattr must be on the host (the package attr). Values travel on standard input, and are in no list of processes.',
  collection: 'community.general',
  params,
  returns: { xattr: 'Names with values, as they were before a change.', msg: 'What was done.' },
  examples: [
    { name: 'Set an attribute', yaml: 'xattr:\n  path: /srv/data/report\n  key: origin\n  value: import' },
    { name: 'Show all', yaml: 'xattr:\n  path: /srv/data/report\n  state: all\nregister: attributes' },
  ],
  refuse: (given) => {
    const state = stateOf(given);
    if ((state === 'present' || state === 'absent') && (given.key ?? '') === '')
      return `${state} needs a key parameter`;
    return state === 'present' && given.value === undefined ? 'present needs a value parameter' : undefined;
  },
  look: (given) => ({
    file: fileLook(given.path, { follow: given.follow }),
    dump: runLook({ script: LOOK, args: [given.path, given.follow ? '' : '-h', `^${given.namespace}\\.`] }, [
      `path:${given.path}`,
    ]),
  }),
  plan: (given, { file, dump }) => {
    if (!file.exists) return { changes: [], failed: 'path not found or not accessible!' };
    if (dump.code === 127) return { changes: [], failed: 'the host has no getfattr and setfattr; install attr' };
    if (dump.code !== 0) return { changes: [], failed: dump.stderr.toString('utf8').trim() };
    return planAttribute(given, parseDump(dump.stdout.toString('utf8')));
  },
});

function stateOf({ state, value }: XattrParams): XattrParams['state'] {
  return state === 'read' && value !== undefined ? 'present' : state;
}

function planAttribute(given: XattrParams, all: ExtendedAttributes): Plan {
  const { key = '', namespace, value = '' } = given;
  const name = key.startsWith(`${namespace}.`) ? key : `${namespace}.${key}`;
  const before = all.get(name);
  const shown = Object.fromEntries([...all].map(([one, bytes]) => [one, bytes.toString('utf8')]));
  const one = before === undefined ? {} : { [name]: before.toString('utf8') };
  switch (stateOf(given)) {
    case 'all':
      return { changes: [], result: { xattr: shown, msg: 'dumping all' } };
    case 'keys':
      return {
        changes: [],
        result: { xattr: Object.fromEntries([...all.keys()].map((each) => [each, ''])), msg: 'returning all keys' },
      };
    case 'read':
      return { changes: [], result: { xattr: one, msg: `returning ${key === '' ? 'None' : name}` } };
    case 'present': {
      const wanted = valueBytes(value);
      const result = { xattr: one, msg: `${name} set to ${value}` };
      if (before?.equals(wanted)) return { changes: [], result };
      return changing(given, name, { before, after: wanted, result });
    }
    case 'absent': {
      const result = { xattr: one, msg: `${name} removed` };
      return before === undefined
        ? { changes: [], result }
        : changing(given, name, { before, after: undefined, result });
    }
  }
}

interface Difference {
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  readonly result: Exclude<Plan['result'], undefined>;
}

function changing(given: XattrParams, name: string, { before, after, result }: Difference): Plan {
  const line = (bytes: Buffer | undefined): string =>
    bytes === undefined ? '' : `${name}=${bytes.toString('utf8')}\n`;
  return {
    changes: [
      {
        kind: 'run',
        title: `${after === undefined ? 'remove' : 'set'} the attribute ${name} of ${given.path}`,
        command: setting(given, name, after),
        touches: [`path:${given.path}`],
        accept: [0],
        predictable: true,
        leaves: [],
        undo: setting(given, name, before),
        diff: { before: line(before), after: line(after), header: given.path },
      },
    ],
    result,
    failure: ({ stderr, code }) => ({ msg: stderr.toString('utf8').trim(), rc: code }),
  };
}

function setting({ path: place, follow }: XattrParams, name: string, bytes: Buffer | undefined): Command {
  const itself = follow ? [] : ['-h'];
  if (bytes === undefined) return { argv: ['setfattr', ...itself, '-x', name, '--', place] };
  return { argv: ['setfattr', ...itself, '--restore=-'], stdin: dumpOf(place, name, bytes) };
}

const LOOK = `command -v getfattr >/dev/null 2>&1 && command -v setfattr >/dev/null 2>&1 || exit 127
LC_ALL=C getfattr -d -e base64 --absolute-names $2 -m "$3" -- "$1"`;
