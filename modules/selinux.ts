// Sets the mode of SELinux, now and at boot.

import {
  bool,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  type Plan,
  type Platform,
  path,
  platformLook,
  type RunCommand,
  text,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Set the mode and the policy of SELinux, now and at boot',
  description:
    'What needs a reboot is said in `reboot_required`. Nothing but the configuration file and setenforce are used.',
  collection: 'ansible.posix',
  params: {
    state: choice(['enforcing', 'permissive', 'disabled'], 'The mode.'),
    policy: text('The policy, such as targeted; required unless disabled.').optional(),
    configfile: path('The configuration file.').default('/etc/selinux/config').alias('conf', 'file'),
    update_kernel_param: bool('With disabled: set the kernel parameter selinux=0 by grubby too.').default(false),
  },
  returns: {
    reboot_required: 'whether it takes a reboot',
    msg: 'what changed',
    configfile: 'the file',
    policy: 'the policy that was asked for',
    state: 'what was asked for',
  },
  examples: [{ name: 'Enforce', yaml: 'selinux:\n  policy: targeted\n  state: enforcing' }],
  refuse: ({ state, policy }) =>
    state !== 'disabled' && policy === undefined ? "Policy is required if state is not 'disabled'" : undefined,
  look: ({ configfile }) => ({ config: fileLook(configfile, { content: 'all' }), platform: platformLook() }),
  plan: (given, { config, platform }): Plan => {
    if (!config.exists) {
      return {
        changes: [],
        failed: `Unable to find file ${given.configfile}: the host has no SELinux; install the package selinux-policy-targeted`,
      };
    }
    const old = config.content?.toString('utf8') ?? '';
    const policy = given.policy ?? settingIn(old, 'SELINUXTYPE');
    const next = withValue(withValue(old, 'SELINUX', given.state), 'SELINUXTYPE', policy);
    const live = liveChange(given.state, platform);
    const messages = [
      ...(settingIn(old, 'SELINUXTYPE') === policy
        ? []
        : [
            `SELinux policy configuration in '${given.configfile}' changed from '${settingIn(old, 'SELINUXTYPE')}' to '${policy}'`,
          ]),
      ...(live ? [`SELinux state changed from '${platform.selinux}' to '${given.state}'`] : []),
      ...(settingIn(old, 'SELINUX') === given.state
        ? []
        : [`Config SELinux state changed from '${settingIn(old, 'SELINUX')}' to '${given.state}'`]),
    ];
    const kernel = given.update_kernel_param ? [kernelChange(given.state)] : [];
    return {
      changes: [
        ...(live ? [live] : []),
        ...(next === old ? [] : [write(config, next)]),
        ...(next === old ? [] : kernel),
      ],
      result: {
        msg: messages.join(', '),
        configfile: given.configfile,
        policy,
        state: given.state,
        reboot_required: needsReboot(given.state, platform),
      },
    };
  },
});

function settingIn(text: string, name: string): string {
  return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
}

function withValue(text: string, name: string, value: string): string {
  const pattern = new RegExp(`^${name}=.*$`, 'm');
  if (pattern.test(text)) return text.replace(pattern, `${name}=${value}`);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${value}\n`;
}

// From or to disabled takes a reboot; between the others setenforce does it.
function needsReboot(state: string, { selinux }: Platform): boolean {
  return (selinux ?? 'disabled') === 'disabled' ? state !== 'disabled' : state === 'disabled';
}

function liveChange(state: 'disabled' | 'enforcing' | 'permissive', { selinux }: Platform): RunCommand | undefined {
  if (selinux === undefined || selinux === 'disabled' || selinux === state) return undefined;
  const wanted = state === 'disabled' ? 'permissive' : state;
  if (wanted === selinux) return undefined;
  return {
    kind: 'run',
    title: `set SELinux to ${wanted}`,
    command: { argv: ['setenforce', wanted] },
    touches: ['selinux', 'facts'],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { argv: ['setenforce', selinux] },
    diff: { before: `${selinux}\n`, after: `${wanted}\n`, header: 'SELinux' },
  };
}

function write(config: Extract<FileSeen, { readonly exists: true }>, text: string): Plan['changes'][number] {
  return {
    kind: 'write',
    path: config.resolved,
    content: Buffer.from(text),
    attributes: {},
    before: { ...config, path: config.resolved },
  };
}

function kernelChange(state: string): RunCommand {
  const flag = state === 'disabled' ? '--args' : '--remove-args';
  const back = state === 'disabled' ? '--remove-args' : '--args';
  return {
    kind: 'run',
    title: 'set the kernel parameter selinux',
    command: { argv: ['grubby', '--update-kernel=ALL', flag, 'selinux=0'] },
    touches: ['path:/boot'],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { argv: ['grubby', '--update-kernel=ALL', back, 'selinux=0'] },
  };
}
