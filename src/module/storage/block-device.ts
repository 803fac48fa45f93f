// What is on a block device or in an image file, whether it is in use, and what the host could do about it.

import { run } from '../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';

/** A use of a device, in words: `mounted on /srv`, `in use as swap`, `in use by dm-0`. */
export interface DeviceUse {
  readonly text: string;
  /** The number of the partition that is used; absent where it is the device itself. */
  readonly partition: number | undefined;
}

/** What a look at a device found. */
export type DeviceSeen =
  | { readonly exists: false }
  | {
      readonly exists: true;
      /** Without links. */
      readonly path: string;
      /** As blkid calls it: ext4, LVM2_member, swap, ...; empty where it knows none. */
      readonly type: string;
      /** The partition table, as blkid calls it: gpt, dos, ...; empty where there is none. */
      readonly table: string;
      /** Who uses it, a partition of it or its image. */
      readonly uses: readonly DeviceUse[];
      /** Where the device itself is mounted. */
      readonly mountPoint: string | undefined;
      /** Programs that were asked for and are not there. */
      readonly missing: ReadonlySet<string>;
    };

const ABSENT = 9;
const NO_BLKID = 127;
const UNREADABLE = 13;

// Devices are told by their numbers, since one has many names. btrfs has numbers of its own: there the name counts as well.
const SCRIPT = `[ -e "$1" ] || exit ${ABSENT}
command -v blkid >/dev/null 2>&1 || exit ${NO_BLKID}
[ -r "$1" ] || exit ${UNREADABLE}
real=$(readlink -f -- "$1"); asked=$1; shift
printf 'real %s\\n' "$real"
for program do command -v "$program" >/dev/null 2>&1 || echo "missing $program"; done
printf 'type %s\\n' "$(blkid -c /dev/null -o value -s TYPE "$asked")"
printf 'table %s\\n' "$(blkid -p -o value -s PTTYPE "$asked" 2>/dev/null)"
number() { n=$(stat -L -c '%t %T' -- "$1") && echo "$((0x\${n% *})):$((0x\${n#* }))"; }
own= all= parts=
if [ -b "$real" ]; then own=$(number "$real") all=$own
  for part in "/sys/dev/block/$own"/*/partition; do
    [ -e "$part" ] && read -r one <"\${part%partition}dev" && read -r n <"$part" || continue
    all="$all $one" parts="$parts $one=$n"
  done
elif [ -f "$real" ]; then
  for loop in /sys/block/loop*/loop/backing_file; do
    [ -e "$loop" ] && read -r file <"$loop" && [ "$file" = "$real" ] || continue
    read -r one <"\${loop%loop/backing_file}dev"; all="$all $one"
  done
fi
part() { n=; case "$parts " in *" $1="*) n=\${parts#* "$1"=} n=\${n%% *};; esac; echo "\${n:-0}"; }
while read -r _ _ device _ where rest; do
  source=\${rest#* - }; source=\${source#* }; source=\${source%% *}
  case " $all " in *" $device "*) ;; *) [ "$source" = "$real" ] || [ "$source" = "$asked" ] || continue;; esac
  printf 'mount %s %s\\n' "$(part "$device")" "$where"
done </proc/self/mountinfo
while read -r swap _; do
  one=$swap; [ ! -b "$swap" ] || one=$(number "$swap")
  case " $all $real " in *" $one "*) echo "swap $(part "$one")";; esac
done </proc/swaps 2>/dev/null
for one in $all; do for held in "/sys/dev/block/$one/holders"/*; do [ ! -e "$held" ] || echo "held $(part "$one") \${held##*/}"; done; done
exit 0`;

/** Looks at a device, and which of these programs the host has. One look for all tasks with the same programs. */
export function deviceLook(device: string, programs: readonly string[] = []): RunLook {
  return run({ script: SCRIPT, args: [device, ...programs] }, [`path:${device}`, 'packages']);
}

/** What the look found; or why it could not. */
export function deviceSeen({ code, stdout, stderr }: RunSeen): DeviceSeen | { readonly problem: string } {
  if (code === ABSENT) return { exists: false };
  if (code === NO_BLKID) return { problem: 'the host has no blkid; install util-linux' };
  // Whoever may not read it would find nothing on it.
  if (code === UNREADABLE) return { problem: 'the device may not be read; use become' };
  if (code !== 0) return { problem: stderr.toString('utf8').trim() || 'the device cannot be looked at' };
  const lines = stdout.toString('utf8').split('\n');
  const all = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => unescaped(line.slice(word.length + 1)));
  const uses = (word: string, text: (rest: string) => string): readonly DeviceUse[] =>
    all(word).map((line) => {
      const [number = '', ...rest] = line.split(' ');
      return { text: text(rest.join(' ')), partition: Number(number) || undefined };
    });
  return {
    exists: true,
    path: all('real')[0] ?? '',
    type: all('type')[0] ?? '',
    table: all('table')[0] ?? '',
    uses: [
      ...uses('mount', (where) => `mounted on ${where}`),
      ...uses('swap', () => 'in use as swap'),
      ...uses('held', (name) => `in use by ${name}`),
    ],
    mountPoint: all('mount')
      .find((line) => line.startsWith('0 '))
      ?.slice(2),
    missing: new Set(all('missing')),
  };
}

/** The look's answer when the device has this on it, and nothing else has changed. */
export function deviceWith({ stdout, ...rest }: RunSeen, type: string): RunSeen {
  const text = stdout
    .toString('utf8')
    .replace(/^type .*$/m, () => `type ${type}`)
    .replace(/^table .*$/m, 'table ');
  return { ...rest, stdout: Buffer.from(text) };
}

// The kernel writes blanks of mount points as octal numbers.
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
