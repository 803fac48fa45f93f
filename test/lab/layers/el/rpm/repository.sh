# Builds the local repositories /srv/repo/NAME from packages.tsv, and installs from it what the host is delivered with.
#
#   repository.sh FOLDER    FOLDER holds packages.tsv, and relations.tsv, comps.xml and updateinfo.xml as far as wanted
set -eu
here=$1
bench=$(mktemp -d)
tab=$(printf '\t')
mkdir -p "$bench/rpms"

# One spec makes all packages of a round: a subpackage each, with its own version. Much faster than a spec for each.
write_spec() { # ROUND
  cat <<'SPEC'
Name: lab
Version: 1
Release: 1
Summary: Fixtures of the lab
License: MIT
AutoReqProv: no
%description
Small packages with the names of real ones.
%install
SPEC
  each_package "$1" install_lines
  each_package "$1" package_lines
}

# Calls COMMAND NAME EPOCH VERSION RELEASE ARCH SUMMARY for each package that the round has.
each_package() { # ROUND COMMAND
  grep -v '^#' "$here/packages.tsv" | while IFS="$tab" read -r repository name epoch old new installed arch summary; do
    case $1 in old) full=$old ;; new) full=$new ;; esac
    [ "$full" = - ] || "$2" "$name" "$epoch" "${full%-*}" "${full##*-}" "$arch" "$summary"
  done
}

install_lines() {
  [ -d "/lab/fixtures/$1" ] || return 0
  echo "mkdir -p %{buildroot} && cp -R /lab/fixtures/$1/. %{buildroot}"
  echo "cd %{buildroot} && rm -rf DEBIAN && find . -type f -exec sed -i 's/@VERSION@/$3/g' {} +"
}

package_lines() {
  cat <<SPEC
%package -n $1
Epoch: $2
Version: $3
Release: $4
Summary: $6
AutoReqProv: no
$([ "$5" != noarch ] || echo 'BuildArch: noarch')
$(awk -F "$tab" -v name="$1" '$1 == name { print $2 }' "$here/relations.tsv")
%description -n $1
A fixture of tsplay's lab: it has the name of a real package and none of its weight.
%files -n $1
SPEC
  [ -d "/lab/fixtures/$1" ] || return 0
  (cd "/lab/fixtures/$1" && find . -path ./DEBIAN -prune -o -type f -print) | sed 's,^\.,,' | while read -r file; do
    case $file in /etc/*) echo "%config(noreplace) $file" ;; *) echo "$file" ;; esac
  done
}

for round in old new; do
  write_spec $round >"$bench/$round.spec"
  rpmbuild --quiet -bb --define "_topdir $bench" --define "_rpmdir $bench/rpms/$round" --define 'debug_package %{nil}' \
    --define '__os_install_post %{nil}' --define '_build_id_links none' --define '_binary_payload w1.gzdio' \
    "$bench/$round.spec" 2>"$bench/log" || { cat "$bench/log"; exit 1; }
done

# Both versions stay available, as in a real repository: a playbook may ask for the older one.
while IFS="$tab" read -r repository name epoch old new rest; do
  case $repository in '#'*) continue ;; esac
  mkdir -p "/srv/repo/$repository"
  for full in "$old" "$new"; do
    [ "$full" = - ] || find "$bench/rpms" -name "$name-$full.*.rpm" -exec cp {} "/srv/repo/$repository" \;
  done
done <"$here/packages.tsv"

for repository in /srv/repo/*; do
  groups=
  [ "${repository##*/}" != appstream ] || [ ! -f "$here/comps.xml" ] || groups="--groupfile=$here/comps.xml"
  createrepo_c --quiet $groups "$repository"
done
if [ -f "$here/updateinfo.xml" ]; then
  sed "s/@ARCH@/$(rpm --eval '%{_arch}')/" "$here/updateinfo.xml" >"$bench/updateinfo.xml"
  modifyrepo_c --mdtype=updateinfo "$bench/updateinfo.xml" /srv/repo/baseos/repodata >/dev/null
fi

# What an installer put there carries the name of the repository it came from.
createrepo_c --quiet "$bench/rpms/old"
dnf -q -y --repofrompath="anaconda,file://$bench/rpms/old" --repo=anaconda --nogpgcheck install \
  $(awk -F "$tab" '$6 == "old" { print $2 }' "$here/packages.tsv")
dnf -q clean all
rm -rf "$bench" /var/cache/dnf/* /var/log/dnf* /var/log/hawkey.log
