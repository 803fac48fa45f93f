// Gathers the state of every service as facts.

import { defineModule, type Plan, runLook, serviceFacts } from '../src/module/index.ts';

// Three lists of systemd, parted by a line that no unit can be: what is loaded, what has a file, and the states of the latter in their order.
// Debian's `service --status-all` asks every script in /etc/init.d.
const SCRIPT = `LC_ALL=C SYSTEMD_COLORS=0; export LC_ALL SYSTEMD_COLORS
if [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; then
  echo '== units'; systemctl list-units --no-pager --type service --all --plain --no-legend
  echo '== files'; files=$(systemctl list-unit-files --no-pager --type service --all --no-legend); printf '%s\\n' "$files"
  echo '== states'; set --
  while read -r name rest; do case $name in ''|*@.service) ;; *) set -- "$@" "$name";; esac; done <<FILES
$files
FILES
  [ $# -eq 0 ] || systemctl show --no-pager --property=ActiveState -- "$@" 2>/dev/null
fi
if [ -d /etc/init.d ] && command -v service >/dev/null 2>&1 && ! command -v chkconfig >/dev/null 2>&1; then
  echo '== scripts'; service --status-all 2>&1
fi
if command -v rc-status >/dev/null 2>&1; then echo '== openrc'; rc-status --nocolor --all --format ini 2>/dev/null; fi
exit 0`;

export default defineModule({
  summary: 'Gather the state of every service as facts',
  params: {},
  returns: {
    ansible_facts:
      '`services`: by name (sshd.service) a dict with `state` (running, stopped), `status` (enabled, disabled, masked, static) and `source`',
  },
  examples: [
    { name: 'Gather', yaml: 'service_facts:' },
    {
      name: 'Use it',
      yaml: "debug:\n  msg: sshd runs\nwhen: ansible_facts.services['sshd.service'].state == 'running'",
    },
  ],
  look: () => ({
    services: runLook({ script: SCRIPT, args: [] }, ['packages', 'path:/etc/systemd', 'path:/etc/init.d']),
  }),
  plan: (_params, { services }): Plan => {
    const printed = services.stdout.toString('utf8');
    if (!printed.includes('== ')) {
      return {
        changes: [],
        skipped: 'Failed to find any services. This can be due to privileges or some other configuration issue.',
      };
    }
    return { changes: [], facts: { services: serviceFacts(printed) } };
  },
});
