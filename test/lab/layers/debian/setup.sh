# Debian as it is, but for the automatic updates, which are installed and not yet switched on.
set -eu
rm -f /etc/apt/apt.conf.d/20auto-upgrades
