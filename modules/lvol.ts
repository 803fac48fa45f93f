// Manages logical volumes of LVM.

import { defineModule, lvolLooks, lvolParams, planLvol, refuseLvol } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage logical volumes of LVM',
  description:
    'Sizes are compared in extents, so that a second run finds nothing to do; a percentage of FREE means what is free without the volume itself, and never shrinks it. That there is too little room, a thin pool or an origin missing, or a volume mounted that shall be removed, is told in check mode too.',
  collection: 'community.general',
  params: lvolParams,
  returns: { lv: 'the volume', vg: 'its group', size: 'its size before, in the unit of the task' },
  examples: [
    { name: 'A volume of 10 GiB', yaml: 'lvol:\n  vg: data\n  lv: home\n  size: 10g' },
    {
      name: 'Let it have all that is left, with its file system',
      yaml: 'lvol:\n  vg: data\n  lv: home\n  size: 100%FREE\n  resizefs: true',
    },
    { name: 'A snapshot', yaml: 'lvol:\n  vg: data\n  lv: home\n  snapshot: before\n  size: 1g' },
    { name: 'Remove it', yaml: 'lvol:\n  vg: data\n  lv: home\n  state: absent\n  force: true' },
  ],
  undo: 'A volume that was created is removed again, activation is set back. What was resized or removed stays so.',
  refuse: refuseLvol,
  look: lvolLooks,
  plan: planLvol,
});
