// Whether an answer that was fetched early still holds after a change: what is not known to be untouched does not.

import type { Change, RunCommand } from './change.ts';
import type { FilePresent, Look } from './look.ts';
import type { Answer } from './plan.ts';
import type { ResourceName } from './resource.ts';

/** A look that was asked ahead of its time; without the answer where it is still on its way. */
export interface Early {
  readonly look: Look;
  readonly answer?: Answer | undefined;
}

/** Whether a change leaves the answer to a look as it is. */
export function survives(early: Early, change: Change): boolean {
  return change.kind === 'run' ? survivesCommand(early, change) : survivesFile(early, change);
}

// A command that changes something may change anything, whatever it is known to touch: a service that starts writes files,
// a package brings accounts. Only these keep to themselves.
const CONFINED: ReadonlySet<ResourceName> = new Set(['firewall', 'selinux']);

function survivesCommand({ look }: Early, { touches }: RunCommand): boolean {
  if (!touches.every((name) => CONFINED.has(name))) return false;
  if (touches.length === 0) return true;
  switch (look.kind) {
    case 'user':
    case 'group':
    case 'packages':
      return true;
    case 'file':
      return !touches.includes('selinux') && !/firewall|nftables|iptables/.test(look.path);
    default:
      return false;
  }
}

type FileChange = Exclude<Change, RunCommand>;

function survivesFile(early: Early, change: FileChange): boolean {
  const { look } = early;
  switch (look.kind) {
    case 'file':
      return !mayBeSameFile(early, change);
    case 'user':
    case 'group':
      return !ACCOUNT_FILES.has(baseName(change.path));
    case 'unit':
      return !parts(change.path).some((part) => UNIT_FILES.test(part));
    case 'packages':
      return !parts(change.path).some((part) => part === 'rpm' || part === 'dpkg');
    case 'zone':
      return !parts(change.path).includes('firewalld');
    case 'platform':
      return !parts(change.path).some((part) => PLATFORM_PLACES.has(part));
    default:
      return false;
  }
}

const ACCOUNT_FILES: ReadonlySet<string> = new Set([
  ...['passwd', 'shadow', 'group', 'gshadow', 'nsswitch.conf', 'etc'],
]);
const UNIT_FILES =
  /^(systemd|init\.d|rc.*\.d|inittab|fstab|.*\.(service|socket|target|timer|path|mount|automount|slice|swap|scope))$/;
// What tells distributions, package managers and init systems apart.
const PLATFORM_PLACES: ReadonlySet<string> = new Set([
  ...[
    'bin',
    'sbin',
    'os-release',
    'lsb-release',
    'system-release',
    'redhat-release',
    'debian_version',
    'selinux',
    'run',
  ],
]);

// A link may make two paths one. Then they still share the last name of one of them: renaming on the way cannot be
// had without a link as the last part, and where that leads is in the answer.
function mayBeSameFile({ look, answer }: Early, change: FileChange): boolean {
  if (look.kind !== 'file' || answer?.kind !== 'file') return true;
  const seen = answer.value;
  if (seen.exists && change.before.exists && isSameInode(seen, change.before)) return true;
  if (change.kind === 'link' || isRemovedDirectory(change)) return true;
  const changed = [change.path, ...(change.before.exists ? [change.before.resolved] : [])];
  const read = [look.path, ...(seen.exists ? [seen.resolved] : [])];
  return changed.some((one) => read.some((other) => mayNest(one, other)));
}

function isSameInode(a: FilePresent, b: FilePresent): boolean {
  return a.inode === b.inode && a.device === b.device;
}

function isRemovedDirectory({ kind, before }: FileChange): boolean {
  return before.exists && before.type === 'directory' && kind !== 'attributes' && kind !== 'directory';
}

function mayNest(a: string, b: string): boolean {
  return parts(b).includes(baseName(a)) || parts(a).includes(baseName(b));
}

function parts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function baseName(path: string): string {
  return parts(path).at(-1) ?? '';
}
