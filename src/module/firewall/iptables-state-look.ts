// Looks at the state of iptables, and at what restoring a file would make of it: tried in a network of its own, which nobody is connected to.

import { file, run } from '../../plan/ask.ts';
import type { FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { bool, choice, integer, type ParamsOf, path } from '../params.ts';

/** The parameters of iptables_state. */
export const iptablesStateParams = {
  state: choice(['saved', 'restored'], 'Whether the state is saved into the file or restored from it.'),
  path: path('The file.'),
  table: choice(['filter', 'nat', 'mangle', 'raw', 'security'], 'This table alone.').optional(),
  ip_version: choice(['ipv4', 'ipv6'], 'Which version of IP.').default('ipv4'),
  counters: bool(
    'Save and restore the counters of packets and bytes as well; saving is then a change each time.',
  ).default(false),
  noflush: bool('With restored: leave the rules that are there, and add those of the file.').default(false),
  modprobe: path('The program that loads modules of the kernel for iptables.').optional(),
  wait: integer('Seconds to wait for others who are changing rules.').optional(),
};
export type IptablesState = ParamsOf<typeof iptablesStateParams>;

/** The words for iptables-save. */
export function saveWords({ counters, table, modprobe }: IptablesState): readonly string[] {
  return [
    ...(counters ? ['--counters'] : []),
    ...(table === undefined ? [] : ['--table', table]),
    ...(modprobe === undefined ? [] : ['--modprobe', modprobe]),
  ];
}

/** The words for iptables-restore. */
export function restoreWords({ counters, table, modprobe, wait, noflush }: IptablesState): readonly string[] {
  return [
    ...(counters ? ['--counters'] : []),
    ...(table === undefined ? [] : ['--table', table]),
    ...(modprobe === undefined ? [] : ['--modprobe', modprobe]),
    ...(wait === undefined ? [] : ['--wait', String(wait)]),
    ...(noflush ? ['--noflush'] : []),
  ];
}

const MISSING = 127;
const NO_MODPROBE = 8;
const UNTRIED = 99;
const REFUSED = 98;

// A table that nobody has used yet comes into being when it is asked about; so that is done elsewhere, too.
// What the rules name (sets of addresses) may not be there in a network of its own: then only the form of the file is tested.
const SCRIPT = `save=$(command -v "$1") && restore=$(command -v "$2") || exit ${MISSING}
table=$3 modprobe=$4 path=$5; shift 5
[ -z "$modprobe" ] || [ -x "$modprobe" ] || exit ${NO_MODPROBE}
fresh() { unshare -n "$save" --counters --table "$1" 2>/dev/null || "$save" --counters --table "$1"; }
now=$("$save" --counters \${modprobe:+--modprobe "$modprobe"}) || exit
nl='
'
case $nl$now$nl in
*"$nl*\${table:-filter}$nl"*) ;;
*) [ -n "$now" ] && [ -z "$table" ] || now=$now\${now:+$nl}$(fresh "\${table:-filter}") ;;
esac
printf '%s\\n%s\\n--now\\n%s\\n' "$save" "$restore" "$now"
[ "$path" ] || exit 0
tried=$(printf '%s\\n' "$now" | unshare -n sh -c '"$1" --counters >/dev/null 2>&1 || exit ${UNTRIED}
s=$2 r=$1 f=$3; shift 3; said=$("$r" "$@" <"$f" 2>&1) || { echo "$said"; exit ${REFUSED}; }
exec "$s" --counters' sh "$restore" "$save" "$path" "$@" 2>/dev/null)
case $? in
0) printf -- '--after\\n%s\\n' "$tried"; exit 0 ;;
${REFUSED}) case $tried in *[Ss]et*"doesn't exist"* | *nfacct* | *timeout*) ;; *) printf -- '--test 2\\n%s\\n' "$tried"; exit 0 ;; esac ;;
esac
said=$("$restore" --test "$@" <"$path" 2>&1); printf -- '--test %s\\n%s\\n' "$?" "$said"`;

/** What iptables_state looks at. */
export function iptablesStateLooks(given: IptablesState) {
  const isRestore = given.state === 'restored';
  const six = given.ip_version === 'ipv6' ? 'ip6tables' : 'iptables';
  const words = isRestore ? restoreWords(given) : [];
  const args = [
    `${six}-save`,
    `${six}-restore`,
    given.table ?? '',
    given.modprobe ?? '',
    isRestore ? given.path : '',
    ...words,
  ];
  const reads = ['firewall', `path:${given.path}`] as const;
  return { file: file(given.path, { content: 'all' }), seen: run({ script: SCRIPT, args }, reads) } satisfies {
    readonly file: ReturnType<typeof file>;
    readonly seen: RunLook;
  };
}

/** What the looks found. */
export interface FirewallSeen {
  /** Where the programs are. */
  readonly save: string;
  readonly restore: string;
  /** The state with all counters, as iptables-save prints it. */
  readonly now: string;
  /** The state that restoring the file would leave; absent where it could not be tried. */
  readonly after: string | undefined;
  /** What iptables-restore says against the file. */
  readonly refused: { readonly code: number; readonly stderr: string } | undefined;
}

/** Reads the answers; or why the task fails. */
export function firewallSeen(
  given: IptablesState,
  { file: source, seen }: { readonly file: FileSeen; readonly seen: RunSeen },
): FirewallSeen | { readonly problem: string } {
  const { code, stdout, stderr } = seen;
  if (code === MISSING) return { problem: 'the host has no iptables; install iptables' };
  if (code === NO_MODPROBE) return { problem: `modprobe ${given.modprobe} not found` };
  if (code !== 0) return { problem: stderr.toString('utf8').trim() || 'iptables-save failed' };
  if (given.state === 'restored') {
    if (!source.exists) return { problem: `Source ${given.path} not found` };
    if (source.type !== 'file') return { problem: `Source ${given.path} not a file` };
    const lines =
      source.content
        ?.toString('utf8')
        .split('\n')
        .map((line) => line.trim()) ?? [];
    if (given.table !== undefined && !lines.includes(`*${given.table}`))
      return { problem: `Table ${given.table} to restore not defined in ${given.path}` };
  }
  return parsed(stdout.toString('utf8'));
}

function parsed(text: string): FirewallSeen {
  const [head = '', rest = ''] = text.split(/^--now\n/m);
  const [save = '', restore = ''] = head.split('\n');
  const [now = '', after] = rest.split(/^--after\n/m);
  if (after !== undefined) return { save, restore, now, after, refused: undefined };
  const [before = '', code, ...said] = rest.split(/^--test (\d+)\n/m);
  const refused = code === undefined || code === '0' ? undefined : { code: Number(code), stderr: said.join('') };
  return { save, restore, now: before, after: undefined, refused };
}
