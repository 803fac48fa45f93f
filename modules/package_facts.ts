// Gathers the installed packages as facts.

import {
  choice,
  defineModule,
  list,
  type Plan,
  type Platform,
  packageFacts,
  platformLook,
  runLook,
} from '../src/module/index.ts';

const MANAGERS = ['auto', 'rpm', 'apt', 'portage', 'pkg', 'pacman', 'apk', 'pkg_info'] as const;
const KNOWN = ['apk', 'apt', 'pacman', 'rpm'] as const;
type Known = (typeof KNOWN)[number];

// Each answers nothing where its program is missing or has no packages.
const SCRIPTS: Readonly<Record<Known, string>> = {
  rpm: "command -v rpm >/dev/null 2>&1 && rpm -qa --queryformat '%{NAME}|%{VERSION}|%{RELEASE}|%{EPOCH}|%{ARCH}\\n' 2>/dev/null",
  apt: `if command -v dpkg-query >/dev/null 2>&1; then dpkg --print-architecture
dpkg-query -W -f '\${db:Status-Abbrev}|\${Package}|\${Version}|\${Architecture}|\${Section}|\${Origin}\\n' 2>/dev/null; fi`,
  apk: 'command -v apk >/dev/null 2>&1 && apk info -v 2>/dev/null',
  pacman: 'command -v pacman >/dev/null 2>&1 && pacman -Q 2>/dev/null',
};

export default defineModule({
  summary: 'Gather the installed packages as facts',
  description: 'For apt, `origin` is what a package says of itself; Ansible asks the repositories.',
  params: {
    manager: list(
      choice(MANAGERS, 'A package manager.'),
      'Whose packages: auto, or names in order of preference.',
    ).default(['auto']),
    strategy: choice(['first', 'all'], 'The first that has packages, or all.').default('first'),
  },
  returns: {
    ansible_facts:
      '`packages`: by name a list of what is installed, each with `version`, `arch`, `source` and, for rpm, `release` and `epoch`',
  },
  examples: [
    { name: 'Gather', yaml: 'package_facts:\n  manager: auto' },
    { name: 'Use it', yaml: 'debug:\n  msg: nginx is there\nwhen: "\'nginx\' in ansible_facts.packages"' },
  ],
  look: ({ manager }) => ({
    platform: platformLook(),
    lists: candidates(manager).map((one) =>
      runLook({ script: `LC_ALL=C; export LC_ALL\n${SCRIPTS[one]}\nexit 0`, args: [] }, ['packages']),
    ),
  }),
  plan: ({ manager, strategy }, { platform, lists }): Plan => {
    const asked = candidates(manager);
    const found = asked.flatMap((one, index) => {
      const printed = lists[index]?.stdout.toString('utf8') ?? '';
      const packages = packageFacts(one, printed);
      return Object.keys(packages).length > 0 ? [{ one, packages }] : [];
    });
    const ordered = manager.includes('auto')
      ? found.toSorted((a, b) => rank(a.one, platform) - rank(b.one, platform))
      : found;
    const [first] = ordered;
    if (!first) {
      return {
        changes: [],
        failed: `Could not detect a supported package manager from the following list: ${asked.join(', ')}; tsplay reads the packages of these only`,
      };
    }
    const chosen = strategy === 'all' ? ordered : [first];
    const packages: Record<string, (typeof first.packages)[string]> = {};
    for (const one of chosen) {
      for (const [name, versions] of Object.entries(one.packages))
        packages[name] = [...(packages[name] ?? []), ...versions];
    }
    return { changes: [], facts: { packages } };
  },
});

function candidates(manager: readonly (typeof MANAGERS)[number][]): readonly Known[] {
  if (manager.includes('auto')) return KNOWN;
  return manager.flatMap((word) => KNOWN.filter((one) => one === word));
}

// Where several are installed (dpkg on a Fedora), the system's own comes first.
function rank(manager: Known, { family }: Platform): number {
  const own: Readonly<Record<string, Known>> = {
    RedHat: 'rpm',
    Suse: 'rpm',
    Debian: 'apt',
    Alpine: 'apk',
    Archlinux: 'pacman',
  };
  return own[family] === manager ? 0 : 1 + KNOWN.indexOf(manager);
}
