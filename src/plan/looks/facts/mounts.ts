// Mounted file systems with their sizes.

import type { Plain } from '../../../model/value.ts';
import { byDevice, type Links } from './disk-links.ts';
import type { FactsOutput } from './script.ts';

export function mountFacts({ section }: FactsOutput, links: Links): Plain {
  const uuids = byDevice(links, '/dev/disk/by-uuid/');
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
