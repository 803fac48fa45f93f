// The types of file systems: how each is made, measured and grown, and by which programs.

/** How a file system is grown, and how one tells whether it fills its device. */
export interface Growth {
  /** As messages call it. */
  readonly name: string;
  /** sh text that prints the bytes the file system has, for the device `$1` that is mounted on `$2` (or empty). */
  readonly size: string;
  /** It can only be grown, or only be measured, where it is mounted. */
  readonly mounted?: true;
  /** It can only be grown where it is not mounted. */
  readonly unmounted?: true;
  readonly command: (device: string, mountPoint: string) => readonly [string, ...string[]];
  /** What is needed to measure and to grow. */
  readonly programs: readonly string[];
}

export interface FilesystemType {
  /** What blkid calls it. */
  readonly signatures: readonly string[];
  /** Told to go ahead where there is something already: whether it may is decided before. */
  readonly make: readonly [string, ...string[]];
  /** The package that brings its programs, by the name most distributions give it. */
  readonly package: string;
  readonly growth?: Growth;
}

// The first number behind a word of a report.
const field = (command: string, pattern: string): string => `${command} 2>/dev/null | sed -n '${pattern}'`;

const extGrowth = (name: string): Growth => ({
  name,
  size: `${field('LC_ALL=C tune2fs -l "$1"', 's/^Block count: *//p; s/^Block size: *//p')} | { read -r count && read -r size && echo $((count * size)); }`,
  command: (device) => ['resize2fs', device],
  programs: ['tune2fs', 'resize2fs'],
});

const ext = (version: string): FilesystemType => ({
  signatures: version === 'ext4dev' ? ['ext4dev', 'ext4'] : [version],
  make: [`mkfs.${version === 'ext4dev' ? 'ext4' : version}`, '-F'],
  package: 'e2fsprogs',
  growth: extGrowth(`E${version.slice(1)}`),
});

/** By the word of the parameter. */
export const FILESYSTEM_TYPES = {
  btrfs: {
    signatures: ['btrfs'],
    make: ['mkfs.btrfs', '-f'],
    package: 'btrfs-progs',
    growth: {
      name: 'Btrfs',
      size: field('btrfs filesystem usage -b "$2"', 's/^ *Device size:[[:space:]]*//p'),
      mounted: true,
      command: (_, mountPoint) => ['btrfs', 'filesystem', 'resize', 'max', mountPoint],
      programs: ['btrfs'],
    },
  },
  ext2: ext('ext2'),
  ext3: ext('ext3'),
  ext4: ext('ext4'),
  ext4dev: ext('ext4dev'),
  f2fs: {
    signatures: ['f2fs'],
    make: ['mkfs.f2fs', '-f'],
    package: 'f2fs-tools',
    growth: {
      name: 'F2fs',
      size: `${field('dump.f2fs "$1"', 's/^Info: sector size = \\([0-9]*\\).*/\\1/p; s/^Info: total FS sectors = \\([0-9]*\\).*/\\1/p')} | { read -r one && { read -r count || { count=$one one=512; }; echo $((count * one)); }; }`,
      unmounted: true,
      command: (device) => ['resize.f2fs', device],
      programs: ['dump.f2fs', 'resize.f2fs'],
    },
  },
  lvm: {
    signatures: ['LVM2_member'],
    make: ['pvcreate', '-f', '-y'],
    package: 'lvm2',
    growth: {
      name: 'LVM',
      // What is left over when the device is cut into extents, and what lies before them, is no room to grow into.
      size: `pvs --noheadings --nosuffix --units b --separator ' ' -o dev_size,pv_size,pe_start,vg_extent_size "$1" 2>/dev/null | { read -r device size start extent
if [ "\${extent:-0}" -eq 0 ] || [ "$(((device - start) / extent * extent))" -le "$size" ]; then echo "$((extent ? device : size))"; else echo "$size"; fi; }`,
      command: (device) => ['pvresize', device],
      programs: ['pvs', 'pvresize'],
    },
  },
  ocfs2: { signatures: ['ocfs2'], make: ['mkfs.ocfs2', '-Fx'], package: 'ocfs2-tools' },
  reiserfs: { signatures: ['reiserfs'], make: ['mkfs.reiserfs', '-q', '-f'], package: 'reiserfsprogs' },
  swap: { signatures: ['swap'], make: ['mkswap', '-f'], package: 'util-linux' },
  ufs: { signatures: ['ufs'], make: ['newfs'], package: 'newfs' },
  vfat: {
    signatures: ['vfat'],
    make: ['mkfs.vfat'],
    package: 'dosfstools',
    growth: {
      name: 'VFAT',
      size: field('fatresize --info "$1"', 's/^Size: *\\([0-9]*\\).*/\\1/p'),
      unmounted: true,
      command: (device) => ['fatresize', '-s', 'max', device],
      programs: ['fatresize'],
    },
  },
  xfs: {
    signatures: ['xfs'],
    make: ['mkfs.xfs', '-f'],
    package: 'xfsprogs',
    growth: {
      name: 'XFS',
      size: `${field('LC_ALL=C xfs_info "${2:-$1}"', 's/^data .*bsize=\\([0-9]*\\) *blocks=\\([0-9]*\\).*/\\1 \\2/p')} | { read -r size count && echo $((count * size)); }`,
      mounted: true,
      command: (_, mountPoint) => ['xfs_growfs', mountPoint],
      programs: ['xfs_info', 'xfs_growfs'],
    },
  },
} as const satisfies Readonly<Record<string, FilesystemType>>;

/** The words of the parameter. */
export const FILESYSTEM_WORDS = [
  'btrfs',
  'ext2',
  'ext3',
  'ext4',
  'ext4dev',
  'f2fs',
  'lvm',
  'ocfs2',
  'reiserfs',
  'xfs',
  'vfat',
  'swap',
  'ufs',
] as const;

/** The package of a program. */
export const packageOf = (program: string, type: FilesystemType): string =>
  program === 'fatresize' ? 'fatresize' : program === 'wipefs' ? 'util-linux' : type.package;
