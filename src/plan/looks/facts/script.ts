// The script that gathers what facts are made of: raw text by section, from files wherever there is one, in one exchange.

export type Subset = 'min' | 'hardware' | 'network' | 'virtual';

const PRELUDE = `section() { printf '\\036%s\\n' "$1"; }
# Before the locale is set, so that the facts show the user's own.
section env; env
LC_ALL=C; export LC_ALL
# Files as "name<TAB>first line", read without starting a program.
lines() { for f do [ -r "$f" ] && IFS= read -r l <"$f" 2>/dev/null && printf '%s\\t%s\\n' "$f" "$l"; done; }`;

const MIN = `section uname; uname -s; uname -n; uname -r; uname -v; uname -m
section hostname; hostname -f 2>/dev/null || uname -n
section user; id -u; id -un; id -g; id -ru; id -rg
section passwd; u=$(id -un); while IFS= read -r l; do case $l in "$u":*) echo "$l"; break;; esac; done </etc/passwd
section os-release; cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null
section release-files; lines /etc/redhat-release /etc/oracle-release /etc/system-release /etc/debian_version /etc/alpine-release /etc/SuSE-release
section lsb; cat /etc/lsb-release 2>/dev/null
section programs; for p in dnf5 dnf microdnf yum apt-get zypper apk pacman lsb_release python3 python python2; do c=$(command -v "$p" 2>/dev/null) && echo "$p $c"; done
section python; for p in python3 python python2; do command -v "$p" >/dev/null 2>&1 && { "$p" -V 2>&1; break; }; done
section init; if [ -e /run/systemd/system ]; then echo systemd; elif [ -e /run/openrc ]; then echo openrc; else readlink /proc/1/exe 2>/dev/null || cat /proc/1/comm 2>/dev/null; fi
section date; date '+%Y %m %d %H %M %S %s %z %Z %A %u %W'; date '+%N'
section resolv; cat /etc/resolv.conf 2>/dev/null
section cmdline; cat /proc/cmdline 2>/dev/null
section selinux; if [ -e /sys/fs/selinux/enforce ]; then echo "enforce $(cat /sys/fs/selinux/enforce)"; echo "version $(cat /sys/fs/selinux/policyvers 2>/dev/null)"; fi; grep -E '^SELINUX(TYPE)?=' /etc/selinux/config 2>/dev/null
section apparmor; [ -d /sys/kernel/security/apparmor ] && echo enabled
section fips; cat /proc/sys/crypto/fips_enabled 2>/dev/null
section machine-id; cat /var/lib/dbus/machine-id 2>/dev/null || cat /etc/machine-id 2>/dev/null
section loadavg; cat /proc/loadavg 2>/dev/null
section ssh-keys; for f in /etc/ssh/ssh_host_*_key.pub; do [ -r "$f" ] && echo "$f $(cat "$f")"; done
section caps; if command -v capsh >/dev/null 2>&1; then capsh --print; fi
section lsb-program; command -v lsb_release >/dev/null 2>&1 && lsb_release -a 2>/dev/null
section chroot; if [ -r /proc/1/root/. ]; then [ / -ef /proc/1/root/. ] && echo no || echo yes; fi
section local
for f in "$1"/*.fact; do
  [ -f "$f" ] || continue
  printf '\\035%s\\n' "$f"
  if [ -x "$f" ]; then "$f" 2>/dev/null || echo "error loading fact - please check content"; else cat "$f" 2>/dev/null; fi
done`;

const HARDWARE = `section meminfo; cat /proc/meminfo 2>/dev/null
section cpuinfo; cat /proc/cpuinfo 2>/dev/null
section nproc; nproc 2>/dev/null || getconf _NPROCESSORS_ONLN
section uptime; cat /proc/uptime 2>/dev/null
section dmi; lines /sys/class/dmi/id/bios_date /sys/class/dmi/id/bios_vendor /sys/class/dmi/id/bios_version /sys/class/dmi/id/board_asset_tag /sys/class/dmi/id/board_name /sys/class/dmi/id/board_serial /sys/class/dmi/id/board_vendor /sys/class/dmi/id/board_version /sys/class/dmi/id/chassis_asset_tag /sys/class/dmi/id/chassis_serial /sys/class/dmi/id/chassis_vendor /sys/class/dmi/id/chassis_version /sys/class/dmi/id/chassis_type /sys/class/dmi/id/product_name /sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid /sys/class/dmi/id/product_version /sys/class/dmi/id/sys_vendor
section mounts; set --; while read -r d m t o r; do case $d in /*|*:*) printf '%s %s %s %s\\n' "$d" "$m" "$t" "$o"; set -- "$@" "$(printf '%b' "$m")";; esac; done </proc/mounts
section statfs; [ $# -gt 0 ] && stat -f -c '%S %b %f %a %c %d' -- "$@" 2>/dev/null
section uuids; for f in /dev/disk/by-uuid/* /dev/disk/by-id/* /dev/disk/by-label/*; do [ -e "$f" ] && echo "$f $(readlink -f "$f")"; done
section block; for d in /sys/block/*; do [ -d "$d" ] || continue; lines "$d"/size "$d"/removable "$d"/queue/rotational "$d"/queue/logical_block_size "$d"/queue/scheduler "$d"/queue/discard_granularity "$d"/device/model "$d"/device/vendor "$d"/*/partition "$d"/*/size "$d"/*/start; echo "$d $(readlink -f "$d")"; for h in "$d"/holders/*; do [ -e "$h" ] && echo "$d holder \${h##*/}"; done; done
section lvm; if [ "$(id -u)" = 0 ] && command -v vgs >/dev/null 2>&1; then vgs --noheadings --nosuffix --units g --separator , 2>/dev/null; printf '\\035'; lvs --noheadings --nosuffix --units g --separator , 2>/dev/null; printf '\\035'; pvs --noheadings --nosuffix --units g --separator , 2>/dev/null; fi`;

const NETWORK = `section links; for d in /sys/class/net/*; do [ -d "$d" ] || continue; lines "$d"/address "$d"/mtu "$d"/type "$d"/flags "$d"/operstate "$d"/speed "$d"/carrier; [ -d "$d/bridge" ] && echo "$d bridge"; [ -d "$d/bonding" ] && echo "$d bonding"; [ -e "$d/device" ] && { echo "$d pci $(readlink -f "$d/device")"; echo "$d module $(readlink -f "$d/device/driver/module")"; }; for b in "$d"/brif/*; do [ -e "$b" ] && echo "$d port \${b##*/}"; done; done
section addresses; ip -o address show 2>/dev/null || ip address show 2>/dev/null
section route4; ip -4 route get 8.8.8.8 2>/dev/null
section route6; ip -6 route get 2404:6800:400a:800::1012 2>/dev/null
section iscsi; cat /etc/iscsi/initiatorname.iscsi 2>/dev/null`;

const VIRTUAL = `section virt; if command -v systemd-detect-virt >/dev/null 2>&1; then echo "vm $(systemd-detect-virt --vm)"; echo "container $(systemd-detect-virt --container)"; fi
[ -e /.dockerenv ] && echo 'file docker'; [ -e /run/.containerenv ] && echo 'file podman'
lines /sys/class/dmi/id/product_name /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/bios_vendor
[ -d /proc/xen ] && echo 'file xen'; [ -d /proc/vz ] && echo 'file openvz'
grep -m1 -o -w hypervisor /proc/cpuinfo 2>/dev/null; grep -E -m1 '^(kvm|vboxdrv|virtualbox) ' /proc/modules 2>/dev/null; [ -e /dev/kvm ] && echo 'file kvm'
tr '\\0' '\\n' </proc/1/environ 2>/dev/null | grep '^container='`;

/** The script for some subsets; `$1` is the directory of local facts. */
export function factsScript(subsets: ReadonlySet<Subset>): string {
  const parts = [
    ...(subsets.has('min') ? [MIN] : []),
    ...(subsets.has('network') ? [NETWORK] : []),
    ...(subsets.has('virtual') ? [VIRTUAL] : []),
    // Last: it takes the positional parameters for the mounts.
    ...(subsets.has('hardware') ? [HARDWARE] : []),
  ];
  return [PRELUDE, ...parts, 'exit 0'].join('\n');
}

/** The sections of its output, by name. */
export function sections(output: string): (name: string) => string {
  const found = new Map(
    output
      .split('\u001e')
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), part.slice(end + 1).replace(/\n$/, '')] as const;
      }),
  );
  return (name) => found.get(name) ?? '';
}
