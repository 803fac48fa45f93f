// The script that gathers what facts are made of: raw text by section, from files wherever there is one, in one exchange.

export type Subset = 'min' | 'hardware' | 'network' | 'virtual';

const START = `section() { printf '\\036%s\\n' "$1"; }`;

// Before the locale is set, so that the facts show the user's own.
const ENVIRONMENT = 'section env; env';

const PRELUDE = `LC_ALL=C; export LC_ALL
# Files as "name<TAB>first line", read without starting a program.
lines() { for f do [ -r "$f" ] && IFS= read -r l <"$f" 2>/dev/null && printf '%s\\t%s\\n' "$f" "$l"; done; }`;

// Programs cost a millisecond each and more on a busy host: whole files come from one `head`, which names them.
const FILES: Readonly<Record<Subset, readonly string[]>> = {
  min: [
    ...['/etc/os-release', '/usr/lib/os-release', '/etc/lsb-release', '/etc/resolv.conf', '/etc/selinux/config'],
    ...[
      '/proc/sys/kernel/ostype',
      '/proc/sys/kernel/hostname',
      '/proc/sys/kernel/osrelease',
      '/proc/sys/kernel/version',
    ],
    ...[
      '/proc/cmdline',
      '/proc/sys/crypto/fips_enabled',
      '/proc/loadavg',
      '/var/lib/dbus/machine-id',
      '/etc/machine-id',
    ],
    ...['/sys/fs/selinux/enforce', '/sys/fs/selinux/policyvers', '/etc/ssh/ssh_host_*_key.pub'],
  ],
  hardware: ['/proc/meminfo', '/proc/cpuinfo', '/proc/uptime'],
  network: ['/etc/iscsi/initiatorname.iscsi'],
  virtual: ['/proc/cpuinfo', '/proc/modules'],
};

const MIN = `section uname; uname -m; [ -r /proc/sys/kernel/version ] || { uname -s; uname -n; uname -r; uname -v; }
# The names of the host's address, as Python asks for them; where there is no getent, what the host says of itself.
section hostname; n=; read -r n 2>/dev/null </proc/sys/kernel/hostname; [ -n "$n" ] || n=$(uname -n); if command -v getent >/dev/null 2>&1; then a=$(getent ahosts "$n" 2>/dev/null); a=\${a%%[[:space:]]*}; [ -n "$a" ] && getent hosts "$a" 2>/dev/null; else echo "- $(hostname -f 2>/dev/null)"; fi
section user; i=$(id); echo "$i"
section passwd; u=\${i#*"("}; u=\${u%%")"*}; while IFS= read -r l; do case $l in "$u":*) echo "$l"; break;; esac; done </etc/passwd
section release-files; lines /etc/redhat-release /etc/oracle-release /etc/system-release /etc/debian_version /etc/alpine-release /etc/SuSE-release
section programs; for p in dnf5 dnf microdnf yum apt-get zypper apk pacman lsb_release python3 python python2; do command -v "$p" >/dev/null 2>&1 && { printf '%s ' "$p"; command -v "$p"; }; done
section python; for p in python3 python python2; do command -v "$p" >/dev/null 2>&1 && { "$p" -V 2>&1; break; }; done
section init; if [ -e /run/systemd/system ]; then echo systemd; elif [ -e /run/openrc ]; then echo openrc; else readlink /proc/1/exe 2>/dev/null || cat /proc/1/comm 2>/dev/null; fi
section date; date '+%Y %m %d %H %M %S %s %z %Z %A %u %W %N'
section apparmor; [ -d /sys/kernel/security/apparmor ] && echo enabled
section caps; if command -v capsh >/dev/null 2>&1; then capsh --print; fi
section lsb-program; command -v lsb_release >/dev/null 2>&1 && lsb_release -a 2>/dev/null
section chroot; if [ -r /proc/1/root/. ]; then [ / -ef /proc/1/root/. ] && echo no || echo yes; fi
section local
for f in "$1"/*.fact; do
  [ -f "$f" ] || continue
  printf '\\035%s\\n' "$f"
  if [ -x "$f" ]; then
    # What the program writes goes straight on; what it complains of is kept, and told with its exit code.
    { e=$("$f" 2>&1 >&3 3>&-); c=$?; } 3>&1
    printf '\\034%s\\n%s\\n' "$c" "$e"
  else cat "$f" 2>/dev/null; fi
done`;

const HARDWARE = `section nproc; nproc 2>/dev/null || getconf _NPROCESSORS_ONLN
section dmi; lines /sys/class/dmi/id/bios_date /sys/class/dmi/id/bios_vendor /sys/class/dmi/id/bios_version /sys/class/dmi/id/board_asset_tag /sys/class/dmi/id/board_name /sys/class/dmi/id/board_serial /sys/class/dmi/id/board_vendor /sys/class/dmi/id/board_version /sys/class/dmi/id/chassis_asset_tag /sys/class/dmi/id/chassis_serial /sys/class/dmi/id/chassis_vendor /sys/class/dmi/id/chassis_version /sys/class/dmi/id/chassis_type /sys/class/dmi/id/product_name /sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid /sys/class/dmi/id/product_version /sys/class/dmi/id/sys_vendor
section mounts; set --; while read -r d m t o r; do case $d in /*|*:*) printf '%s %s %s %s\\n' "$d" "$m" "$t" "$o"; case $m in *\\\\*) m=$(printf '%b' "$m");; esac; set -- "$@" "$m";; esac; done </proc/mounts
section statfs; [ $# -gt 0 ] && stat -f -c '%S %b %f %a %c %d' -- "$@" 2>/dev/null
section disk-links; [ -d /dev/disk ] && ls -l /dev/disk/by-uuid /dev/disk/by-id /dev/disk/by-label 2>/dev/null
section block-links; ls -l /sys/block/ 2>/dev/null
section block; for d in /sys/block/*; do [ -d "$d" ] || continue; lines "$d"/size "$d"/removable "$d"/queue/rotational "$d"/queue/logical_block_size "$d"/queue/scheduler "$d"/queue/discard_granularity "$d"/device/model "$d"/device/vendor "$d"/*/partition "$d"/*/size "$d"/*/start; for h in "$d"/holders/*; do [ -e "$h" ] && echo "$d holder \${h##*/}"; done; done
section lvm; if command -v vgs >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then vgs --noheadings --nosuffix --units g --separator , 2>/dev/null; printf '\\035'; lvs --noheadings --nosuffix --units g --separator , 2>/dev/null; printf '\\035'; pvs --noheadings --nosuffix --units g --separator , 2>/dev/null; fi`;

const NETWORK = `section links; for d in /sys/class/net/*; do [ -d "$d" ] || continue; lines "$d"/address "$d"/mtu "$d"/type "$d"/flags "$d"/operstate "$d"/speed "$d"/carrier; [ -d "$d/bridge" ] && echo "$d bridge"; [ -d "$d/bonding" ] && echo "$d bonding"; [ -e "$d/device" ] && { echo "$d pci $(readlink -f "$d/device")"; echo "$d module $(readlink -f "$d/device/driver/module")"; }; for b in "$d"/brif/*; do [ -e "$b" ] && echo "$d port \${b##*/}"; done; done
section addresses; ip -o address show 2>/dev/null || ip address show 2>/dev/null
section route4; ip -4 route get 8.8.8.8 2>/dev/null
section route6; ip -6 route get 2404:6800:400a:800::1012 2>/dev/null`;

const VIRTUAL = `section virt; if command -v systemd-detect-virt >/dev/null 2>&1; then echo "vm $(systemd-detect-virt --vm)"; echo "container $(systemd-detect-virt --container)"; fi
[ -e /.dockerenv ] && echo 'file docker'; [ -e /run/.containerenv ] && echo 'file podman'
lines /sys/class/dmi/id/product_name /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/bios_vendor
[ -d /proc/xen ] && echo 'file xen'; [ -d /proc/vz ] && echo 'file openvz'
[ -e /dev/kvm ] && echo 'file kvm'`;

/** Which parts of the script to run, and which of their sections not. */
export interface Sections {
  readonly parts: ReadonlySet<Subset>;
  readonly without: ReadonlySet<string>;
}

/** The script that gathers some parts; `$1` is the directory of local facts. */
export function factsScript({ parts, without }: Sections): string {
  const files = [...new Set([...parts].flatMap((part) => FILES[part]))];
  const all = [
    // Twice the first one: a single file would not be named.
    `section files; head -n 100000 -- ${files.join(' ')} ${files[0] ?? ''} 2>/dev/null`,
    ...(parts.has('min') ? [MIN] : []),
    ...(parts.has('network') ? [NETWORK] : []),
    ...(parts.has('virtual') ? [VIRTUAL] : []),
    // Last: it takes the positional parameters for the mounts.
    ...(parts.has('hardware') ? [HARDWARE] : []),
  ];
  const sections = all.flatMap((part) => part.split(SECTION)).filter((section) => !without.has(nameOf(section)));
  return [START, ...(without.has('env') ? [] : [ENVIRONMENT]), PRELUDE, ...sections, INTERFACES, 'exit 0'].join('\n');
}

/** Names alone, for who wants to know what facts there would be. */
const INTERFACES = 'section interfaces; echo /sys/class/net/*';

// Where a section begins: each stands at the start of a line.
const SECTION = /\n(?=section )/;

function nameOf(section: string): string {
  return /^section ([\w-]+)/.exec(section)?.[1] ?? '';
}

/** What the script put out: sections by name, and whole files by path. */
export interface FactsOutput {
  /** Empty where there is none. */
  section(name: string): string;
  file(path: string): string;
  /** The paths of the files. */
  readonly files: Iterable<string>;
}

/** Reads the output of the script. */
export function factsOutput(output: string): FactsOutput {
  const sections = new Map(
    output
      .split('\u001e')
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), part.slice(end + 1).replace(/\n$/, '')] as const;
      }),
  );
  const section = (name: string): string => sections.get(name) ?? '';
  const files = new Map<string, string>();
  const [, ...named] = section('files').split(/^==> (\/.*) <==$\n?/m);
  for (let at = 0; at < named.length; at += 2) files.set(named[at] ?? '', (named[at + 1] ?? '').replace(/\n+$/, ''));
  return { section, file: (path) => files.get(path) ?? '', files: files.keys() };
}
