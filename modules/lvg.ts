// Manages volume groups of LVM.

import { defineModule, lvgLooks, lvgParams, planLvg } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage volume groups of LVM',
  description:
    'Devices that are no physical volumes yet become some. A device that has something else on it is only taken by force, one that is mounted or otherwise in use never. A physical volume that holds data does not leave its group: pvmove it first.',
  collection: 'community.general',
  params: lvgParams,
  examples: [
    { name: 'A group on two disks', yaml: 'lvg:\n  vg: data\n  pvs: [/dev/sdb, /dev/sdc]' },
    { name: 'Use all of a disk that was enlarged', yaml: 'lvg:\n  vg: data\n  pvs: /dev/sdb\n  pvresize: true' },
    { name: 'Remove it', yaml: 'lvg:\n  vg: data\n  state: absent' },
  ],
  undo: 'A group that was created is removed again, volumes that joined or left go back. A group that was removed is gone, and a physical volume that was grown stays so.',
  look: lvgLooks,
  plan: planLvg,
});
