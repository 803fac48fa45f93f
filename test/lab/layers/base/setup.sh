# What every host has, whatever it is made to look like: its address by networkd, quiet timers, a local package repository.
set -eu

systemctl enable --quiet systemd-networkd
systemctl mask --quiet console-getty.service

# Nothing may start by itself in the middle of a test and take the package manager's lock.
for timer in apt-daily apt-daily-upgrade; do
  mkdir -p "/etc/systemd/system/$timer.timer.d"
  printf '[Timer]\nOnCalendar=\nOnCalendar=2099-01-01\nRandomizedDelaySec=0\n' >"/etc/systemd/system/$timer.timer.d/lab.conf"
done

# Host keys and the machine's identity belong to each host, not to the image.
rm -f /etc/ssh/ssh_host_*
: >/etc/machine-id
rm -f /var/lib/dbus/machine-id

sh /lab/layer/apt-repository.sh

# Reads the index once, so that `apt-get install` works on a host that was just delivered.
cat >/etc/apt/sources.list <<'SOURCES'
deb [trusted=yes] file:///srv/apt/main ./
deb [trusted=yes] file:///srv/apt/security ./
SOURCES
rm -f /etc/apt/sources.list.d/*
APT_CONFIG=/dev/null apt-get update -q
APT_CONFIG=/dev/null apt-get install -q -y --no-install-recommends tree=2.1.0-1 htop=3.2.1-1 linux-image-fixture=6.1.0-20
