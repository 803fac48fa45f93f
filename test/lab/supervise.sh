#!/bin/sh
# Keeps one lab host running over its reboots; when it ends, takes away what it leaves and the idle bridge.
#
#   supervise.sh owned|kept HOST_DIRECTORY HOSTS_LOCK BRIDGE SYSTEMD_NSPAWN_ARGUMENT...
#
# The mode "owned" ends the host when standard input does: whoever started it holds the other end of that pipe, so
# that the host goes with its owner, however the owner died.
set -u
mode=$1 host=$2 lock=$3 bridge=$4
shift 4

# systemd-nspawn --keep-unit makes its "payload" below the control group it was started in. Two hosts started from
# one group would share it, and stopping a service on one would wait for the processes of the other.
group=$bridge.${host##*/}
for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  [ -f "$tree/cgroup.procs" ] || continue
  mkdir -p "$tree/$group" && echo $$ >"$tree/$group/cgroup.procs" || exit 1
done

nspawn=
ending=
finish() {
  ending=yes
  # With --kill-signal=SIGKILL this kills the host's init, and the kernel everything under it.
  [ -z "$nspawn" ] || kill -TERM "$nspawn" 2>/dev/null
}
trap finish TERM INT
trap '' HUP

# Reads until the owner is gone. It asks who its parent is: the pid of a killed supervisor may be somebody else's.
watch_owner() {
  while read -r _ <&3; do :; done
  read -r _ _ _ parent _ </proc/self/stat
  [ "$parent" != $$ ] || kill -TERM $$
}

watcher=
if [ "$mode" = owned ]; then
  # The shell gives a background command /dev/null as input: descriptor 3 keeps the pipe.
  exec 3<&0
  watch_owner &
  watcher=$!
  exec 3<&-
fi

while [ -z "$ending" ]; do
  systemd-nspawn "$@" </dev/null &
  nspawn=$!
  echo "$nspawn" >"$host/nspawn.new" && mv "$host/nspawn.new" "$host/nspawn.pid"
  # A signal ends `wait` before the process it waits for.
  while :; do
    wait "$nspawn"
    status=$?
    kill -0 "$nspawn" 2>/dev/null || break
  done
  # With --keep-unit a reboot ends systemd-nspawn with 133, for its service manager to start it again: that is us.
  [ "$status" = 133 ] || break
done

# From here on nothing may stop the cleaning up: signals stay ignored in what follows.
trap '' TERM INT
[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  [ ! -f "$tree/cgroup.procs" ] || echo $$ >"$tree/cgroup.procs"
done
# The answer to one question must not change in between: is any other host left on the bridge?
exec flock "$lock" sh "${0%/*}/remove.sh" "$host" "$bridge"
