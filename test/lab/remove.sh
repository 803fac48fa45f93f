#!/bin/sh
# Removes what a host leaves when its processes are gone, and the bridge with the last host. Runs under the hosts lock.
#
#   remove.sh HOST_DIRECTORY BRIDGE
set -u
host=$1 bridge=$2

# Killed processes may let go of the mount a moment later: lazily then. Once per mount, should there be two.
while umount "$host/root" 2>/dev/null || umount --lazy "$host/root" 2>/dev/null; do :; done

for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  group=$tree/$bridge.${host##*/}
  [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
done

rm -rf --one-file-system "$host"
[ -n "$(ls -A "${host%/*}" 2>/dev/null)" ] || ip link delete "$bridge" 2>/dev/null
exit 0
