# Makes an EL 9 look-alike one of CentOS 7: yum instead of dnf, and an sshd that reads one file only.
set -eu

rm -f /etc/rocky-release /etc/redhat-release /etc/system-release
ln -s centos-release /etc/redhat-release
ln -s centos-release /etc/system-release

# Its sshd knows no Include: nothing may hide in a folder.
rm -rf /etc/ssh/sshd_config.d
chmod 0600 /etc/ssh/sshd_config

# yum is the real dnf under yum's name; yum's own program needs a Python that Debian no longer has.
mv /etc/dnf/dnf.conf /etc/yum.conf
ln -s ../yum.conf /etc/dnf/dnf.conf
ln -sf dnf-3 /usr/bin/yum
rm -f /usr/bin/dnf

# The management console came with EL 8.
sed -i '/cockpit/d' /usr/lib/firewalld/zones/public.xml

rm -rf /srv/repo /var/lib/rpm /var/lib/dnf /etc/yum.repos.d/rocky*.repo
mkdir /var/lib/rpm
sh /lab/fixtures/rpm-repository/build.sh /lab/layer/rpm
