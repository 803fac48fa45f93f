// No kernel of the lab loads modules or runs SELinux: modprobe, lsmod, setsebool, getsebool and semanage are stand-ins that keep tables of the same kind.

import alternatives from '../../../modules/alternatives.ts';
import at from '../../../modules/at.ts';
import capabilities from '../../../modules/capabilities.ts';
import localeGen from '../../../modules/locale_gen.ts';
import modprobe from '../../../modules/modprobe.ts';
import seboolean from '../../../modules/seboolean.ts';
import sefcontext from '../../../modules/sefcontext.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { obeysTheLaws } from '../../support/laws.ts';

const STAND_INS = `
program() { cat >"/usr/local/bin/$1"; chmod 755 "/usr/local/bin/$1"; }
mkdir -p /srv/stand-in "/lib/modules/$(uname -r)" /var/lib/selinux/targeted/active
echo kernel/fs/in-built.ko >"/lib/modules/$(uname -r)/modules.builtin"
printf 'loop 0\\n' >/srv/stand-in/modules
printf 'httpd_net off off\\nftp_home on off\\n' >/srv/stand-in/booleans
program lsmod <<'END'
#!/bin/sh
echo 'Module Size Used by'; cat /srv/stand-in/modules
END
program modprobe <<'END'
#!/bin/sh
table=/srv/stand-in/modules
case $1 in
  -n) [ "$2" != nosuch ] || { echo 'modprobe: FATAL: Module nosuch not found in directory /lib/modules' >&2; exit 1; };;
  -r) sed -i "/^$(echo "$2" | tr - _) /d" $table;;
  *) echo "$* 0" | tr - _ >>$table;;
esac
END
program getsebool <<'END'
#!/bin/sh
grep -q "^$1 " /srv/stand-in/booleans || { echo "Error getting active value for $1" >&2; exit 1; }
sed -n "s/^\\($1\\) \\([onf]*\\) .*/\\1 --> \\2/p" /srv/stand-in/booleans
END
program setsebool <<'END'
#!/bin/sh
local=/var/lib/selinux/targeted/active/booleans.local
if [ "$1" = -P ]; then shift; [ "$1" != -N ] || shift
  touch $local; sed -i "/^$1=/d" $local; echo "$1=$(echo "$2" | sed 's/on/1/;s/off/0/')" >>$local; sed -i "s/^$1 [a-z]* [a-z]*/$1 $2 $2/" /srv/stand-in/booleans
else sed -i "s/^$1 [a-z]* /$1 $2 /" /srv/stand-in/booleans; fi
END
program semanage <<'END'
#!/bin/sh
if [ "$1" = boolean ]; then sed 's/^\\([a-z_]*\\) \\([onf]*\\) \\([onf]*\\)/\\1   (\\2   ,  \\3)  Allow it/' /srv/stand-in/booleans; exit; fi
files=/etc/selinux/targeted/contexts/files verb=$2; shift 2; kind=a
while [ $# -gt 1 ]; do case $1 in -t) type=$2;; -s) user=$2;; -r) level=$2;; -f) kind=$2;; -e) equal=$2;; -N) shift; continue;; esac; shift 2; done
has() { cut -d ' ' -f 1 "$2" | grep -qxF "$1"; }
drop() { grep -vF "$1 " "$2" >"$2.new"; mv "$2.new" "$2"; }
flag=; case $kind in d) flag='-d ';; f) flag='-- ';; esac
if [ -n "$equal" ]; then list=$files/file_contexts.subs line="$1 $equal" key=$1
else list=$files/file_contexts.local line="$1 $flag$user:object_r:$type:$level" key="$1 $flag"; fi
case $verb in
  -a) has "$1" $list && { echo "ValueError: $1 already defined" >&2; exit 1; }; echo "$line" >>$list;;
  -m) drop "$1" $list; echo "$line" >>$list;;
  -d) has "$1" $list || { echo "ValueError: $1 is not defined" >&2; exit 1; }; drop "$1" $list;;
esac
END
mkdir -p /etc/selinux/targeted/contexts/files; cd /etc/selinux/targeted/contexts/files
echo '/var/www(/.*)? system_u:object_r:httpd_sys_content_t:s0' >file_contexts; touch file_contexts.local file_contexts.subs
`;

describe('modules for what a host may do, on a lab host', () => {
  const lab = onLabHost('debian', async (host) => {
    await host.sh(STAND_INS);
  });

  const options = (state: string) => ({
    exchange: lab.exchange,
    shell: async (script: string) => lab.host().sh(`PATH=/usr/local/bin:$PATH; ${script}`),
    state,
  });

  describe('modprobe', () => {
    const persistent = 'present';
    obeysTheLaws(
      modprobe,
      [
        {
          name: 'loads a module with parameters',
          args: { name: 'dummy', params: "numdummies=2 x='a b'" },
          result: { name: 'dummy', params: "numdummies=2 x='a b'", state: 'present' },
        },
        { name: 'leaves one that is loaded', args: { name: 'loop' }, changed: false },
        { name: 'knows what is built in', args: { name: 'in_built' }, changed: false },
        { name: 'unloads', args: { name: 'loop', state: 'absent' } },
        { name: 'has nothing to unload', args: { name: 'br-netfilter', state: 'absent' }, changed: false },
        {
          name: 'says that there is none, in check mode too',
          args: { name: 'nosuch' },
          fails: 'Module nosuch not found',
        },
        { name: 'wants a name', args: { name: 'a b' }, fails: "'name' is 'a b', which is no name of a kernel module" },
        { name: 'loads it at boot too', args: { name: 'br-netfilter', persistent } },
        { name: 'gives it parameters at boot', args: { name: 'loop', persistent, params: 'max_loop=8 x=1' } },
        {
          name: 'gives it others',
          given:
            'printf "options loop x=1\\n" >/etc/modprobe.d/loop.conf; printf "# c\\nloop # mine\\noptions" >/etc/modules-load.d/a.conf; printf "options loop a=1 b=2\\noptions other x=1" >/etc/modprobe.d/b.conf',
          args: { name: 'loop', persistent, params: 'x=2' },
        },
        {
          name: 'leaves those that it has',
          args: { name: 'loop', persistent, params: 'b=2 x=1 a=1' },
          changed: false,
        },
        { name: 'forgets it at boot, and unloads it', args: { name: 'loop', persistent: 'absent', state: 'absent' } },
      ],
      options('sort /srv/stand-in/modules; cd /etc; grep -r . modprobe.d modules-load.d || :'),
    );
  });

  describe('seboolean', () => {
    const anyway = { ignore_selinux_state: true };
    obeysTheLaws(
      seboolean,
      [
        { name: 'switches on', args: { ...anyway, name: 'httpd_net', state: true } },
        {
          name: 'switches on for good',
          args: { ...anyway, name: 'httpd_net', state: 'yes', persistent: true },
          result: { name: 'httpd_net', state: true, persistent: true },
          // What this host says of it stays in the policy store, as what it was.
          state: "sed -i '/httpd_net/d' /var/lib/selinux/targeted/active/booleans.local 2>/dev/null || :",
          cannotUndo: true,
        },
        {
          name: 'keeps what is in force',
          given: 'setsebool -P ftp_home off; setsebool ftp_home on',
          args: { ...anyway, name: 'ftp_home', state: true, persistent: true },
        },
        { name: 'leaves what is in force', args: { ...anyway, name: 'ftp_home', state: true }, changed: false },
        {
          name: 'leaves what is kept',
          given: 'setsebool -P ftp_home on',
          args: { ...anyway, name: 'ftp_home', state: true, persistent: true },
          changed: false,
        },
        {
          name: 'names one that is not there',
          args: { ...anyway, name: 'nosuch', state: true },
          fails: 'SELinux boolean nosuch does not exist',
        },
        {
          name: 'does nothing where SELinux is disabled',
          args: { name: 'ftp_home', state: true },
          fails: 'SELinux is disabled',
        },
      ],
      options('cat /srv/stand-in/booleans /var/lib/selinux/targeted/active/booleans.local 2>/dev/null || :'),
    );
  });

  describe('sefcontext', () => {
    const site = { ignore_selinux_state: true, target: '/srv/web(/.*)?' };
    const setype = 'httpd_sys_content_t';
    const local = '/etc/selinux/targeted/contexts/files/file_contexts.local';
    obeysTheLaws(
      sefcontext,
      [
        {
          name: 'labels paths',
          args: { ...site, setype },
          result: { target: '/srv/web(/.*)?', ftype: 'a', setype, substitute: null, state: 'present' },
        },
        {
          name: 'labels directories',
          args: { ...site, setype, ftype: 'd', seuser: 'staff_u', selevel: 's0:c1', reload: false },
        },
        { name: 'leaves what the policy has', args: { ...site, target: '/var/www(/.*)?', setype }, changed: false },
        { name: 'changes what the policy has', args: { ...site, target: '/var/www(/.*)?', setype: 'etc_t' } },
        {
          name: 'changes what was set here, but for what is not named',
          given: `echo '/srv/web(/.*)? staff_u:object_r:etc_t:s0:c1' >${local}`,
          args: { ...site, setype },
        },
        { name: 'takes the label away', args: { ...site, setype, state: 'absent' } },
        {
          name: 'has no label to take away',
          args: { ...site, target: '/srv/x', setype, state: 'absent' },
          changed: false,
        },
        {
          name: 'labels one path as if it were another',
          args: { ...site, target: '/export/home', substitute: '/home' },
        },
        { name: 'needs a type or a path', args: site, fails: 'any of the following are missing: setype, substitute' },
        {
          name: 'does nothing where SELinux is disabled',
          args: { target: '/srv', setype },
          fails: 'SELinux is disabled',
        },
      ],
      options('cd /etc/selinux/targeted/contexts/files; cat file_contexts.local file_contexts.subs'),
    );
  });

  describe('alternatives', () => {
    const a = { name: 'tool', path: '/opt/t/a' };
    const b = { name: 'tool', path: '/opt/t/b' };
    const page = { name: 'tool.1', link: '/usr/share/tool.1', path: '/opt/t/a.1' };
    const programs = 'mkdir -p /opt/t; cd /opt/t; touch a b a.1 b.1';
    const both = `${programs}; update-alternatives --install /usr/bin/tool tool /opt/t/a 50 --slave /usr/share/tool.1 tool.1 /opt/t/a.1 2>/dev/null; update-alternatives --install /usr/bin/tool tool /opt/t/b 60 2>/dev/null; update-alternatives --auto tool`;
    obeysTheLaws(
      alternatives,
      [
        {
          name: 'wants the link of a new name',
          given: programs,
          args: a,
          fails: "as we are missing the link: there is no 'tool'",
        },
        {
          name: 'wants the program',
          args: { ...a, path: '/opt/t/c', link: '/usr/bin/tool' },
          fails: 'Specified path /opt/t/c does not exist',
        },
        {
          name: 'makes a name',
          args: { ...a, link: '/usr/bin/tool', state: 'present' },
          result: { msg: "Install alternative '/opt/t/a' for 'tool'." },
        },
        {
          name: 'makes a name and chooses',
          args: { ...a, link: '/usr/bin/tool', subcommands: [page] },
          result: { msg: "Install alternative '/opt/t/a' for 'tool'. Set alternative '/opt/t/a' for 'tool'." },
        },
        { name: 'chooses', given: both, args: a, result: { msg: "Set alternative '/opt/t/a' for 'tool'." } },
        { name: 'leaves what it points to', args: b, changed: false },
        { name: 'takes another priority', args: { ...a, priority: 70, state: 'present' } },
        {
          name: 'takes other links along',
          args: { ...b, state: 'present', subcommands: [{ ...page, path: '/opt/t/b.1' }] },
        },
        { name: 'takes none along', args: { ...a, state: 'present', subcommands: [] } },
        {
          name: 'leaves a choice to the priorities',
          given: 'update-alternatives --set tool /opt/t/a',
          args: { ...a, state: 'auto' },
        },
        { name: 'takes the chosen one away', args: { ...a, state: 'absent' } },
        {
          name: 'takes the last one away',
          given: 'update-alternatives --remove tool /opt/t/b',
          args: { ...a, state: 'absent' },
        },
        { name: 'has nothing to take away', args: { ...b, state: 'absent' }, changed: false },
      ],
      options(
        'cat /var/lib/dpkg/alternatives/tool; readlink /etc/alternatives/tool /usr/bin/tool /usr/share/tool.1 /etc/alternatives/tool.1; :',
      ),
    );
  });

  describe('at', () => {
    const bodies = "atq | sort -n | while read -r job rest; do at -c $job </dev/null | sed '1,/^}/d'; done";
    const soon = { count: 20, units: 'minutes' };
    obeysTheLaws(
      at,
      [
        {
          name: 'makes a job',
          args: { command: 'echo one', ...soon },
          result: { state: 'present', count: 20, units: 'minutes' },
          alwaysChanges: true,
        },
        {
          name: 'makes no second one',
          given: bodies,
          args: { command: 'echo one', ...soon, unique: true },
          changed: false,
        },
        { name: 'makes another one', args: { command: 'echo on', count: 2, units: 'days', unique: true } },
        {
          name: 'runs a script',
          given: "printf '#!/bin/sh\\necho $0\\n' >/srv/script",
          args: { script_file: '/srv/script', ...soon, unique: true },
        },
        {
          name: 'takes jobs away',
          given: 'echo "echo one" | at tomorrow 2>&1',
          args: { command: 'echo one', state: 'absent' },
          cannotUndo: true,
        },
        { name: 'has none to take away', args: { command: 'echo one', state: 'absent' }, changed: false },
        {
          name: 'needs the script',
          args: { script_file: '/srv/none', ...soon },
          fails: 'the script /srv/none is not on the host',
        },
        { name: 'needs a time', args: { command: 'ls' }, fails: 'present state requires count and units' },
        { name: 'needs something to run', args: soon, fails: 'one of the following is required: command, script_file' },
      ],
      options(bodies),
    );
  });

  describe('capabilities', () => {
    const file = { path: '/opt/t/a b' };
    const fresh = 'mkdir -p /opt/t; touch "/opt/t/a b"; setcap -r "/opt/t/a b" 2>/dev/null || :';
    obeysTheLaws(
      capabilities,
      [
        {
          name: 'gives one',
          given: fresh,
          args: { ...file, capability: 'cap_net_raw+ep' },
          result: { msg: 'capabilities changed', state: 'present' },
        },
        { name: 'gives several', args: { ...file, capability: 'CAP_NET_RAW,cap_chown=ep' } },
        {
          name: 'keeps others',
          given: `${fresh}; setcap cap_chown,cap_kill=p "/opt/t/a b"`,
          args: { ...file, capability: 'cap_net_raw=ip' },
        },
        { name: 'gives other flags', args: { ...file, capability: 'cap_kill=i' } },
        { name: 'leaves one', args: { ...file, capability: 'cap_kill+p' }, changed: false },
        { name: 'takes one away', args: { ...file, capability: 'cap_kill', state: 'absent' } },
        {
          name: 'takes the last one away',
          given: 'setcap cap_kill=p "/opt/t/a b"',
          args: { ...file, capability: 'cap_kill', state: 'absent' },
        },
        { name: 'has none to take away', args: { ...file, capability: 'cap_chown', state: 'absent' }, changed: false },
        {
          name: 'needs the file',
          args: { path: '/opt/t/none', capability: 'cap_kill=p' },
          fails: 'Unable to get capabilities of /opt/t/none',
        },
        { name: 'needs flags', args: { ...file, capability: 'cap_kill' }, fails: "Couldn't find operator" },
        {
          name: 'tells what setcap says',
          args: { ...file, capability: 'cap_nosuch=p' },
          fails: /^Unable to set capabilities of .*: fatal error: Invalid argument/,
          failsWhenApplied: true,
        },
      ],
      options('getcap "/opt/t/a b"'),
    );
  });

  describe('locale_gen', () => {
    obeysTheLaws(
      localeGen,
      [
        { name: 'makes one', args: { name: 'de_CH.UTF-8' }, result: { name: 'de_CH.UTF-8', msg: 'OK' } },
        {
          name: 'leaves one',
          given:
            'locale-gen --keep-existing >/dev/null; sed -i "s/^# fr_CH /fr_CH /" /etc/locale.gen; locale-gen >/dev/null',
          args: { name: 'fr_CH' },
          changed: false,
        },
        { name: 'does away with one', args: { name: 'fr_CH', state: 'absent' } },
        { name: 'has none to do away with', args: { name: 'it_CH.UTF-8', state: 'absent' }, changed: false },
        {
          name: 'knows what there is not',
          args: { name: 'xx_CH.UTF-8' },
          fails: "the locale 'xx_CH.UTF-8' is not available",
        },
        {
          name: 'goes by the list of Ubuntu where there is one',
          given: `mkdir -p /var/lib/locales/supported.d; printf 'fr_CH ISO-8859-1\\nit_CH UTF-8\\n' >/var/lib/locales/supported.d/local`,
          args: { name: 'fr_CH', state: 'absent' },
          // This locale-gen is Debian's: it makes what its own list has.
          cannotUndo: true,
          alwaysChanges: true,
        },
      ],
      options('locale -a; grep -v "^#" /etc/locale.gen; cat /var/lib/locales/supported.d/local 2>/dev/null || :'),
    );
  });
});
