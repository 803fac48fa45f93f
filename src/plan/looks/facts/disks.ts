// Block devices with their partitions, and what LVM makes of them.

import type { Plain } from '../../../model/value.ts';
import { byDevice, diskLinks, type Links } from './disk-links.ts';
import type { Facts } from './distribution.ts';
import { firstLines } from './first-lines.ts';
import type { FactsOutput } from './script.ts';

export function deviceFacts({ section }: FactsOutput, disks: Links): Facts {
  const text = section('block');
  const files = firstLines(text);
  const inside = partitionsByDisk(files);
  const holders = holdersByDisk(text);
  const links = {
    ids: byDevice(disks, '/dev/disk/by-id/'),
    labels: byDevice(disks, '/dev/disk/by-label/'),
    uuids: byDevice(disks, '/dev/disk/by-uuid/'),
  };
  const linksOf = (name: string): Facts => ({
    ids: links.ids.get(`/dev/${name}`) ?? [],
    labels: links.labels.get(`/dev/${name}`) ?? [],
    uuids: links.uuids.get(`/dev/${name}`) ?? [],
    masters: [],
  });
  const devices: Facts = {};
  for (const [path, real] of diskLinks(section('block-links'), '/sys/block')) {
    const name = path.split('/').at(-1) ?? '';
    const of = (file: string): string | undefined => files.get(`${path}/${file}`);
    const sector = Number(of('queue/logical_block_size') ?? 512);
    devices[name] = {
      virtual: real.includes('/devices/virtual/') ? 1 : 0,
      model: of('device/model') ?? null,
      vendor: of('device/vendor') ?? null,
      removable: of('removable') ?? '0',
      rotational: of('queue/rotational') ?? '0',
      support_discard: of('queue/discard_granularity') ?? '0',
      scheduler_mode: /\[(.+)\]/.exec(of('queue/scheduler') ?? '')?.[1] ?? of('queue/scheduler') ?? '',
      sectors: of('size') ?? '0',
      sectorsize: String(sector),
      size: humanSize(Number(of('size') ?? 0) * 512),
      host: '',
      sas_address: null,
      sas_device_handle: null,
      holders: [...(holders.get(path) ?? [])],
      links: linksOf(name),
      partitions: partitionsOf({ path, names: inside.get(path) ?? [] }, files, linksOf),
    };
  }
  return devices;
}

// `DISK/NAME/partition` is there for each partition.
function partitionsByDisk(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return grouped([...files.keys()].map((file) => /^(.*)\/([^/]+)\/partition$/.exec(file)));
}

function holdersByDisk(text: string): ReadonlyMap<string, readonly string[]> {
  return grouped(text.matchAll(/^(\S+) holder (\S+)$/gm));
}

function grouped(matches: Iterable<RegExpExecArray | null>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const match of matches) {
    const [, key, name] = match ?? [];
    if (key === undefined || name === undefined) continue;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return groups;
}

function partitionsOf(
  { path, names }: { readonly path: string; readonly names: readonly string[] },
  files: ReadonlyMap<string, string>,
  linksOf: (name: string) => Facts,
): Facts {
  const partitions: Facts = {};
  for (const name of names) {
    const sectors = files.get(`${path}/${name}/size`) ?? '0';
    partitions[name] = {
      start: files.get(`${path}/${name}/start`) ?? '0',
      sectors,
      sectorsize: 512,
      size: humanSize(Number(sectors) * 512),
      uuid: firstOf(linksOf(name).uuids),
      links: linksOf(name),
      holders: [],
    };
  }
  return partitions;
}

function firstOf(list: Plain | undefined): Plain {
  return Array.isArray(list) ? (list[0] ?? null) : null;
}

function humanSize(bytes: number): string {
  for (const [unit, power] of [
    ['TB', 40],
    ['GB', 30],
    ['MB', 20],
    ['KB', 10],
  ] as const) {
    if (bytes >= 2 ** power) return `${(bytes / 2 ** power).toFixed(2)} ${unit}`;
  }
  return `${bytes.toFixed(2)} Bytes`;
}

export function lvmFacts(text: string): Plain {
  if (text.trim() === '') return 'N/A';
  const [groups = '', volumes = '', physical = ''] = text.split('\u001d');
  const rows = (part: string): readonly (readonly string[])[] =>
    part
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.trim().split(','));
  return {
    vgs: Object.fromEntries(
      rows(groups).map(([name = '', pvs, lvs, , , size, free]) => [
        name,
        { size_g: size ?? '', free_g: free ?? '', num_lvs: lvs ?? '', num_pvs: pvs ?? '' },
      ]),
    ),
    lvs: Object.fromEntries(
      rows(volumes).map(([name = '', vg, , size]) => [name, { size_g: size ?? '', vg: vg ?? '' }]),
    ),
    pvs: Object.fromEntries(
      rows(physical).map(([name = '', vg, , , size, free]) => [
        name,
        { size_g: size ?? '', free_g: free ?? '', vg: vg ?? '' },
      ]),
    ),
  };
}
