// Makes locales, or does away with them, by the list of locale-gen.

import {
  bufferOf,
  bytesTextOf,
  type Change,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  NO_ATTRIBUTES,
  type Plan,
  planContent,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
} from '../src/module/index.ts';

const LIST = '/etc/locale.gen';
const SUPPORTED = '/usr/share/i18n/SUPPORTED';
const UBUNTU_DIRECTORY = '/var/lib/locales/supported.d';
const UBUNTU_LIST = `${UBUNTU_DIRECTORY}/local`;

export default defineModule({
  summary: 'Make locales, or do away with them',
  description: `Works by ${LIST} as on Debian, or by ${UBUNTU_DIRECTORY} where a host has that.`,
  collection: 'community.general',
  params: {
    name: text('The locale with its encoding, such as de_CH.UTF-8.'),
    state: choice(['absent', 'present'], 'Whether the host shall have it.').default('present'),
  },
  returns: { name: 'the locale', msg: 'OK' },
  examples: [
    { name: 'Speak Swiss German', yaml: 'locale_gen:\n  name: de_CH.UTF-8' },
    { name: 'Not any more', yaml: 'locale_gen:\n  name: de_CH.UTF-8\n  state: absent' },
  ],
  look: () => ({
    made: localesLook,
    list: fileLook(LIST, { content: 'all' }),
    supported: fileLook(SUPPORTED, { content: 'all' }),
    ubuntu: fileLook(UBUNTU_DIRECTORY),
    ubuntuList: fileLook(UBUNTU_LIST, { content: 'all' }),
  }),
  plan: ({ name, state }, { made, list, supported, ubuntu, ubuntuList }): Plan => {
    if (!ubuntu.exists && !list.exists)
      return { changes: [], failed: `the host has neither ${LIST} nor ${UBUNTU_DIRECTORY}; install locales` };
    if (made.code === MISSING) return { changes: [], failed: 'the host has no locale-gen; install locales' };
    const charset = charsetOf(textOf(ubuntu.exists ? supported : list), name);
    if (charset === undefined)
      return {
        changes: [],
        failed: `the locale '${name}' is not available on this host: ${ubuntu.exists ? SUPPORTED : LIST} has none of that name`,
      };
    const result = { name, msg: 'OK' };
    const present = made.stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    if (present.some((one) => canonical(one) === canonical(name)) === (state === 'present'))
      return { changes: [], result };
    const wish = { name, charset, state, present };
    return ubuntu.exists ? ubuntuPlan(wish, ubuntuList) : debianPlan(wish, list);
  },
});

interface Wish {
  readonly name: string;
  readonly charset: string;
  readonly state: 'present' | 'absent';
  /** As `locale -a` has them. */
  readonly present: readonly string[];
}

const MISSING = 127;

const localesLook = runLook(
  { script: `command -v locale-gen >/dev/null 2>&1 || exit ${MISSING}; LC_ALL=C locale -a`, args: [] },
  ['command:locale-gen', 'packages'],
);

const textOf = (file: FileSeen): string => bytesTextOf(file.exists ? file.content : undefined);

// A line of the lists is a locale and its encoding; where it is a comment the locale is one that could be made.
function charsetOf(list: string, name: string): string | undefined {
  for (const line of list.split('\n')) {
    const [, locale, charset] = /^\s*#?\s*(\S+) (\S+)\s*$/.exec(line) ?? [];
    if (locale === name) return charset;
  }
  return undefined;
}

/** `locale -a` says de_CH.utf8 of de_CH.UTF-8. */
function canonical(locale: string): string {
  return locale.replace(
    /\.([^@]*)/,
    (_all, codeset: string) => `.${codeset.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`,
  );
}

function debianPlan(wish: Wish, list: FileSeen): Plan {
  const { name, charset, state } = wish;
  const lines = textOf(list).split('\n');
  const isMeant = (line: string): boolean => /^\s*#*\s*(\S+) \S+\s*$/.exec(line)?.[1] === name;
  const wanted = `${state === 'present' ? '' : '# '}${name} ${charset}`;
  const next = lines.map((line) => (isMeant(line) ? wanted : line)).join('\n');
  return written(wish, list, next, ['locale-gen']);
}

function ubuntuPlan(wish: Wish, list: FileSeen): Plan {
  if (wish.state === 'present')
    return { changes: [generate(wish, ['locale-gen', wish.name])], result: { name: wish.name, msg: 'OK' } };
  const lines = textOf(list).split('\n');
  const next = lines.filter((line) => !line.startsWith(`${wish.name} `)).join('\n');
  return written(wish, list, next, ['locale-gen', '--purge']);
}

function written(wish: Wish, seen: FileSeen, next: string, argv: readonly [string, ...string[]]): Plan {
  const planned = planContent({
    seen,
    content: next === textOf(seen) ? undefined : bufferOf(next),
    params: NO_ATTRIBUTES,
    accounts: { owner: undefined, group: undefined },
  });
  if (!planned.ok) return { changes: [], failed: planned.problem };
  const changes: readonly Change[] = [...planned.changes, generate(wish, argv)];
  return { changes, result: { name: wish.name, msg: 'OK' } };
}

// Only the archive is left to be filled: the list is put back as a file.
const AGAIN = `alias=/usr/share/locale/locale.alias
if [ -e "$alias" ]; then set -- "$@" -A "$alias"; fi
source=$1; charset=$2; shift 2
exec localedef -i "$source" -c -f "$charset" "$@"`;

function generate({ name, charset, state, present }: Wish, argv: readonly [string, ...string[]]): RunCommand {
  const isWanted = state === 'present';
  const after = isWanted ? [...present, name] : present.filter((one) => canonical(one) !== canonical(name));
  const seen: RunSeen = {
    code: 0,
    stdout: Buffer.from(after.map((one) => `${one}\n`).join('')),
    stderr: Buffer.alloc(0),
  };
  // Language, territory and variant name the definition, the encoding is one of its own.
  const source = name.replace(/\.[^@]*/, '');
  return {
    kind: 'run',
    title: `${isWanted ? 'make' : 'do away with'} the locale ${name}`,
    command: { argv },
    touches: ['command:locale-gen'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: localesLook, value: seen }],
    undo: isWanted
      ? { argv: ['localedef', '--delete-from-archive', canonical(name)] }
      : { script: AGAIN, args: [source, charset, name] },
    diff: { before: isWanted ? '' : `${name}\n`, after: isWanted ? `${name}\n` : '', header: 'locales' },
  };
}
