// Sets parameters of the kernel, in a file for every boot and at once.

import {
  accountLooks,
  bool,
  choice,
  defineModule,
  editSettings,
  fileLook,
  isSameSetting,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  type RunCommand,
  type RunSeen,
  runLook,
  settingPath,
  settingValue,
  text,
  unreadable,
} from '../src/module/index.ts';

const params = {
  name: text('The parameter, such as net.ipv4.ip_forward.').alias('key'),
  value: text('Its value; yes and no become 1 and 0.').alias('val').optional(),
  state: choice(['present', 'absent'], 'Whether the file shall have it.').default('present'),
  sysctl_file: path('The file.').default('/etc/sysctl.conf'),
  sysctl_set: bool('Look at the value that is in force too, and set it.').default(false),
  reload: bool('Load the file when it has changed (sysctl -p).').default(true),
  ignoreerrors: bool('Parameters that the kernel does not know are no failure.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Set parameters of the kernel',
  collection: 'ansible.posix',
  params,
  undo: 'A value that the kernel had not before cannot be taken away again.',
  examples: [
    { name: 'Forward packets', yaml: 'sysctl:\n  name: net.ipv4.ip_forward\n  value: "1"\n  sysctl_set: true' },
    {
      name: 'In a file of its own',
      yaml: 'sysctl:\n  name: vm.swappiness\n  value: "10"\n  sysctl_file: /etc/sysctl.d/90-swap.conf',
    },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(given.sysctl_file, { content: 'all' }),
    kernel: kernelLook(given.name.trim()),
    ...accountLooks(NO_ATTRIBUTES),
  }),
  plan: (given, { file, kernel, owner, group }): Plan => {
    const problem = unreadable(file) ?? problemOf(given, kernel);
    if (problem !== undefined) return { changes: [], failed: problem };
    const name = given.name.trim();
    const value = given.state === 'present' ? settingValue(given.value ?? '') : undefined;
    const old = file.exists ? (file.content?.toString('latin1') ?? '') : '';
    const next = editSettings(old, name, value);
    const planned = planContent({
      seen: file,
      content: next === old && (file.exists || value === undefined) ? undefined : Buffer.from(next, 'latin1'),
      params: NO_ATTRIBUTES,
      accounts: { owner, group },
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    const written = planned.contentChanged ? planned.changes : [];
    const live = liveValue(kernel);
    const force = given.sysctl_set && value !== undefined && !(live !== undefined && isSameSetting(live, value));
    return {
      changes: [
        ...written,
        ...(force ? [setNow({ name, value, live, ignore: given.ignoreerrors })] : []),
        ...(written.length > 0 && given.reload ? [load(given, { name, value, live })] : []),
      ],
    };
  },
});

function refuse(given: Given): string | undefined {
  if (given.name.trim() === '') return 'name cannot be blank';
  if (given.state === 'absent') return undefined;
  if (given.value === undefined) return 'state is present but all of the following are missing: value';
  return given.value === '' ? 'value cannot be blank' : undefined;
}

// Prints whether there is a sysctl program, then the value that is in force.
const kernelLook = (name: string) =>
  runLook(
    {
      script: 'command -v sysctl >/dev/null 2>&1 && echo sysctl || echo none; [ -e "$1" ] || exit 1; cat "$1"',
      args: [settingPath(name)],
    },
    [`path:${settingPath(name)}`],
  );

const NO_PARAMETER = 1;

function liveValue({ code, stdout }: RunSeen): string | undefined {
  const printed = stdout.toString('utf8');
  return code === 0 ? printed.slice(printed.indexOf('\n') + 1).replace(/\n$/, '') : undefined;
}

function problemOf(given: Given, kernel: RunSeen): string | undefined {
  const where = settingPath(given.name.trim());
  if (given.sysctl_set && given.state === 'present' && !given.ignoreerrors && kernel.code === NO_PARAMETER)
    return `setting ${given.name} failed: cannot stat ${where}: No such file or directory; the kernel has no such parameter (or not yet its module)`;
  if (given.reload && kernel.stdout.toString('utf8').startsWith('none'))
    return 'the host has no sysctl to load the file with; install procps (procps-ng), or use reload: false';
  return undefined;
}

interface Setting {
  readonly name: string;
  readonly value: string | undefined;
  readonly live: string | undefined;
}

const WRITE = 'printf "%s\\n" "$2" >"$1"';

function setNow({ name, value = '', live, ignore }: Setting & { readonly ignore: boolean }): RunCommand {
  return {
    kind: 'run',
    title: `set ${name} to ${value}`,
    command: { script: ignore ? `{ ${WRITE}; } 2>/dev/null || :` : WRITE, args: [settingPath(name), value] },
    touches: [`path:${settingPath(name)}`],
    accept: [0],
    predictable: true,
    leaves: live === undefined ? [] : prediction({ name, value, live }),
    undo: back({ name, live }),
    diff: { before: `${live ?? ''}\n`, after: `${value}\n`, header: name },
  };
}

function load({ sysctl_file: file, ignoreerrors }: Given, setting: Setting): RunCommand {
  return {
    kind: 'run',
    title: `load ${file} into the kernel`,
    command: { argv: ['sysctl', ...(ignoreerrors ? ['-e'] : []), '-p', file] },
    touches: ['path:/proc/sys'],
    accept: ignoreerrors ? 'any' : [0],
    predictable: true,
    leaves: setting.value === undefined || setting.live === undefined ? [] : prediction(setting),
    undo: back(setting),
  };
}

function back({ name, live }: Pick<Setting, 'name' | 'live'>): RunCommand['undo'] {
  if (live === undefined) return { cannot: `the kernel had no value for ${name}` };
  return { script: WRITE, args: [settingPath(name), live] };
}

function prediction({ name, value }: Setting): RunCommand['leaves'] {
  const stdout = Buffer.from(`sysctl\n${value ?? ''}\n`);
  return [{ kind: 'run', look: kernelLook(name), value: { code: 0, stdout, stderr: Buffer.alloc(0) } }];
}
