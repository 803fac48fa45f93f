// The scripts that end what runs on a lane, sent through another shell of the same user.

import type { Fragment } from '../fragment.ts';

/*
 * Ends a process with everything below it. Process groups would not do: dash and busybox give a script's children no group of their own
 * without a terminal. Each process is stopped as it is found, so that none can start another while the rest is looked for.
 * $1 is the lane's shell: the process must still belong to it, since the pid of one that ended may be somebody else's by now.
 * That shell itself is never stopped: sudo and su stop with their child, and stay so when it is gone.
 */
const endTree = `
lane=$1 root=$2
# Behind the name, which may hold anything: "state parent ...". Z is dead and waits for somebody to notice.
look_at() {
  read -r stat <"/proc/$1/stat" || return 1
  stat=\${stat##*) } state=\${stat%% *} parent=\${stat#* } parent=\${parent%% *}
  [ "$state" != Z ]
}
pid=$root
while [ "$pid" != "$lane" ]; do
  look_at "$pid" && [ "$parent" -gt 1 ] || exit 3
  pid=$parent
done
[ "$root" = "$lane" ] || kill -STOP "$root" || exit 3
found=" $root " again=yes
while [ "$again" ]; do
  again=
  for dir in /proc/[0-9]*; do
    pid=\${dir#/proc/}
    case $found in *" $pid "*) continue ;; esac
    look_at "$pid" || continue
    case $found in *" $parent "*) kill -STOP "$pid" && found="$found$pid " again=yes ;; esac
  done
done
[ "$root" != "$lane" ] || kill -KILL "$lane"
kill -TERM $found
kill -CONT $found
tries=20
while [ "$tries" -gt 0 ]; do
  alive=
  for pid in $found; do look_at "$pid" && alive="$alive $pid"; done
  [ "$alive" ] || exit 0
  sleep 0.1 || sleep 1
  tries=$((tries - 1))
done
kill -KILL $alive
exit 0
`;

/** Ends `root` and all below it: TERM, and KILL for what is left after two seconds. Answers 3 where it is not (or no more) below `lane`. */
export function endTreeFragment(lane: number, root: number): Fragment {
  return { script: `{ ${endTree} } 2>/dev/null`, args: [String(lane), String(root)], direct: true, timeoutMs: 0 };
}

// Only a process that still is a `cat`: it may have ended by itself, and the pid be another's. By PIPE, the one signal whose
// victims a shell does not report ("Terminated") on its stderr, which by then is the next fragment's.
const endRelays = `
for pid; do
  read -r name <"/proc/$pid/comm" && case $name in cat | busybox) kill -PIPE "$pid" ;; esac
done
exit 0
`;

/** Ends the relays of an answered fragment that wait for a process it left behind. */
export function endRelaysFragment(pids: readonly number[]): Fragment {
  return { script: `{ ${endRelays} } 2>/dev/null`, args: pids.map(String), direct: true, timeoutMs: 0 };
}
