# Makes a Debian userland look and behave like a Rocky Linux 9 server as a provider delivers it.
set -eu

# A shell that is bash, a wheel group, no Debian tools: what an engine may use to tell the families apart.
ln -sf bash /usr/bin/sh
groupadd --system wheel
rm -f /usr/bin/apt* /usr/bin/dpkg* /usr/sbin/dpkg* /etc/debian_version /etc/apt/sources.list
rm -f /etc/systemd/system/timers.target.wants/apt-* /etc/systemd/system/timers.target.wants/dpkg-*
rm -rf /etc/systemd/system/apt-daily* /lib/systemd/system/apt-daily* /lib/systemd/system/dpkg-db-backup*
rm -rf /srv/apt /usr/bin/tree /usr/bin/htop /lib/systemd/system/apt-news* /etc/apt

# The ssh server's unit has the other name here, not an alias of Debian's.
rm -f /etc/systemd/system/sshd.service /etc/systemd/system/multi-user.target.wants/ssh.service
rm -f /lib/systemd/system/ssh.service /lib/systemd/system/ssh.socket /lib/systemd/system/ssh@.service \
  /lib/systemd/system/rescue-ssh.target /etc/default/ssh
systemctl enable --quiet sshd
mkdir -p /usr/libexec/openssh
ln -s /usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server
chmod 0700 /etc/ssh/sshd_config.d
chmod 0600 /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf /etc/sysconfig/sshd

# The job scheduler, as well.
mv /lib/systemd/system/cron.service /lib/systemd/system/crond.service
rm -f /etc/systemd/system/multi-user.target.wants/cron.service
systemctl enable --quiet crond

ln -s rocky-release /etc/redhat-release
ln -s rocky-release /etc/system-release

chmod 0440 /etc/sudoers

# firewalld delivered with the management console's port open.
sed -i 's,<service name="dhcpv6-client"/>,&\n  <service name="cockpit"/>,' /usr/lib/firewalld/zones/public.xml
grep -q cockpit /usr/lib/firewalld/zones/public.xml

# A repository that Debian's dnf makes of what was downloaded: unknown on EL, and unsigned.
printf '[main]\nenabled = false\n' >/etc/dnf/plugins/local.conf
ln -s dnf /usr/bin/yum

sh /lab/fixtures/rpm-repository/build.sh /lab/layer/rpm
