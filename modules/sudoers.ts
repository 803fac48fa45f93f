// Manages rules of sudo, each in a file of its own that visudo has found right before it is put in place.

import {
  bool,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  list,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  type RunSeen,
  runLook,
  text,
  unreadable,
} from '../src/module/index.ts';

const params = {
  name: text('The name of the rule, which is the name of its file.'),
  user: text('Who may; or group.').optional(),
  group: text('The group that may; or user.').optional(),
  commands: list(text('A command with its whole path, or ALL.'), 'The commands.').optional(),
  host: text('The host for which the rule is.').default('ALL'),
  runas: text('As whom the commands run.').optional(),
  nopassword: bool('No password is asked for.').default(true),
  setenv: bool('The environment may be kept.').default(false),
  sudoers_path: path('The directory of the rules.').default('/etc/sudoers.d'),
  state: choice(['present', 'absent'], 'Whether the rule shall be there.').default('present'),
  validation: choice(
    ['absent', 'detect', 'required'],
    'Whether visudo looks at the rule first: never, where the host has it, or always.',
  ).default('detect'),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage rules of sudo in /etc/sudoers.d',
  description:
    'What visudo does not take is refused, in check mode too. sudo passes over files whose names have a dot or end in ~; such names are warned of.',
  collection: 'community.general',
  params,
  examples: [
    {
      name: 'The deployer may restart the web server',
      yaml: 'sudoers:\n  name: deploy\n  user: deploy\n  commands: /usr/bin/systemctl restart nginx',
    },
    {
      name: 'Admins may do everything, with a password',
      yaml: 'sudoers:\n  name: admins\n  group: admins\n  commands: ALL\n  nopassword: false',
    },
    { name: 'No such rule', yaml: 'sudoers:\n  name: deploy\n  state: absent' },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(fileOf(given), { content: 'all', follow: false }),
    verdict: given.state === 'present' && given.validation !== 'absent' ? verdictLook(given) : undefined,
  }),
  plan: (given, { file, verdict }): Plan => {
    const warnings = ignoredName(given.name)
      ? [`sudo reads no file named '${given.name}': the name has a dot or ends in ~`]
      : [];
    if (given.state === 'absent')
      return { changes: file.exists ? [{ kind: 'remove', path: file.path, before: file }] : [] };
    const problem = unreadable(file) ?? refusal(given, verdict);
    return problem === undefined ? { ...write(given, file, verdict), warnings } : { changes: [], failed: problem };
  },
});

function refuse({ name, state, user, group, commands }: Given): string | undefined {
  if (name === '' || name.includes('/')) return `'name' is '${name}', which is no name of a file in sudoers_path`;
  if (user !== undefined && group !== undefined) return 'parameters are mutually exclusive: user|group';
  if (state === 'absent') return undefined;
  if (commands === undefined) return 'state is present but all of the following are missing: commands';
  return user === undefined && group === undefined ? "state is present, so 'user' or 'group' is required" : undefined;
}

const fileOf = ({ sudoers_path: directory, name }: Given): string => `${directory.replace(/\/+$/, '')}/${name}`;

const ignoredName = (name: string): boolean => name.includes('.') || name.endsWith('~');

function ruleOf({ user, group, host, runas, nopassword, setenv, commands }: Given): Buffer {
  const who = user ?? `%${group ?? ''}`;
  const tags = `${runas === undefined ? '' : `(${runas})`}${nopassword ? 'NOPASSWD:' : ''}${setenv ? 'SETENV:' : ''}`;
  return Buffer.from(`${who} ${host}=${tags} ${(commands ?? []).join(', ')}\n`);
}

const MISSING = 127;

// A rule that is there already was looked at when it came: visudo is started for new ones only.
const verdictLook = (given: Given) => {
  const script = `command -v visudo >/dev/null 2>&1 || exit ${MISSING}
[ ! -r "$1" ] || ! printf %s "$2" | cmp -s - "$1" || exit 0
printf %s "$2" | LC_ALL=C visudo -c -f - 2>&1`;
  return runLook({ script, args: [fileOf(given), ruleOf(given).toString('utf8')] }, [
    `path:${fileOf(given)}`,
    'packages',
  ]);
};

function refusal({ validation }: Given, verdict: RunSeen | undefined): string | undefined {
  if (verdict === undefined || verdict.code === 0) return undefined;
  if (verdict.code === MISSING)
    return validation === 'required' ? 'the host has no visudo to validate the rule with; install sudo' : undefined;
  return `Failed to validate sudoers rule:\n${verdict.stdout.toString('utf8').trim()}`;
}

function write(given: Given, seen: FileSeen, verdict: RunSeen | undefined): Plan {
  const planned = planContent({
    seen,
    content: ruleOf(given),
    params: { ...NO_ATTRIBUTES, mode: '0440' },
    accounts: { owner: undefined, group: undefined },
    validate: verdict?.code === 0 ? 'visudo -c -f %s' : undefined,
  });
  return planned.ok ? { changes: planned.changes } : { changes: [], failed: planned.problem };
}
