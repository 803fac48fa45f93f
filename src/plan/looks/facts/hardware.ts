// Facts of the `hardware` subset: memory, processors, mounts, disks, what the firmware says.

import type { Plain } from '../../../model/value.ts';
import type { Facts, Section } from './distribution.ts';

export function hardwareFacts(section: Section): Facts {
  return {
    ...memoryFacts(section('meminfo')),
    ...processorFacts(section('cpuinfo'), Number(section('nproc').trim())),
    uptime_seconds: Math.floor(Number(section('uptime').split(' ')[0] ?? 0)),
    ...dmiFacts(section('dmi')),
    mounts: mountFacts(section),
    devices: deviceFacts(section),
    device_links: linkFacts(section('uuids')),
    lvm: lvmFacts(section('lvm')),
  };
}

function memoryFacts(text: string): Facts {
  const values = new Map(
    [...text.matchAll(/^(\w+):\s+(\d+)/gm)].map((match) => [match[1] ?? '', Math.floor(Number(match[2]) / 1024)]),
  );
  const mb = (name: string): number => values.get(name) ?? 0;
  const nocache = mb('MemFree') + mb('Cached') + mb('Buffers');
  return {
    memtotal_mb: mb('MemTotal'),
    memfree_mb: mb('MemFree'),
    swaptotal_mb: mb('SwapTotal'),
    swapfree_mb: mb('SwapFree'),
    memory_mb: {
      real: { total: mb('MemTotal'), used: mb('MemTotal') - mb('MemFree'), free: mb('MemFree') },
      nocache: { free: nocache, used: mb('MemTotal') - nocache },
      swap: {
        total: mb('SwapTotal'),
        free: mb('SwapFree'),
        used: mb('SwapTotal') - mb('SwapFree'),
        cached: mb('SwapCached'),
      },
    },
  };
}

function processorFacts(text: string, nproc: number): Facts {
  const blocks = text.split('\n\n').filter((block) => block.trim() !== '');
  const values = (name: string): readonly string[] =>
    [...text.matchAll(new RegExp(`^${name}\\s*:\\s*(.*)$`, 'gm'))].map((match) => match[1] ?? '');
  const shown = text.split('\n').flatMap((line) => {
    const match = /^(processor|vendor_id|model name|Model|Processor|cpu|CPU architecture)\s*:\s*(.*)$/.exec(line);
    return match?.[2] === undefined ? [] : [match[2]];
  });
  const sockets = new Set(values('physical id')).size || 1;
  const cores = Number(values('cpu cores')[0] ?? 0) || Math.max(1, Math.floor(blocks.length / sockets));
  const siblings = Number(values('siblings')[0] ?? 0) || cores;
  const threads = Math.max(1, Math.floor(siblings / cores));
  return {
    processor: shown,
    processor_count: sockets,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: threads * sockets * cores,
    processor_nproc: nproc,
  };
}

const DMI: readonly (readonly [fact: string, file: string])[] = [
  ['bios_date', 'bios_date'],
  ['bios_vendor', 'bios_vendor'],
  ['bios_version', 'bios_version'],
  ['board_asset_tag', 'board_asset_tag'],
  ['board_name', 'board_name'],
  ['board_serial', 'board_serial'],
  ['board_vendor', 'board_vendor'],
  ['board_version', 'board_version'],
  ['chassis_asset_tag', 'chassis_asset_tag'],
  ['chassis_serial', 'chassis_serial'],
  ['chassis_vendor', 'chassis_vendor'],
  ['chassis_version', 'chassis_version'],
  ['product_name', 'product_name'],
  ['product_serial', 'product_serial'],
  ['product_uuid', 'product_uuid'],
  ['product_version', 'product_version'],
  ['system_vendor', 'sys_vendor'],
];

const FORMS = [
  'Unknown',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All In One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'Sub Chassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
  'Sealed-case PC',
  'Multi-system',
  'CompactPCI',
  'AdvancedTCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
];

function dmiFacts(text: string): Facts {
  const values = filesOf(text);
  const of = (name: string): string | undefined => values.get(`/sys/class/dmi/id/${name}`);
  const form = of('chassis_type');
  return {
    ...Object.fromEntries(DMI.map(([fact, file]) => [fact, of(file) ?? 'NA'])),
    form_factor: form === undefined ? 'NA' : (FORMS[Number(form)] ?? `unknown (${form})`),
  };
}

/** Lines `path<TAB>first line of that file`. */
export function filesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const at = line.indexOf('\t');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

function mountFacts(section: Section): Plain {
  const uuids = byDevice(section('uuids'), '/dev/disk/by-uuid/');
  const sizes = section('statfs').split('\n');
  return section('mounts')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const [device = '', mount = '', fstype = '', options = ''] = line.split(' ').map(decodeOctal);
      const [block = 0, total = 0, , available = 0, inodes = 0, inodesFree = 0] = (sizes[index] ?? '')
        .split(' ')
        .map(Number);
      return {
        mount,
        device,
        fstype,
        options,
        size_total: block * total,
        size_available: block * available,
        block_size: block,
        block_total: total,
        block_available: available,
        block_used: total - available,
        inode_total: inodes,
        inode_available: inodesFree,
        inode_used: inodes - inodesFree,
        uuid: uuids.get(device)?.[0] ?? 'N/A',
      };
    });
}

// The kernel writes blanks in names as octal.
function decodeOctal(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function byDevice(text: string, prefix: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [link = '', device = ''] = line.split(' ');
    if (!link.startsWith(prefix)) continue;
    const known = found.get(device);
    if (known) known.push(link.slice(prefix.length));
    else found.set(device, [link.slice(prefix.length)]);
  }
  return found;
}

function deviceFacts(section: Section): Facts {
  const text = section('block');
  const files = filesOf(text);
  const links = {
    ids: byDevice(section('uuids'), '/dev/disk/by-id/'),
    labels: byDevice(section('uuids'), '/dev/disk/by-label/'),
    uuids: byDevice(section('uuids'), '/dev/disk/by-uuid/'),
  };
  const linksOf = (name: string): Facts => ({
    ids: links.ids.get(`/dev/${name}`) ?? [],
    labels: links.labels.get(`/dev/${name}`) ?? [],
    uuids: links.uuids.get(`/dev/${name}`) ?? [],
    masters: [],
  });
  const devices: Facts = {};
  for (const [, path = '', real = ''] of text.matchAll(/^(\/sys\/block\/\S+) (\/\S+)$/gm)) {
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
      holders: [...text.matchAll(new RegExp(`^${path.replace(/[.+]/g, '\\$&')} holder (\\S+)$`, 'gm'))].map(
        (match) => match[1] ?? '',
      ),
      links: linksOf(name),
      partitions: partitionsOf(path, files, linksOf),
    };
  }
  return devices;
}

function linkFacts(text: string): Facts {
  const named = (prefix: string): Facts =>
    Object.fromEntries([...byDevice(text, prefix)].map(([device, names]) => [device.replace('/dev/', ''), names]));
  return {
    ids: named('/dev/disk/by-id/'),
    uuids: named('/dev/disk/by-uuid/'),
    labels: named('/dev/disk/by-label/'),
    masters: {},
  };
}

function partitionsOf(path: string, files: ReadonlyMap<string, string>, linksOf: (name: string) => Facts): Facts {
  const partitions: Facts = {};
  for (const file of files.keys()) {
    const name = new RegExp(`^${path.replace(/[.+]/g, '\\$&')}/([^/]+)/partition$`).exec(file)?.[1];
    if (name === undefined) continue;
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

function lvmFacts(text: string): Plain {
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
