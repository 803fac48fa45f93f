// Command-line arguments as Python's argparse takes them, spelt as ours: second names of options, and beginnings of names that are unique.

import type { Command, Option } from 'commander';

/** Second names that ansible-playbook has for options. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['--ask-vault-pass', '--ask-vault-password'],
  ['--vault-pass-file', '--vault-password-file'],
  ['--become-pass-file', '--become-password-file'],
  ['--conn-pass-file', '--connection-password-file'],
  ['--inventory-file', '--inventory'],
  ['--key-file', '--private-key'],
]);

/** The arguments of a command with every option by its first name, written out. What is not known stays for the command to refuse. */
export function spelledOut(args: readonly string[], command: Command): readonly string[] {
  const spelled: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return [...spelled, ...args.slice(index)];
    const { text, takesNext } = arg.startsWith('--') ? longOption(arg, command) : shortOptions(arg, command);
    spelled.push(text);
    // What follows is a value, whatever it looks like.
    const next = args[index + 1];
    if (takesNext && next !== undefined) {
      spelled.push(next);
      index++;
    }
  }
  return spelled;
}

interface Spelled {
  readonly text: string;
  readonly takesNext: boolean;
}

function longOption(arg: string, command: Command): Spelled {
  const equals = arg.indexOf('=');
  const name = equals < 0 ? arg : arg.slice(0, equals);
  const full = fullName(name, command);
  const option = command.options.find(({ long }) => long === full);
  return { text: full + arg.slice(name.length), takesNext: option?.required === true && equals < 0 };
}

function fullName(name: string, command: Command): string {
  const names = command.options.flatMap(({ long }) => long ?? []);
  // An alias counts only where the command has what it stands for.
  const known = new Map([
    ...names.map((one) => [one, one] as const),
    ...[...ALIASES].filter(([, of]) => names.includes(of)),
  ]);
  const exact = known.get(name);
  if (exact !== undefined) return exact;
  const meant = new Set([...known].filter(([one]) => one.startsWith(name)).map(([, of]) => of));
  const [only] = meant;
  return only !== undefined && meant.size === 1 ? only : name;
}

// Several in one word (`-bK`); the first that takes a value takes the rest of the word, or else the next.
function shortOptions(arg: string, command: Command): Spelled {
  if (!/^-[^-]/.test(arg)) return { text: arg, takesNext: false };
  for (const [index, letter] of [...arg.slice(1)].entries()) {
    const option: Option | undefined = command.options.find(({ short }) => short === `-${letter}`);
    if (option?.required) return { text: arg, takesNext: index === arg.length - 2 };
  }
  return { text: arg, takesNext: false };
}
