// The options that say what a container sees of its host's disks.

import type { Plain } from '../../../model/value.ts';
import { dictAt, listAt, textOf, textsOf } from '../client.ts';
import { hostConfig, type Option } from './option.ts';
import type { ContainerParams } from './params.ts';
import { bytesOfSize } from './sizes.ts';

const MODES = new Set(
  'rw ro z Z consistent delegated cached rprivate private rshared shared rslave slave nocopy'.split(' '),
);

const isModes = (text: string): boolean => text.split(',').every((mode) => MODES.has(mode));

/** The parts of `/host:/container:mode`; a volume without a name has only the middle one. */
function partsOf(volume: string): { readonly source?: string; readonly target: string; readonly modes: string } {
  const [first = '', second, third] = volume.split(':');
  if (second === undefined || (third === undefined && isModes(second))) return { target: first, modes: second ?? 'rw' };
  return { source: first, target: second, modes: third ?? 'rw' };
}

// In one spelling, so that the order of modes makes no difference.
function bindOf(volume: string): string {
  const { source, target, modes } = partsOf(volume);
  return source === undefined ? target : `${source}:${target}:${modes.split(',').sort().join(',')}`;
}

const volumes: Option = {
  name: 'volumes',
  shape: 'set',
  wanted: ({ volumes: asked }) => asked?.map(bindOf),
  expected: (wanted, image) => [
    ...new Set([...(Array.isArray(wanted) ? wanted : []), ...Object.keys(dictAt(image, 'Config', 'Volumes'))]),
  ],
  now: (container) => [
    ...listAt(container, 'HostConfig', 'Binds').map((bind) => bindOf(textOf(bind))),
    ...Object.keys(dictAt(container, 'Config', 'Volumes')),
  ],
  body: (wanted) => {
    const all = Array.isArray(wanted) ? wanted.map(textOf) : [];
    const nameless = all.filter((volume) => !volume.includes(':'));
    return {
      HostConfig: { Binds: all.filter((volume) => volume.includes(':')) },
      ...(nameless.length > 0 && { Config: { Volumes: Object.fromEntries(nameless.map((target) => [target, {}])) } }),
    };
  },
};

type Mount = NonNullable<ContainerParams['mounts']>[number];

function bindDetails({ propagation, create_mountpoint, non_recursive, ...more }: Mount): Plain {
  const { read_only_non_recursive, read_only_force_recursive } = more;
  return {
    ...(propagation !== undefined && { Propagation: propagation }),
    ...(create_mountpoint !== undefined && { CreateMountpoint: create_mountpoint }),
    ...(non_recursive !== undefined && { NonRecursive: non_recursive }),
    ...(read_only_non_recursive !== undefined && { ReadOnlyNonRecursive: read_only_non_recursive }),
    ...(read_only_force_recursive !== undefined && { ReadOnlyForceRecursive: read_only_force_recursive }),
  };
}

function volumeDetails({ no_copy, labels, volume_driver, volume_options, subpath }: Mount): Plain {
  const isDriven = volume_driver !== undefined || volume_options !== undefined;
  return {
    ...(no_copy !== undefined && { NoCopy: no_copy }),
    ...(labels !== undefined && { Labels: textsOf(labels) }),
    ...(subpath !== undefined && { Subpath: subpath }),
    ...(isDriven && { DriverConfig: { Name: volume_driver ?? 'local', Options: textsOf(volume_options) } }),
  };
}

function tmpfsDetails({ tmpfs_size, tmpfs_mode }: Mount): Plain {
  return {
    ...(tmpfs_size !== undefined && { SizeBytes: bytesOfSize(tmpfs_size) ?? 0 }),
    ...(tmpfs_mode !== undefined && { Mode: Number.parseInt(tmpfs_mode, 8) }),
  };
}

function mountOf(mount: Mount): Plain {
  const { type, source, target, read_only, consistency } = mount;
  const details = {
    BindOptions: bindDetails(mount),
    VolumeOptions: volumeDetails(mount),
    TmpfsOptions: tmpfsDetails(mount),
  };
  return {
    Type: type,
    Target: target,
    ...(source !== undefined && { Source: source }),
    ...(read_only !== undefined && { ReadOnly: read_only }),
    ...(consistency !== undefined && { Consistency: consistency }),
    ...Object.fromEntries(Object.entries(details).filter(([, one]) => Object.keys(textsOf(one)).length > 0)),
  };
}

const mounts: Option = {
  name: 'mounts',
  shape: 'set',
  wanted: ({ mounts: asked }) => asked?.map(mountOf),
  now: (container) => listAt(container, 'HostConfig', 'Mounts'),
  body: (Mounts) => ({ HostConfig: { Mounts } }),
};

const tmpfs: Option = {
  name: 'tmpfs',
  shape: 'dict',
  wanted: ({ tmpfs: asked }) =>
    asked &&
    Object.fromEntries(
      asked.map((text) => {
        const [target = '', ...options] = text.split(':');
        return [target, options.join(':')];
      }),
    ),
  now: (container) => dictAt(container, 'HostConfig', 'Tmpfs'),
  body: (Tmpfs) => ({ HostConfig: { Tmpfs } }),
};

const ONLY: Readonly<Record<string, readonly (keyof Mount)[]>> = {
  bind: ['propagation', 'create_mountpoint', 'non_recursive', 'read_only_non_recursive', 'read_only_force_recursive'],
  volume: ['no_copy', 'labels', 'volume_driver', 'volume_options', 'subpath'],
  tmpfs: ['tmpfs_size', 'tmpfs_mode'],
};

/** Why volumes and mounts are none; `undefined` where they are. */
export function refuseStorage({
  volumes: asked = [],
  mounts: wished = [],
  log_options,
  log_driver,
}: ContainerParams): string | undefined {
  const seen = new Set<string>();
  for (const volume of asked) {
    const { target, modes } = partsOf(volume);
    if (volume.split(':').length > 3)
      return `the volume '${volume}' is none; write /host:/container:ro, name:/container or /container`;
    if (!isModes(modes)) return `Found invalid volumes mode: ${modes}`;
    if (seen.has(target)) return `The mount point "${target}" appears twice in the volumes option`;
    seen.add(target);
  }
  if (log_options !== undefined && log_driver === undefined) return 'log_options need a log_driver';
  return wished.map(refuseMount).find((problem) => problem !== undefined) ?? twice(wished, seen);
}

function twice(wished: readonly Mount[], seen: Set<string>): string | undefined {
  for (const { target } of wished) {
    if (seen.has(target)) return `The mount point "${target}" appears twice in the mounts option`;
    seen.add(target);
  }
  return undefined;
}

function refuseMount(mount: Mount): string | undefined {
  const { type, source, target, tmpfs_size, tmpfs_mode } = mount;
  if (type === 'bind' && source === undefined) return `source must be specified for mount "${target}" of type "bind"`;
  if (type === 'tmpfs' && source !== undefined) return `the mount "${target}" of type "tmpfs" takes no source`;
  for (const [kind, names] of Object.entries(ONLY)) {
    const wrong = kind === type ? undefined : names.find((name) => mount[name] !== undefined);
    if (wrong !== undefined)
      return `${wrong} cannot be specified for mount "${target}" of type "${type}" (needs type "${kind}")`;
  }
  if (tmpfs_size !== undefined && bytesOfSize(tmpfs_size) === undefined)
    return `the tmpfs_size of the mount "${target}" is '${tmpfs_size}', which is not a size such as 64M`;
  if (tmpfs_mode !== undefined && !/^0?o?[0-7]{1,5}$/.test(tmpfs_mode))
    return `the tmpfs_mode of the mount "${target}" is '${tmpfs_mode}'; write an octal mode such as "1770"`;
  return undefined;
}

/** All of them. */
export const storageOptions: readonly Option[] = [
  volumes,
  mounts,
  tmpfs,
  hostConfig('volume_driver', 'VolumeDriver'),
  hostConfig('volumes_from', 'VolumesFrom', { shape: 'set' }),
];
