// Makes, grows and wipes file systems.

import {
  defineModule,
  filesystemLook,
  filesystemParams,
  planFilesystem,
  refuseFilesystem,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Make, grow or wipe file systems',
  description:
    'What is mounted, in use as swap or held by another device is never made anew or wiped, with force neither; a partition table counts as something that only force overwrites. All of that, a missing mkfs, and a file system that would have to be mounted to be grown are told in check mode too.',
  collection: 'community.general',
  params: filesystemParams,
  returns: { msg: 'what was grown, or why nothing was to be done' },
  examples: [
    { name: 'A file system on a partition', yaml: 'filesystem:\n  fstype: ext4\n  dev: /dev/sdb1' },
    {
      name: 'Let it fill a disk that was enlarged',
      yaml: 'filesystem:\n  fstype: xfs\n  dev: /dev/vdb\n  resizefs: true',
    },
    { name: 'Wipe it', yaml: 'filesystem:\n  dev: /dev/sdb1\n  state: absent' },
  ],
  undo: 'None of it can be taken back: what a file system has overwritten is gone.',
  refuse: refuseFilesystem,
  look: (given) => ({ device: filesystemLook(given) }),
  plan: (given, { device }) => planFilesystem(given, device),
});
