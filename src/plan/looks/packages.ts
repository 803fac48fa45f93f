// Looks at installed packages: one rpm or dpkg-query for all names, from the local database alone.

import type { Fragment, Reply } from '../../host/index.ts';
import type { InstalledPackage, PackagesLook, PackagesSeen } from '../look.ts';
import { type Answered, answered, type LookKind, unanswered } from './kind.ts';

export const packagesLooks: LookKind<PackagesLook, PackagesSeen> = {
  reads: () => ['packages'],
  compile: (looks) => {
    const managers = [...new Set(looks.map((look) => look.manager))];
    const names = (manager: string): readonly string[] => [
      ...new Set(looks.filter((look) => look.manager === manager).flatMap((look) => look.names)),
    ];
    return {
      fragments: managers.map((manager) => fragment(manager, names(manager))),
      answers: (replies) => looks.map((look) => read(look, replies[managers.indexOf(look.manager)])),
    };
  },
};

function fragment(manager: PackagesLook['manager'], names: readonly string[]): Fragment {
  return { script: manager === 'rpm' ? RPM : DPKG, args: names, direct: true };
}

// Per name, since one rpm over many names does not tell which answer is whose: `rpm -q NAME`, then by what provides it (a capability or a path).
const RPM = `LC_ALL=C; export LC_ALL
command -v rpm >/dev/null 2>&1 || exit 127
format='%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{ARCH}\\n'
all=$(rpm -q --qf "$format" -- "$@" 2>/dev/null) && exact=1 || exact=
for name do
  printf 'name %s\\n' "$name"
  case $name in
    *[*?[]*) rpm -qa --qf "$format" -- "$name";;
    /*) rpm -qf --qf "$format" -- "$name" 2>/dev/null;;
    *) if [ -n "$exact" ] && [ $# -eq 1 ]; then printf '%s\\n' "$all"
       else rpm -q --qf "$format" -- "$name" 2>/dev/null || rpm -q --whatprovides --qf "$format" -- "$name" 2>/dev/null; fi;;
  esac | grep -v -e '^no package ' -e 'is not installed' -e 'is not owned'
done
exit 0`;

const DPKG = `LC_ALL=C; export LC_ALL
command -v dpkg-query >/dev/null 2>&1 || exit 127
dpkg-query -W -f '\${Package} \${Version} \${Architecture} \${db:Status-Status} \${Provides}\\n' -- "$@" 2>/dev/null
exit 0`;

function read(look: PackagesLook, reply: Reply | undefined): Answered<PackagesSeen> {
  if (!reply) return unanswered('the host gave no answer');
  if (reply.code === 127) return unanswered(`the host has no ${look.manager === 'rpm' ? 'rpm' : 'dpkg-query'}`);
  const output = reply.stdout.toString('utf8');
  return answered(look.manager === 'rpm' ? parseRpm(look.names, output) : parseDpkg(look.names, output));
}

function parseRpm(names: readonly string[], output: string): PackagesSeen {
  const found: Record<string, InstalledPackage[]> = Object.fromEntries(names.map((name) => [name, []]));
  let current: InstalledPackage[] | undefined;
  for (const line of output.split('\n')) {
    if (line.startsWith('name ')) {
      current = found[line.slice(5)];
      continue;
    }
    const [name, version, arch] = line.split(' ');
    if (name && version && arch) current?.push({ name, version: version.replace(/^0:/, ''), arch });
  }
  return found;
}

function parseDpkg(names: readonly string[], output: string): PackagesSeen {
  const installed = output.split('\n').flatMap((line): InstalledPackage[] => {
    const [name, version, arch, status] = line.split(' ');
    return name && version && arch && status === 'installed' ? [{ name, version, arch }] : [];
  });
  return Object.fromEntries(names.map((name) => [name, installed.filter((one) => matches(name, one))]));
}

function matches(asked: string, { name, arch }: InstalledPackage): boolean {
  const [wanted = '', wantedArch] = asked.split(':');
  if (wantedArch !== undefined && wantedArch !== arch && wantedArch !== 'any') return false;
  if (!/[*?[]/.test(wanted)) return wanted === name;
  const pattern = wanted
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(name);
}
