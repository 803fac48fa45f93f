#!/bin/sh
# Keeps one lab host running over its reboots; when it ends, takes away its mount, its files and the idle bridge.
#
#   supervise.sh owned|kept HOST_DIRECTORY HOSTS_LOCK BRIDGE SYSTEMD_NSPAWN_ARGUMENT...
#
# The mode "owned" ends the host when standard input does: whoever started it holds the other end of that pipe, so
# that the host goes with its owner, however the owner died.
set -u
mode=$1 host=$2 lock=$3 bridge=$4
shift 4

nspawn=
ending=
finish() {
  ending=yes
  # With --kill-signal=SIGKILL this kills the host's init, and the kernel everything under it.
  [ -z "$nspawn" ] || kill -TERM "$nspawn" 2>/dev/null
}
trap finish TERM INT
trap '' HUP

watcher=
if [ "$mode" = owned ]; then
  # The shell gives a background command /dev/null as input: descriptor 3 keeps the pipe.
  exec 3<&0
  (while read -r _ <&3; do :; done; kill -TERM $$) &
  watcher=$!
  exec 3<&-
fi

while [ -z "$ending" ]; do
  systemd-nspawn "$@" </dev/null &
  nspawn=$!
  echo "$nspawn" >"$host/nspawn.new" && mv "$host/nspawn.new" "$host/nspawn.pid"
  while :; do
    wait "$nspawn"
    status=$?
    kill -0 "$nspawn" 2>/dev/null || break
  done
  # With --keep-unit a reboot ends systemd-nspawn with 133, for its service manager to start it again: that is us.
  [ "$status" = 133 ] || break
done

[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
umount "$host/root" 2>/dev/null || umount --lazy "$host/root"
# The answer to one question must not change in between: is any other host left on the bridge?
flock "$lock" sh -c '
  rm -rf --one-file-system "$1"
  [ -n "$(ls -A "${1%/*}" 2>/dev/null)" ] || ip link delete "$2" 2>/dev/null
' sh "$host" "$bridge"
exit 0
