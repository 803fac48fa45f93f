#!/bin/sh
# Removes what a host leaves, its processes first, and the bridge with the last host. Runs under the hosts lock.
#
#   remove.sh HOST_DIRECTORY BRIDGE
set -u
host=$1 bridge=$2

trees='/sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified'

# Normally none is left. When the supervisor was killed, the host's control group still says who belonged to it.
remains() {
  for tree in $trees; do
    [ ! -d "$tree/$bridge.${host##*/}" ] || find "$tree/$bridge.${host##*/}" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -u
}
tries=0
while pids=$(remains) && [ -n "$pids" ] && [ "$tries" -lt 500 ]; do
  kill -KILL $pids 2>/dev/null
  sleep 0.01
  tries=$((tries + 1))
done

# Killed processes may let go of the mount a moment later: lazily then. Once per mount, should there be two.
while umount "$host/root" 2>/dev/null || umount --lazy "$host/root" 2>/dev/null; do :; done

for tree in $trees; do
  group=$tree/$bridge.${host##*/}
  [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
done

rm -rf --one-file-system "$host"
[ -n "$(ls -A "${host%/*}" 2>/dev/null)" ] || ip link delete "$bridge" 2>/dev/null
exit 0
