// Plans what ufw shall do: each thing is one command, whose effect on the rules was asked of ufw beforehand.

import { run as runLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';

export interface UfwParams {
  readonly state: 'disabled' | 'enabled' | 'reloaded' | 'reset' | undefined;
  readonly default: string | undefined;
  readonly direction: 'in' | 'incoming' | 'out' | 'outgoing' | 'routed' | undefined;
  readonly logging: string | undefined;
  readonly insert: number | undefined;
  readonly insert_relative_to: 'first-ipv4' | 'first-ipv6' | 'last-ipv4' | 'last-ipv6' | 'zero';
  readonly rule: string | undefined;
  readonly log: boolean;
  readonly from_ip: string;
  readonly from_port: string | undefined;
  readonly to_ip: string;
  readonly to_port: string | undefined;
  readonly proto: string | undefined;
  readonly name: string | undefined;
  readonly delete: boolean;
  readonly interface: string | undefined;
  readonly interface_in: string | undefined;
  readonly interface_out: string | undefined;
  readonly route: boolean;
  readonly comment: string | undefined;
}

const MISSING = 127;
const REFUSED = 3;

// Prints the settings, the rules as they stand, and behind a line of signs the rules as they would be.
const SCRIPT = `command -v ufw >/dev/null 2>&1 || exit ${MISSING}
LC_ALL=C; export LC_ALL
cat /etc/ufw/ufw.conf /etc/default/ufw 2>/dev/null | grep -E '^(ENABLED|LOGLEVEL|DEFAULT_[A-Z]+_POLICY)='
rules() { grep -h '^### tuple' || :; }
cat /etc/ufw/user.rules /lib/ufw/user.rules 2>/dev/null | rules
echo six
cat /etc/ufw/user6.rules /lib/ufw/user6.rules 2>/dev/null | rules
[ $# -gt 0 ] || exit 0
echo ------
planned=$(ufw --dry-run "$@" 2>&1) || { printf '%s\\n' "$planned" >&2; exit ${REFUSED}; }
printf '%s\\n' "$planned"`;

/** Why the parameters make no sense together. */
export function refuseUfw(given: UfwParams): string | undefined {
  const { state, logging, rule, direction } = given;
  if (state === undefined && logging === undefined && rule === undefined && given.default === undefined)
    return 'one of the following is required: state, default, rule, logging';
  const alone = Object.entries({ name: given.name, proto: given.proto, logging }).filter(
    ([, one]) => one !== undefined,
  );
  if (alone.length > 1) return 'parameters are mutually exclusive: name|proto|logging';
  if (given.interface !== undefined && (given.interface_in !== undefined || given.interface_out !== undefined))
    return "'interface' excludes 'interface_in' and 'interface_out'";
  if (direction !== undefined && !given.route && given.interface_in !== undefined)
    return 'parameters are mutually exclusive: direction|interface_in';
  if (direction !== undefined && !given.route && given.interface_out !== undefined)
    return 'parameters are mutually exclusive: direction|interface_out';
  if (given.interface !== undefined && direction === undefined)
    return "'direction' is required when 'interface' is set";
  if (given.interface_in !== undefined && given.interface_out !== undefined && !given.route)
    return 'Only route rules can combine interface_in and interface_out';
  if (given.default !== undefined && !['incoming', 'outgoing', 'routed', undefined].includes(direction))
    return 'For default, direction must be one of "outgoing", "incoming" and "routed", or direction must not be specified.';
  return undefined;
}

/** The words of a rule; the comment comes last, as ufw wants it. */
function ruleWords(given: UfwParams, insert: number | undefined): readonly string[] {
  const { rule, direction } = given;
  if (rule === undefined) return [];
  const word = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [name, value];
  return [
    ...(given.route ? ['route'] : []),
    ...(given.delete ? ['delete'] : []),
    ...(insert !== undefined && !given.delete ? ['insert', String(insert)] : []),
    rule,
    ...(direction === undefined ? [] : [direction.replace(/^(in|out).*/, '$1')]),
    ...word('on', given.interface),
    ...(given.interface_in === undefined ? [] : ['in', 'on', given.interface_in]),
    ...(given.interface_out === undefined ? [] : ['out', 'on', given.interface_out]),
    ...(given.log ? ['log'] : []),
    'from',
    given.from_ip,
    ...word('port', given.from_port),
    'to',
    given.to_ip,
    ...word('port', given.to_port),
    ...word('proto', given.proto),
    ...word('app', given.name),
    ...(given.delete ? [] : word('comment', given.comment)),
  ];
}

/** The settings, the rules, and what the rule would make of them. */
export function ufwLook(given: UfwParams): RunLook {
  // Where a rule goes does not decide whether there is one.
  return runLook({ script: SCRIPT, args: [...ruleWords(given, undefined)] }, ['firewall', 'packages']);
}

interface Rules {
  readonly settings: ReadonlyMap<string, string>;
  readonly four: Tables;
  readonly six: Tables;
}

/** The rules of one version of IP. */
interface Tables {
  readonly present: readonly string[];
  /** What the rule would make of them; absent where ufw would not write them. */
  readonly planned: readonly string[] | undefined;
}

// The dry run prints each file that would be written, as iptables-restore takes it.
function parse({ stdout }: RunSeen): Rules {
  const [now = '', then = ''] = stdout.toString('utf8').split(/^------$/m);
  const [four = '', six = ''] = now.split(/^six$/m);
  const tuples = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('### tuple'));
  const written = then.split(/^\*filter$/m);
  const planned = (chain: string): readonly string[] | undefined => {
    const file = written.find((one) => one.includes(`\n:${chain}-user-input `));
    return file === undefined ? undefined : tuples(file);
  };
  return {
    settings: new Map(
      [...now.matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    four: { present: tuples(four), planned: planned('ufw') },
    six: { present: tuples(six), planned: planned('ufw6') },
  };
}

const POLICIES: Readonly<Record<string, string>> = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT' };

/** The plan: state, logging, policy and rule, in this order. */
export function planUfw(given: UfwParams, seen: RunSeen): Plan {
  if (seen.code === MISSING) return { changes: [], failed: 'the host has no ufw; install ufw' };
  if (seen.code !== 0) return { changes: [], failed: seen.stderr.toString('utf8').trim() || 'ufw cannot be asked' };
  const rules = parse(seen);
  const changes = [
    ...ruleChange(given, rules),
    ...policyChange(given, rules),
    ...loggingChange(given, rules),
    ...stateChange(given, rules),
  ];
  const commands = changes.map(({ command }) => ('argv' in command ? command.argv.join(' ') : 'ufw'));
  return { changes, result: { commands } };
}

interface Doing {
  readonly title: string;
  readonly words: readonly string[];
  readonly undo: RunCommand['undo'];
  readonly before: string;
  readonly after: string;
}

function command({ title, words, undo, before, after }: Doing): RunCommand {
  return {
    kind: 'run',
    title,
    command: { argv: ['ufw', ...words] },
    touches: ['firewall'],
    accept: [0],
    predictable: true,
    leaves: [],
    undo,
    diff: { before, after, header: 'ufw' },
  };
}

// A rule that only differs in its comment or in logging takes the place of the one that is there.
function ruleChange(given: UfwParams, rules: Rules): readonly RunCommand[] {
  const { four, six } = rules;
  if (given.rule === undefined || ![four, six].some(isOther)) return [];
  const gone = [four, six].flatMap(({ present, planned = present }) =>
    present.filter((line) => !planned.includes(line)),
  );
  const insert = placeOf(given, rules);
  const words = ruleWords(given, insert);
  const undo: RunCommand['undo'] =
    given.delete || gone.length > 0
      ? { cannot: 'the place and the comment of the rule were not kept' }
      : { argv: ['ufw', ...ruleWords({ ...given, delete: true }, undefined)] };
  return [
    command({
      title: `${given.delete ? 'delete' : 'add'} the rule '${ruleWords({ ...given, delete: false }, undefined).join(' ')}'`,
      words,
      undo,
      before: given.delete ? `${words.join(' ')}\n` : '',
      after: given.delete ? '' : `${words.join(' ')}\n`,
    }),
  ];
}

function isOther({ present, planned }: Tables): boolean {
  return planned !== undefined && [...planned].sort().join('\n') !== [...present].sort().join('\n');
}

function placeOf({ insert, insert_relative_to: from }: UfwParams, { four, six }: Rules): number | undefined {
  if (insert === undefined || from === 'zero') return insert;
  const [fours, sixes] = [four.present.length, six.present.length];
  const start = {
    'first-ipv4': 1,
    'last-ipv4': Math.max(fours, 1),
    'first-ipv6': fours + 1,
    'last-ipv6': fours + Math.max(sixes, 1),
  };
  return start[from] + insert;
}

function policyChange(given: UfwParams, { settings }: Rules): readonly RunCommand[] {
  const wanted = given.default;
  if (wanted === undefined) return [];
  const direction = given.direction ?? 'incoming';
  const key = { in: 'INPUT', incoming: 'INPUT', out: 'OUTPUT', outgoing: 'OUTPUT', routed: 'FORWARD' }[direction];
  const old = settings.get(`DEFAULT_${key}_POLICY`);
  if (old === POLICIES[wanted]) return [];
  const [word] = Object.entries(POLICIES).find(([, policy]) => policy === old) ?? [];
  return [
    command({
      title: `set the default for what is ${direction} to ${wanted}`,
      words: ['default', wanted, direction],
      undo:
        word === undefined ? { cannot: 'the old default is not known' } : { argv: ['ufw', 'default', word, direction] },
      before: `default ${word ?? '?'} ${direction}\n`,
      after: `default ${wanted} ${direction}\n`,
    }),
  ];
}

function loggingChange({ logging }: UfwParams, { settings }: Rules): readonly RunCommand[] {
  const old = settings.get('LOGLEVEL') ?? 'off';
  if (logging === undefined || (logging === 'on' ? old !== 'off' : old === logging)) return [];
  return [
    command({
      title: `set logging to ${logging}`,
      words: ['logging', logging],
      undo: { argv: ['ufw', 'logging', old] },
      before: `logging ${old}\n`,
      after: `logging ${logging}\n`,
    }),
  ];
}

// What ufw would do without its question whether ssh may be cut off: that was asked for.
function stateChange({ state }: UfwParams, { settings }: Rules): readonly RunCommand[] {
  const isOn = settings.get('ENABLED') === 'yes';
  if (state === undefined || (state === 'enabled' && isOn) || (state === 'disabled' && !isOn)) return [];
  const word = { enabled: 'enable', disabled: 'disable', reloaded: 'reload', reset: 'reset' }[state];
  const undo: RunCommand['undo'] =
    state === 'reset'
      ? { cannot: 'the rules are in /etc/ufw, in files named by the time' }
      : { argv: ['ufw', '-f', { enabled: 'disable', disabled: 'enable', reloaded: 'reload' }[state]] };
  return [
    command({
      title: `${word} ufw`,
      words: ['-f', word],
      undo,
      before: `ufw ${isOn ? 'enabled' : 'disabled'}\n`,
      after: `ufw ${state}\n`,
    }),
  ];
}
