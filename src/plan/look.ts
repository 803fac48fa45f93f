// Looks: the closed set of what can be asked of a host, as data, and the types of the answers.

import type { Plain } from '../model/value.ts';
import type { Command } from './command.ts';
import type { ResourceName } from './resource.ts';

/** A question to a host. Asking it never changes anything there. */
export type Look =
  | FileLook
  | TreeLook
  | UserLook
  | GroupLook
  | PackagesLook
  | UnitLook
  | ZoneLook
  | PlatformLook
  | FactsLook
  | RunLook;

/** What each kind of look is answered with. */
export interface AnswerOf {
  file: FileSeen;
  tree: TreeSeen;
  user: UserSeen;
  group: GroupSeen;
  packages: PackagesSeen;
  unit: UnitSeen;
  zone: ZoneSeen;
  platform: Platform;
  facts: FactsSeen;
  run: RunSeen;
}

/** The looks of a module, by names of its choosing; what may be needed or not is `undefined` or a list. */
export type Looks = Readonly<Record<string, Look | readonly Look[] | undefined>>;

/** The answers to `Looks`, under the same names. */
export type Seen<L extends Looks> = { readonly [K in keyof L]: SeenOne<L[K]> };
type SeenOne<T> = T extends Look
  ? AnswerOf[T['kind']]
  : T extends readonly Look[]
    ? readonly AnswerOf[T[number]['kind']][]
    : undefined;

export type DigestAlgorithm = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** One path: its attributes, and its bytes or digest where asked for. */
export interface FileLook {
  readonly kind: 'file';
  readonly path: string;
  /** Whether a symbolic link at the path is looked through. */
  readonly follow: boolean;
  /** Whether the bytes of a regular file travel along. `{ unless }`: only when their SHA-1 (hex) differs, so that an unchanged file costs no transfer. */
  readonly content: 'none' | 'all' | { readonly unless: string };
  /** Bytes; a file that is larger is answered without its content, as `tooLarge`. */
  readonly limit?: number;
  readonly digest?: DigestAlgorithm;
  /** What costs a program of its own, or that few need. */
  readonly details?: readonly FileDetail[];
}

/** `flags`: lsattr's letters and version; `mime`: what file(1) makes of it; `access`: what the identity may do with it. */
export type FileDetail = 'flags' | 'mime' | 'access';

/** What is at a path. `absent` also where a parent is missing; `denied` where the identity may not look. */
export type FileSeen = FileAbsent | FilePresent;

export interface FileAbsent {
  readonly exists: false;
  readonly path: string;
  readonly denied?: true;
  /** Whose a file that the identity makes here will be; absent where the host was not asked. */
  readonly maker?: Maker;
}

/** What a new file gets by itself: the identity's user and group (or a setgid directory's group), and what the umask leaves. */
export interface Maker {
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  readonly umask: number;
  /** New directories are setgid too. */
  readonly setgid?: true;
}

export type FileType = 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'block' | 'char';

export interface FilePresent {
  readonly exists: true;
  readonly path: string;
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names; empty where the id has none. */
  readonly owner: string;
  readonly group: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds since the epoch, with the fraction the file system gives. */
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  /** A bigint beyond 2^53, as overlay and network file systems have it. */
  readonly inode: number | bigint;
  readonly device: number | bigint;
  /** Count of hard links. */
  readonly links: number;
  /** What a symbolic link says. */
  readonly target?: string;
  /** Where the path leads: for a link the file it ends at, else the path itself. */
  readonly resolved: string;
  /** SELinux context, where the host has one. */
  readonly label?: string;
  /** Hex digest of a regular file, where asked for. */
  readonly digest?: string;
  /** The bytes, where asked for (and, with `unless`, different). */
  readonly content?: Buffer;
  /** The bytes were asked for, but the identity may not read them. */
  readonly unreadable?: true;
  /** The bytes were asked for, but are more than the look's limit. */
  readonly tooLarge?: true;
  /** 512-byte blocks allocated, the block size for reading, and the device number of a device file. */
  readonly blocks?: number;
  readonly blockSize?: number;
  readonly specialDevice?: number;
  /** lsattr's letters without dashes, and the file's version (generation); absent where the file system has none. */
  readonly flags?: string;
  readonly version?: string;
  /** As file(1) says it: `text/plain; charset=us-ascii`. Absent where the host has no file(1). */
  readonly mime?: string;
  /** Of who looked: what a symbolic mode without a letter for whom goes by. */
  readonly umask?: number;
  readonly access?: { readonly read: boolean; readonly write: boolean; readonly execute: boolean };
}

/** Everything below a directory, itself not included. */
export interface TreeLook {
  readonly kind: 'tree';
  readonly path: string;
  /** How many levels down; all where absent. */
  readonly depth?: number;
  /** Links are looked through, directories behind links descended into. */
  readonly follow?: boolean;
  /** Digest of every regular file. */
  readonly digest?: DigestAlgorithm;
}

export interface TreeSeen {
  readonly exists: boolean;
  /** Paths are absolute, parents before children. */
  readonly entries: readonly FilePresent[];
  /** Directories that the identity may not list. */
  readonly denied?: readonly string[];
}

/** An account as the name service has it, with what /etc/shadow says where the identity may read it. */
export interface UserLook {
  readonly kind: 'user';
  /** Name, or uid as text. */
  readonly name: string;
}

export type UserSeen =
  | { readonly exists: false; readonly name: string }
  | {
      readonly exists: true;
      readonly name: string;
      readonly uid: number;
      readonly gid: number;
      readonly comment: string;
      readonly home: string;
      readonly shell: string;
      /** The name of the primary group; empty where the gid has none. */
      readonly primaryGroup: string;
      /** Supplementary groups by name, sorted. */
      readonly groups: readonly string[];
      /** Whether it stands in /etc/passwd itself (not only in a directory service). */
      readonly local: boolean;
      /** Absent where /etc/shadow may not be read. Days since the epoch; -1 where empty. */
      readonly shadow?: {
        readonly hash: string;
        readonly lastChange: number;
        readonly min: number;
        readonly max: number;
        readonly warn: number;
        readonly inactive: number;
        readonly expire: number;
      };
    };

export interface GroupLook {
  readonly kind: 'group';
  /** Name, or gid as text. */
  readonly name: string;
}

export type GroupSeen =
  | { readonly exists: false; readonly name: string }
  | {
      readonly exists: true;
      readonly name: string;
      readonly gid: number;
      readonly members: readonly string[];
      readonly local: boolean;
    };

/** Which versions of packages are installed; decided by the local database, without loading repositories. */
export interface PackagesLook {
  readonly kind: 'packages';
  readonly manager: 'rpm' | 'dpkg';
  /** Names, with `.arch` (rpm) or `:arch` (dpkg), globs, paths and provided names (rpm) allowed. */
  readonly names: readonly string[];
}

export interface InstalledPackage {
  readonly name: string;
  /** rpm: `epoch:version-release` without a zero epoch; dpkg: the version. */
  readonly version: string;
  readonly arch: string;
}

/** By the name asked for. A name with nothing installed has an empty list. */
export type PackagesSeen = Readonly<Record<string, readonly InstalledPackage[]>>;

/** A systemd unit. */
export interface UnitLook {
  readonly kind: 'unit';
  readonly name: string;
  readonly scope: 'system' | 'user' | 'global';
}

/** What systemd says of a unit. `loadState: 'not-found'` where it has none; `running: false` for a host without systemd. */
export interface UnitSeen {
  readonly systemd: boolean;
  readonly name: string;
  /** loaded, not-found, masked, bad-setting, error. */
  readonly loadState: string;
  /** active, inactive, failed, activating, deactivating, reloading. */
  readonly activeState: string;
  readonly subState: string;
  /** enabled, disabled, static, masked, alias, indirect, generated, ...; empty where it has none. */
  readonly unitFileState: string;
  /** Every property `systemctl show` prints, for the result of the systemd module. */
  readonly properties: Readonly<Record<string, string>>;
}

/** One zone of firewalld, as saved (permanent) or as in force (runtime). */
export interface ZoneLook {
  readonly kind: 'zone';
  /** Empty: the default zone. */
  readonly zone: string;
  readonly configuration: 'permanent' | 'runtime';
}

export type ZoneSeen =
  | {
      readonly exists: false;
      readonly zone: string;
      readonly why: 'no-firewalld' | 'not-running' | 'no-such-zone';
      readonly zones: readonly string[];
    }
  | {
      readonly exists: true;
      readonly zone: string;
      readonly defaultZone: string;
      readonly zones: readonly string[];
      readonly target: string;
      readonly services: readonly string[];
      /** `22/tcp`, `6000-6010/udp`. */
      readonly ports: readonly string[];
      readonly protocols: readonly string[];
      readonly sourcePorts: readonly string[];
      readonly sources: readonly string[];
      readonly interfaces: readonly string[];
      readonly richRules: readonly string[];
      /** `port=80:proto=tcp:toport=8080:toaddr=`. */
      readonly forwardPorts: readonly string[];
      readonly icmpBlocks: readonly string[];
      readonly icmpBlockInversion: boolean;
      readonly masquerade: boolean;
      readonly forward: boolean;
    };

/** What kind of system this is, as modules that choose a backend need to know it. */
export interface PlatformLook {
  readonly kind: 'platform';
}

export interface Platform {
  /** /etc/os-release ID, VERSION_ID, ID_LIKE, PRETTY_NAME. */
  readonly id: string;
  readonly versionId: string;
  readonly idLike: readonly string[];
  readonly prettyName: string;
  /** As Ansible's fact `os_family`: RedHat, Debian, Suse, Alpine, Archlinux, ... */
  readonly family: string;
  /** As Ansible's fact `pkg_mgr`: dnf, yum, apt, zypper, apk, pacman, unknown. */
  readonly packageManager: string;
  /** As Ansible's fact `service_mgr`: systemd, openrc, sysvinit, ... */
  readonly serviceManager: string;
  /** enforcing, permissive, disabled, or absent where the kernel has none. */
  readonly selinux?: 'enforcing' | 'permissive' | 'disabled';
  readonly architecture: string;
  readonly kernel: string;
}

/** Ansible's facts, by subset (`gather_subset`). */
export interface FactsLook {
  readonly kind: 'facts';
  readonly subsets: readonly string[];
  /** Directory of local facts. */
  readonly factPath: string;
  /** The only facts, without `ansible_`, that anybody can ask for; without it, all of them. */
  readonly asked?: readonly string[];
}

export interface FactsSeen {
  /** By their names without `ansible_`. */
  readonly facts: Readonly<Record<string, Plain>>;
  /** The names of those that were left out, since nobody was to ask for them. */
  readonly leftOut: readonly string[];
}

/** A command that only reads, for what no other kind of look answers. The author vouches for that. */
export interface RunLook {
  readonly kind: 'run';
  readonly command: Command;
  /** What it reads, so that a change there makes the answer old. */
  readonly reads: readonly ResourceName[];
  /** It takes long or costs others something (a download): never asked before its task has come. */
  readonly costly?: true;
}

export interface RunSeen {
  /** Exit code; 127 where the program is missing. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Two looks with the same question are the same, in whatever order their members were written. */
export function keyOf(look: Look): string {
  const known = keys.get(look);
  if (known !== undefined) return known;
  const key = newKeyOf(look);
  keys.set(look, key);
  return key;
}

const keys = new WeakMap<Look, string>();

function newKeyOf(look: Look): string {
  return JSON.stringify(Object.entries(look).sort(([a], [b]) => (a < b ? -1 : 1)));
}
