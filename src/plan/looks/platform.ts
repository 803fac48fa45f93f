// Looks at what kind of system a host is, from files and from which programs it has.

import type { Platform, PlatformLook } from '../look.ts';
import { answered, type LookKind } from './kind.ts';

export const platformLooks: LookKind<PlatformLook, Platform> = {
  reads: () => ['facts'],
  // All looks ask the same, so one fragment answers them.
  compile: (looks) => ({
    fragments: [{ script: SCRIPT, direct: true }],
    answers: ([reply]) => {
      const value = parsePlatform(reply?.stdout.toString('utf8') ?? '');
      return looks.map(() => answered(value));
    },
  }),
};

// Files are read by the shell itself: each program would cost a millisecond.
const SCRIPT = `LC_ALL=C; export LC_ALL
echo "kernel $(uname -r -m)"
for p in dnf5 dnf microdnf yum apt-get zypper apk pacman; do command -v "$p" >/dev/null 2>&1 && echo "has $p"; done
command -v rpm-ostree >/dev/null 2>&1 && [ -e /run/ostree-booted ] && echo 'has rpm-ostree'
if [ -e /run/systemd/system ]; then echo 'service systemd'
elif [ -e /sbin/openrc-run ] || [ -e /run/openrc ]; then echo 'service openrc'
else echo "service $(readlink /proc/1/exe 2>/dev/null || cat /proc/1/comm 2>/dev/null)"; fi
if [ -e /sys/fs/selinux/enforce ]; then read -r e </sys/fs/selinux/enforce; echo "selinux $e"; elif [ -e /etc/selinux/config ]; then echo 'selinux off'; fi
[ -e /etc/redhat-release ] && echo 'redhat-release'
[ -e /etc/debian_version ] && echo 'debian-version'
echo os-release
f=/etc/os-release; [ -r "$f" ] || f=/usr/lib/os-release
[ -r "$f" ] && while IFS= read -r l || [ -n "$l" ]; do printf '%s\\n' "$l"; done <"$f"
exit 0`;

/** The platform from the script's output. */
export function parsePlatform(output: string): Platform {
  const at = output.indexOf('os-release\n');
  const head = output.slice(0, Math.max(at, 0)).split('\n');
  const release = osRelease(output.slice(at + 'os-release\n'.length));
  const value = (word: string): string =>
    head.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
  const programs = new Set(head.filter((line) => line.startsWith('has ')).map((line) => line.slice(4)));
  const id = release.get('ID') ?? 'linux';
  const idLike = (release.get('ID_LIKE') ?? '').split(/\s+/).filter((word) => word !== '');
  const family = familyOf([id, ...idLike]);
  const [kernel = '', architecture = ''] = value('kernel').split(' ');
  const selinux = SELINUX[value('selinux')];
  return {
    id,
    versionId: release.get('VERSION_ID') ?? '',
    idLike,
    prettyName: release.get('PRETTY_NAME') ?? release.get('NAME') ?? id,
    family,
    packageManager: packageManagerOf(programs, family),
    serviceManager: serviceManagerOf(value('service')),
    architecture,
    kernel,
    ...(selinux && { selinux }),
  };
}

const SELINUX: Readonly<Record<string, NonNullable<Platform['selinux']>>> = {
  '1': 'enforcing',
  '0': 'permissive',
  off: 'disabled',
};

/** The assignments of an os-release file, unquoted. */
export function osRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_0-9]+)=(.*)$/.exec(line.trim());
    if (match?.[1]) values.set(match[1], (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1'));
  }
  return values;
}

const FAMILIES: readonly (readonly [family: string, ids: readonly string[]])[] = [
  ['RedHat', ['rhel', 'centos', 'rocky', 'almalinux', 'fedora', 'ol', 'amzn', 'scientific', 'cloudlinux', 'virtuozzo']],
  ['Debian', ['debian', 'ubuntu', 'raspbian', 'linuxmint', 'kali', 'pop', 'devuan']],
  ['Suse', ['suse', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'sles', 'sled']],
  ['Alpine', ['alpine']],
  ['Archlinux', ['arch', 'manjaro', 'archarm']],
  ['Gentoo', ['gentoo']],
];

function familyOf(ids: readonly string[]): string {
  for (const id of ids) {
    const family = FAMILIES.find(([, members]) => members.includes(id));
    if (family) return family[0];
  }
  return ids[0] ?? 'Linux';
}

// A Debian host may well have dnf or rpm installed (to build packages), so the family's own manager comes first.
const PREFERRED: Readonly<Record<string, readonly string[]>> = {
  RedHat: ['dnf', 'dnf5', 'yum', 'microdnf'],
  Debian: ['apt-get'],
  Suse: ['zypper'],
  Alpine: ['apk'],
  Archlinux: ['pacman'],
};
const FACT_NAMES: Readonly<Record<string, string>> = { 'apt-get': 'apt', microdnf: 'dnf' };

/** Ansible's `pkg_mgr` from the programs there are: the one that the family of systems is built on, else any. */
export function packageManagerOf(programs: ReadonlySet<string>, family: string): string {
  if (programs.has('rpm-ostree')) return 'atomic_container';
  const order = [...(PREFERRED[family] ?? []), 'dnf', 'dnf5', 'yum', 'apt-get', 'zypper', 'apk', 'pacman', 'microdnf'];
  const found = order.find((program) => programs.has(program));
  return found === undefined ? 'unknown' : (FACT_NAMES[found] ?? found);
}

function serviceManagerOf(word: string): string {
  if (word === 'systemd' || word === 'openrc') return word;
  if (word.endsWith('/systemd')) return 'systemd';
  if (word.endsWith('/init') || word === 'init') return 'sysvinit';
  return word === '' ? 'service' : (word.split('/').at(-1) ?? 'service');
}
