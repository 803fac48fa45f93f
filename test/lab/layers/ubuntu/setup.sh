# Makes a Debian host look like Ubuntu 22.04 as clouds deliver it: its names, its ssh drop-in, its update settings.
set -eu
chmod 0600 /etc/ssh/sshd_config.d/50-cloud-init.conf

for suite in main security; do
  case $suite in main) codename=jammy ;; security) codename=jammy-security ;; esac
  sed -i -e 's/^Origin:.*/Origin: Ubuntu/' -e 's/^Label:.*/Label: Ubuntu/' -e "s/^Suite:.*/Suite: $codename/" \
    -e "s/^Codename:.*/Codename: $codename/" "/srv/apt/$suite/Release"
done
rm -rf /var/lib/apt/lists/*
APT_CONFIG=/dev/null apt-get update -q

# ufw is there and off, as on every Ubuntu.
systemctl disable --quiet ufw
