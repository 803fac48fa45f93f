// Builds looks: the questions a module can ask, one function each.

import type { Command } from './command.ts';
import type {
  DigestAlgorithm,
  FactsLook,
  FileDetail,
  FileLook,
  GroupLook,
  PackagesLook,
  PlatformLook,
  RunLook,
  TreeLook,
  UnitLook,
  UserLook,
  ZoneLook,
} from './look.ts';
import type { ResourceName } from './resource.ts';

/** What is at a path: attributes only, unless `content` asks for bytes. Links are looked through unless told not to. */
export function file(
  path: string,
  options: {
    readonly follow?: boolean;
    readonly content?: FileLook['content'];
    readonly limit?: number | undefined;
    readonly digest?: DigestAlgorithm | undefined;
    readonly details?: readonly FileDetail[] | undefined;
  } = {},
): FileLook {
  const { follow = true, content = 'none', limit, digest, details } = options;
  return {
    kind: 'file',
    path,
    follow,
    content,
    ...(limit !== undefined && { limit }),
    ...(digest && { digest }),
    ...(details && details.length > 0 && { details }),
  };
}

/** Everything below a directory. */
export function tree(
  path: string,
  options: { readonly depth?: number; readonly follow?: boolean; readonly digest?: DigestAlgorithm } = {},
): TreeLook {
  return { kind: 'tree', path, ...options };
}

/** An account by name or uid. */
export const user = (name: string): UserLook => ({ kind: 'user', name });

/** A group by name or gid. */
export const group = (name: string): GroupLook => ({ kind: 'group', name });

/** Which versions of these packages are installed. */
export const packages = (manager: PackagesLook['manager'], names: readonly string[]): PackagesLook => ({
  kind: 'packages',
  manager,
  names,
});

/** The state of a systemd unit; a name without a suffix is a service, as systemctl takes it. */
export const unit = (name: string, scope: UnitLook['scope'] = 'system'): UnitLook => ({
  kind: 'unit',
  name: UNIT_SUFFIX.test(name) ? name : `${name}.service`,
  scope,
});
const UNIT_SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** A zone of firewalld; an empty name is the default zone. */
export const zone = (name: string, configuration: ZoneLook['configuration']): ZoneLook => ({
  kind: 'zone',
  zone: name,
  configuration,
});

/** What kind of system the host is. */
export const platform = (): PlatformLook => ({ kind: 'platform' });

/** Ansible's facts. */
export const facts = (subsets: readonly string[], factPath: string, asked?: readonly string[]): FactsLook => ({
  kind: 'facts',
  subsets,
  factPath,
  ...(asked && { asked }),
});

/** A command that only reads. */
export const run = (command: Command, reads: readonly ResourceName[]): RunLook => ({ kind: 'run', command, reads });

/** One that takes long, or costs others something: never asked before its task has come. */
export const costlyRun = (command: Command, reads: readonly ResourceName[]): RunLook => ({
  ...run(command, reads),
  costly: true,
});
