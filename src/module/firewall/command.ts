// The commands that change firewalld: over D-Bus by busctl, which starts in a few milliseconds, and by firewalld's own programs where that cannot be.

import type { Command } from '../../plan/command.ts';

/** What firewalld is asked for over D-Bus. */
export type Asked =
  | {
      /** The methods' name without their verb: `Service` of addService and removeService. */
      readonly method: string;
      readonly words: readonly string[];
      /** What is in force can be so for a time. */
      readonly timed?: true;
    }
  /** Saved, it must leave its old zone first. */
  | { readonly networkInterface: string }
  /** It is only ever set, and only saved. */
  | { readonly target: string };

/** One change of a zone, on one of the two sides. */
export interface ZoneWish {
  readonly zone: string;
  readonly configuration: 'permanent' | 'runtime';
  readonly on: boolean;
  /** Seconds; 0: for good. */
  readonly timeout: number;
  readonly asked: Asked;
  /** The same for firewall-cmd. */
  readonly flags: readonly string[];
}

/** The command that does it where firewalld runs. */
export function zoneCommand(wish: ZoneWish): Command {
  const { zone, configuration, flags } = wish;
  const saved = configuration === 'permanent';
  const script = new Script();
  const orElse = script.orElse([...(saved ? ['--permanent'] : []), `--zone=${zone}`, ...flags]);
  const words = { zone: script.word(zone), script, orElse };
  return script.command(saved ? savedChange(wish, words) : changeInForce(wish, words));
}

/** The command that makes a zone, or removes one, where firewalld runs. */
export function zoneItselfCommand(zone: string, on: boolean): Command {
  const script = new Script();
  const name = script.word(zone);
  const orElse = script.orElse(['--permanent', `--${on ? 'new' : 'delete'}-zone=${zone}`]);
  return script.command(
    on
      ? `call config '' addZone2 'sa{sv}' ${name} 1 forward b false || ${orElse}`
      : `zone_named ${name} && call "$number" zone remove || ${orElse}`,
  );
}

// `call PART INTERFACE METHOD ...` says whether firewalld did it. `or_else WORDS` ends the script: with what firewalld refused, or
// by firewall-cmd, to which all is left that firewalld did not say itself (no busctl, a method that an old firewalld lacks, a bus
// that does not answer). That something is so already is no failure to firewall-cmd either.
const PRELUDE = `LC_ALL=C; export LC_ALL; said=
bus=org.fedoraproject.FirewallD1
call() {
  part=$1 interface=$2; shift 2
  said=$(busctl call $bus "/org/fedoraproject/FirewallD1\${part:+/$part}" "$bus\${part:+.config}\${interface:+.$interface}" "$@" 2>&1) && return
  said=\${said#Call failed: }
  case $said in ALREADY_ENABLED*|NOT_ENABLED*|ZONE_ALREADY_SET*) return 0;; esac
  return 1
}
or_else() {
  case \${said%%:*} in *[!A-Z_0-9]*|'') exec firewall-cmd "$@" >/dev/null;; esac
  printf '%s\\n' "$said" >&2; exit 1
}
answer() { answer=\${said#*\\"}; answer=\${answer%\\"*}; }
zone_named() { call config '' getZoneByName s "$1" && answer && number=\${answer#/org/fedoraproject/FirewallD1/}; }
`;

/** Text whose words are arguments, so that nothing needs quotes. */
class Script {
  readonly #args: string[] = [];

  /** The text that stands for a word. */
  word(value: string): string {
    this.#args.push(value);
    return `"\${${this.#args.length}}"`;
  }

  orElse(words: readonly string[]): string {
    return ['or_else', ...words.map((word) => this.word(word))].join(' ');
  }

  command(text: string): Command {
    return { script: `${PRELUDE}${text}\n`, args: this.#args };
  }
}

interface Words {
  readonly script: Script;
  readonly zone: string;
  readonly orElse: string;
}

function changeInForce({ asked, on, timeout }: ZoneWish, { script, zone, orElse }: Words): string {
  if ('target' in asked) return orElse;
  if ('networkInterface' in asked) {
    const method = on ? 'changeZoneOfInterface' : 'removeInterface';
    return `call '' zone ${method} ss ${zone} ${script.word(asked.networkInterface)} || ${orElse}`;
  }
  const words = [zone, ...asked.words.map((word) => script.word(word))];
  const times = on && asked.timed ? [String(timeout)] : [];
  const signature = `${'s'.repeat(words.length)}${'i'.repeat(times.length)}`;
  return `call '' zone ${verb(on)}${asked.method} ${[signature, ...words, ...times].join(' ')} || ${orElse}`;
}

function savedChange({ asked, on }: ZoneWish, { script, zone, orElse }: Words): string {
  const change = (words: readonly string[]): string =>
    `zone_named ${zone} && call "$number" zone ${words.join(' ')} || ${orElse}`;
  if ('target' in asked) return change(['setTarget', 's', script.word(asked.target)]);
  if ('networkInterface' in asked) {
    const card = script.word(asked.networkInterface);
    return [
      `${keptElsewhere(card)} && ${orElse}`,
      ...(on ? [leaveOldZone(card, orElse)] : []),
      change([`${verb(on)}Interface`, 's', card]),
    ].join('\n');
  }
  const words = asked.words.map((word) => script.word(word));
  return change([`${verb(on)}${asked.method}`, ...(words.length > 0 ? ['s'.repeat(words.length)] : []), ...words]);
}

const verb = (on: boolean): string => (on ? 'add' : 'remove');

// NetworkManager, and the network scripts of old hosts, keep the zones of their interfaces themselves: firewall-cmd tells them.
const keptElsewhere = (card: string): string =>
  `{ [ -e /run/NetworkManager ] || [ -e /etc/sysconfig/network-scripts/ifcfg-${card} ]; }`;

const leaveOldZone = (card: string, orElse: string): string =>
  `call config '' getZoneOfInterface s ${card} || ${orElse}
answer; [ -z "$answer" ] || { zone_named "$answer" && call "$number" zone removeInterface s ${card}; } || ${orElse}`;
