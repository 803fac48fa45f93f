// Plans one change of iptables: a rule, a chain, a policy or a flush; each is one command, so that nobody is locked out half way.

import { run as runLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ResourceName } from '../../plan/resource.ts';
import { type IptablesParams, ruleWords } from './iptables-rule.ts';

const MISSING = 127;
const NO_CHAIN = 3;
const NO_RULE = 1;

// Prints the rules of the chain (or of the table); ends with what -C says of the rule, where there is one.
const SCRIPT = `command -v "$1" >/dev/null 2>&1 || exit ${MISSING}
program=$1; table=$2; chain=$3; shift 3
LC_ALL=C "$program" -t "$table" -S \${chain:+"$chain"} || exit ${NO_CHAIN}
[ $# -gt 0 ] || exit 0
LC_ALL=C exec "$program" -t "$table" -C "$chain" "$@" >&2`;

const programOf = ({ ip_version: version }: IptablesParams): string => (version === 'ipv4' ? 'iptables' : 'ip6tables');

function chainName(given: IptablesParams): ResourceName {
  return `command:${programOf(given)} ${given.table} ${given.chain ?? ''}`;
}

/** What there is of the chain, and whether it has the rule. */
export function iptablesLook(given: IptablesParams): RunLook {
  const rule = given.flush || given.policy !== undefined ? [] : ruleWords(given);
  const args = [programOf(given), given.table, given.chain ?? '', ...rule];
  return runLook({ script: SCRIPT, args }, ['firewall', chainName(given), 'packages']);
}

/** The plan for what the parameters ask: flush, policy, or chain and rule. */
export function planIptables(given: IptablesParams, seen: RunSeen): Plan {
  const { chain, table, flush, state, chain_management: manages, ip_version: version } = given;
  const rule = ruleWords(given);
  const result = {
    ip_version: version,
    table,
    chain: chain ?? null,
    flush,
    rule: rule.join(' '),
    state,
    chain_management: manages,
  };
  const problem = problemOf(given, seen);
  if (problem !== undefined) return { changes: [], failed: problem };
  if (flush) {
    const changes = flushed(given, seen);
    return { changes, result, warnings: changes.length > 0 ? warningsOf(given, seen) : [] };
  }
  if (given.policy !== undefined) return { changes: policy(given, seen), result };
  return { changes: state === 'present' ? added(given, seen, rule) : removed(given, seen, rule), result };
}

function problemOf(given: IptablesParams, { code, stderr }: RunSeen): string | undefined {
  const program = programOf(given);
  const said = stderr.toString('utf8').trim();
  if (code === MISSING) return `the host has no ${program}; install iptables`;
  if (code === NO_CHAIN) {
    if (/permission denied/i.test(said)) return said;
    if (!given.flush && given.policy === undefined && (given.state === 'absent' || given.chain_management))
      return undefined;
    return `there is no chain '${given.chain}' in the table ${given.table} (${said}); chain_management=true makes it`;
  }
  return code === 0 || code === NO_RULE ? undefined : said;
}

interface Doing {
  readonly title: string;
  readonly words: readonly string[];
  readonly undo: RunCommand['undo'];
  /** What the task's look says afterwards. */
  readonly after: RunSeen;
  readonly diff: { readonly before: string; readonly after: string };
  /** Whether looks at other rules of the chain are answered otherwise too. */
  readonly isChain?: boolean;
}

function command(given: IptablesParams, { title, words, undo, after, diff, isChain }: Doing): RunCommand {
  const { table } = given;
  return {
    kind: 'run',
    title,
    command: { argv: [programOf(given), '-t', table, ...words] },
    touches: ['firewall', ...(isChain ? [chainName(given)] : [])],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: iptablesLook(given), value: after }],
    undo,
    diff: { ...diff, header: `${programOf(given)} -t ${table}` },
  };
}

const answer = (code: number, stdout: Buffer | string): RunSeen => ({
  code,
  stdout: Buffer.from(stdout),
  stderr: Buffer.alloc(0),
});

function argv(given: IptablesParams, ...words: readonly string[]): RunCommand['undo'] {
  return { argv: [programOf(given), '-t', given.table, ...words] };
}

function added(given: IptablesParams, seen: RunSeen, rule: readonly string[]): readonly RunCommand[] {
  const { chain = '', action, rule_num: number } = given;
  const made = seen.code === NO_CHAIN ? [newChain(given)] : [];
  if (seen.code === 0 || rule.length === 0) return made;
  const place = action === 'append' ? ['-A', chain] : ['-I', chain, ...(number === undefined ? [] : [number])];
  const line = `-A ${chain} ${rule.join(' ')}\n`;
  return [
    ...made,
    command(given, {
      title: `${action} the rule '${rule.join(' ')}' ${action === 'append' ? 'to' : 'in'} ${chain}`,
      words: [...place, ...rule],
      undo: argv(given, '-D', chain, ...rule),
      after: answer(0, `${seen.stdout.toString('utf8')}${line}`),
      diff: { before: '', after: line },
    }),
  ];
}

function newChain(given: IptablesParams): RunCommand {
  const { chain = '' } = given;
  return command(given, {
    title: `make the chain ${chain}`,
    words: ['-N', chain],
    undo: argv(given, '-X', chain),
    after: answer(ruleWords(given).length === 0 ? 0 : NO_RULE, `-N ${chain}\n`),
    diff: { before: '', after: `-N ${chain}\n` },
    isChain: true,
  });
}

// The rule goes back to where the list of before first differs from that of now.
const PUT_BACK = `program=$1; table=$2; chain=$3; shift 3; before=$(cat); place=1
now=$(LC_ALL=C "$program" -t "$table" -S "$chain") || exit
while IFS= read -r was <&3; do
  IFS= read -r is || is=
  [ "$was" = "$is" ] || break
  case $was in -A*) place=$((place + 1));; esac
done 3<<BEFORE <<NOW
$before
BEFORE
$now
NOW
exec "$program" -t "$table" -I "$chain" "$place" "$@"`;

function removed(given: IptablesParams, seen: RunSeen, rule: readonly string[]): readonly RunCommand[] {
  const { chain = '', table } = given;
  if (seen.code !== 0) return [];
  if (rule.length === 0) return given.chain_management ? [withoutChain(given)] : [];
  const line = `-A ${chain} ${rule.join(' ')}\n`;
  return [
    command(given, {
      title: `delete the rule '${rule.join(' ')}' from ${chain}`,
      words: ['-D', chain, ...rule],
      undo: { script: PUT_BACK, args: [programOf(given), table, chain, ...rule], stdin: seen.stdout },
      after: answer(NO_RULE, seen.stdout),
      diff: { before: line, after: '' },
    }),
  ];
}

function withoutChain(given: IptablesParams): RunCommand {
  const { chain = '' } = given;
  return command(given, {
    title: `remove the chain ${chain}`,
    words: ['-X', chain],
    undo: argv(given, '-N', chain),
    after: answer(NO_CHAIN, ''),
    diff: { before: `-N ${chain}\n`, after: '' },
    isChain: true,
  });
}

function policy(given: IptablesParams, seen: RunSeen): readonly RunCommand[] {
  const { chain = '', policy: wanted = '' } = given;
  const old = /^-P \S+ (\S+)/m.exec(seen.stdout.toString('utf8'))?.[1];
  if (old === wanted) return [];
  const now = seen.stdout.toString('utf8').replace(/^-P (\S+) \S+/m, (_all, name: string) => `-P ${name} ${wanted}`);
  return [
    command(given, {
      title: `set the policy of ${chain} to ${wanted}`,
      words: ['-P', chain, wanted],
      undo: old === undefined ? { cannot: `${chain} has no policy` } : argv(given, '-P', chain, old),
      after: answer(0, now),
      diff: { before: `-P ${chain} ${old ?? ''}\n`, after: `-P ${chain} ${wanted}\n` },
    }),
  ];
}

function flushed(given: IptablesParams, seen: RunSeen): readonly RunCommand[] {
  const lines = seen.stdout.toString('utf8').match(/[^\n]+\n/g) ?? [];
  const rules = lines.filter((line) => line.startsWith('-A '));
  if (rules.length === 0) return [];
  const { chain, table } = given;
  return [
    command(given, {
      title: `flush ${chain === undefined ? `the table ${table}` : `the chain ${chain}`}`,
      words: ['-F', ...(chain === undefined ? [] : [chain])],
      undo: {
        argv: [`${programOf(given)}-restore`, '--noflush'],
        stdin: Buffer.from(`*${table}\n${rules.join('')}COMMIT\n`),
      },
      after: answer(0, lines.filter((line) => !line.startsWith('-A ')).join('')),
      diff: { before: rules.join(''), after: '' },
      isChain: true,
    }),
  ];
}

function warningsOf({ chain }: IptablesParams, seen: RunSeen): readonly string[] {
  const dropping = [...seen.stdout.toString('utf8').matchAll(/^-P (INPUT|OUTPUT) DROP/gm)].map(
    ([, name]) => name ?? '',
  );
  return dropping
    .filter((name) => chain === undefined || chain === name)
    .map((name) => `the policy of ${name} is DROP: without its rules nothing gets through, your connection included`);
}
