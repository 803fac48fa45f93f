# What fifty.yml does, as one script for `ssh HOST sh`: the floor below which no engine of looks and changes gets.
set -eu
base=/srv/bench
put() { # FILE MODE OWNER, content on standard input
  new=$(cat; echo .); new=${new%.}
  if [ ! -f "$1" ] || [ "$(cat "$1"; echo .)" != "$new." ]; then printf %s "$new" >"$1"; fi
  [ "$(stat -c %a "$1")" = "$2" ] || chmod "$2" "$1"
  [ "$(stat -c %U:%G "$1")" = "$3" ] || chown "$3" "$1"
}
dir() { [ -d "$1" ] || mkdir "$1"; [ "$(stat -c %a "$1")" = "$2" ] || chmod "$2" "$1"; }
line() { # FILE REGEXP LINE
  [ -f "$1" ] || : >"$1"
  if grep -q "$2" "$1"; then grep -qxF "$3" "$1" || sed -i "s/$2.*/$3/" "$1"; else echo "$3" >>"$1"; fi
}
dir $base 755
for d in bin etc log run; do dir $base/$d 750; done
getent group bench >/dev/null || groupadd bench
getent passwd bench >/dev/null || useradd -g bench -s /bin/sh -d /srv/bench/home -m bench
printf 'welcome to %s\n' "$(hostname)" | put /etc/motd.bench 644 root:root
printf '# %s\n[main]\nworkers = 4\nsite.1 = alpha\nsite.2 = beta\nsite.3 = gamma\nsite.4 = delta\nfamily = debian\n' "$(hostname)" | put $base/etc/app.conf 640 bench:bench
for s in alpha beta gamma delta; do printf 'server {\n  name %s.example.org;\n  root %s/%s;\n}\n' $s $base $s | put $base/etc/$s.conf 644 root:root; done
line $base/etc/limits.conf '^nofile' 'nofile 65536'
line $base/etc/limits.conf '^nproc' 'nproc 4096'
[ "$(readlink $base/current || true)" = $base/etc ] || ln -sfn $base/etc $base/current
uname -r >/dev/null
systemctl is-active -q cron || systemctl start cron
systemctl is-enabled -q cron || systemctl enable cron
stat /etc/passwd >/dev/null
for i in 1 2 3 4 5 6 7 8; do printf 'option%s = 4\n' $i | put $base/etc/snippet$i.conf 644 root:root; done
for i in 1 2 3 4 5 6 7 8; do dir $base/data$i 700; [ "$(stat -c %U:%G $base/data$i)" = bench:bench ] || chown bench:bench $base/data$i; done
for i in 1 2 3 4 5 6; do line $base/etc/settings.conf "^setting$i=" "setting$i=on"; done
for i in 1 2 3 4 5 6; do test -d $base/data$i; done
for i in 1 2 3 4 5 6; do sha1sum $base/etc/snippet$i.conf >/dev/null; done
