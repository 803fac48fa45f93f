// Manages the partitions of a disk.

import { defineModule, partedLooks, partedParams, planParted, refuseParted } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage the partitions of a disk',
  description:
    'What is mounted, in use as swap or held by another device is neither removed nor lost by a new label; nor is a file system on the whole disk. A number that parted would not give, an overlap, a name where the label has none and a partition that would have to shrink are told before anything is done, in check mode too.',
  collection: 'community.general',
  params: partedParams,
  returns: {
    disk: 'the disk: dev, size, unit, table, model, logical_block, physical_block',
    partitions: 'its partitions: num, begin, end, size, fstype, name, flags, unit',
    script: 'what parted was told',
  },
  examples: [
    { name: 'Tell what is there', yaml: 'parted:\n  device: /dev/sdb\n  unit: MiB\nregister: sdb' },
    {
      name: 'A partition for LVM',
      yaml: 'parted:\n  device: /dev/sdb\n  number: 1\n  label: gpt\n  name: data\n  flags: [lvm]\n  part_end: 100GiB\n  state: present',
    },
    {
      name: 'Let it fill a disk that was enlarged',
      yaml: 'parted:\n  device: /dev/sdb\n  number: 1\n  label: gpt\n  resize: true\n  state: present',
    },
    { name: 'Remove it', yaml: 'parted:\n  device: /dev/sdb\n  number: 1\n  state: absent' },
  ],
  undo: 'A new partition is removed again, a name and flags are set back. A partition that was removed or grown and a label that was replaced cannot be brought back.',
  refuse: refuseParted,
  look: partedLooks,
  plan: (given, seen, _, { given: written }) => planParted(given, seen, written.has('label')),
});
