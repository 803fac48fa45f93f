// Facts of the `virtual` subset: what the host runs in, and what it could run others in.

import type { Facts } from './distribution.ts';
import { firstLines } from './first-lines.ts';
import type { FactsOutput } from './script.ts';

/** systemd-detect-virt's words as Ansible's. */
const MACHINES: Readonly<Record<string, string>> = {
  kvm: 'kvm',
  qemu: 'kvm',
  amazon: 'kvm',
  xen: 'xen',
  vmware: 'VMware',
  oracle: 'virtualbox',
  microsoft: 'VirtualPC',
  bochs: 'bochs',
  parallels: 'parallels',
  bhyve: 'bhyve',
  zvm: 'zvm',
  powervm: 'powervm_lx86',
};
const CONTAINERS: Readonly<Record<string, string>> = {
  lxc: 'lxc',
  'lxc-libvirt': 'lxc',
  docker: 'docker',
  podman: 'podman',
  openvz: 'openvz',
  'systemd-nspawn': 'container',
  wsl: 'wsl',
};

export function virtualFacts({ section, file }: FactsOutput): Facts {
  const text = section('virt');
  const word = (name: string): string => new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 'none';
  const container = /^file (docker|podman)$/m.exec(text)?.[1] ?? word('container');
  const machine = word('vm') === 'none' ? fromFirmware(firstLines(text)) : word('vm');
  const guests = [
    ...(container === 'none'
      ? []
      : [
          ...new Set([
            'container',
            ...(container in CONTAINERS
              ? [container === 'systemd-nspawn' ? container : (CONTAINERS[container] ?? container)]
              : []),
          ]),
        ]),
    ...(machine === 'none' ? [] : [MACHINES[machine] ?? machine]),
  ];
  const hosts = /^file kvm$/m.test(text) || /^(kvm|vboxdrv|virtualbox) /m.test(file('/proc/modules')) ? ['kvm'] : [];
  const type =
    container === 'none'
      ? machine === 'none'
        ? undefined
        : (MACHINES[machine] ?? machine)
      : (CONTAINERS[container] ?? 'container');
  return {
    virtualization_type: type ?? hosts[0] ?? 'NA',
    virtualization_role: type === undefined ? (hosts.length > 0 ? 'host' : 'NA') : 'guest',
    virtualization_tech_guest: guests,
    virtualization_tech_host: hosts,
  };
}

// For hosts without systemd.
function fromFirmware(files: ReadonlyMap<string, string>): string {
  const text = [...files.values()].join(' ').toLowerCase();
  if (/vmware/.test(text)) return 'vmware';
  if (/virtualbox|innotek/.test(text)) return 'oracle';
  if (/qemu|kvm|openstack|rhev|amazon ec2|google compute|digitalocean|hetzner/.test(text)) return 'kvm';
  if (/xen/.test(text)) return 'xen';
  return /microsoft corporation virtual/.test(text) ? 'microsoft' : 'none';
}
