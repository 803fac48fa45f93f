// Facts of the `hardware` subset: memory, processors, mounts, disks, what the firmware says.

import { diskLinks, linkFacts } from './disk-links.ts';
import { deviceFacts, lvmFacts } from './disks.ts';
import type { Facts } from './distribution.ts';
import { dmiFacts } from './firmware.ts';
import { memoryFacts } from './memory.ts';
import { mountFacts } from './mounts.ts';
import { processorFacts } from './processors.ts';
import type { FactsOutput } from './script.ts';

export function hardwareFacts(output: FactsOutput): Facts {
  const { section, file } = output;
  const links = diskLinks(section('disk-links'));
  return {
    ...memoryFacts(file('/proc/meminfo')),
    ...processorFacts(file('/proc/cpuinfo'), Number(section('nproc').trim())),
    uptime_seconds: Math.floor(Number(file('/proc/uptime').split(' ')[0] ?? 0)),
    ...dmiFacts(section('dmi')),
    mounts: mountFacts(output, links),
    devices: deviceFacts(output, links),
    device_links: linkFacts(links),
    lvm: lvmFacts(section('lvm')),
  };
}
