# Builds the local Debian repositories /srv/apt/main and /srv/apt/security out of small fixture packages.
set -eu

# make_deb SUITE NAME VERSION SUMMARY: the files come from /lab/fixtures/NAME, maintainer scripts from its DEBIAN folder.
make_deb() {
  tree=$(mktemp -d)
  if [ -d "/lab/fixtures/$2" ]; then
    cp -R "/lab/fixtures/$2/." "$tree"
    (cd "$tree" && find . -type f -exec sed -i "s/@VERSION@/$3/g" {} +)
    [ ! -d "$tree/etc" ] || { mkdir -p "$tree/DEBIAN"; (cd "$tree" && find etc -type f | sed 's,^,/,') >"$tree/DEBIAN/conffiles"; }
  fi
  mkdir -p "$tree/DEBIAN" "/srv/apt/$1"
  cat >"$tree/DEBIAN/control" <<CONTROL
Package: $2
Version: $3
Architecture: all
Maintainer: tsplay lab <lab@example.com>
Section: admin
Priority: optional
Description: $4
 A fixture of tsplay's lab: it has the name of a real package and none of its weight.
CONTROL
  chmod -R go-w,a+rX "$tree"
  dpkg-deb --root-owner-group -Znone --build "$tree" "/srv/apt/$1" >/dev/null
  rm -rf "$tree"
}

make_deb main tree 2.1.0-1 'displays an indented directory tree'
make_deb main htop 3.2.1-1 'interactive processes viewer'
make_deb main htop 3.2.2-2 'interactive processes viewer'
make_deb main nginx 1.22.1-8 'small, powerful, scalable web server'
make_deb main nginx 1.22.1-9 'small, powerful, scalable web server'
make_deb main fail2ban 1.0.2-2 'ban hosts that cause multiple authentication errors'
make_deb main jq 1.6-2.1 'lightweight and flexible command-line JSON processor'
make_deb main linux-image-fixture 6.1.0-20 'kernel that asks for a reboot when it is upgraded'
make_deb security linux-image-fixture 6.1.0-21 'kernel that asks for a reboot when it is upgraded'

for suite in main security; do
  case $suite in
    main) label=Debian archive=stable codename=bookworm ;;
    security) label=Debian-Security archive=stable-security codename=bookworm-security ;;
  esac
  cd "/srv/apt/$suite"
  apt-ftparchive packages . >Packages
  apt-ftparchive -o "APT::FTPArchive::Release::Origin=Debian" -o "APT::FTPArchive::Release::Label=$label" \
    -o "APT::FTPArchive::Release::Suite=$archive" -o "APT::FTPArchive::Release::Codename=$codename" release . >Release.new
  mv Release.new Release
done
