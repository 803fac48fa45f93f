// The table in which dnf and yum show a transaction beforehand, as data.

export type TransactionAction = 'install' | 'upgrade' | 'downgrade' | 'reinstall' | 'remove';

export interface TransactionItem {
  readonly action: TransactionAction;
  readonly name: string;
  readonly arch: string;
  /** `version-release`, with an epoch in front where it has one. */
  readonly version: string;
}

export interface Transaction {
  readonly items: readonly TransactionItem[];
  /** Groups and environments that get marked as installed or removed. */
  readonly groups: readonly string[];
  /** Names that nothing provides. */
  readonly unmatched: readonly string[];
  readonly nothing: boolean;
}

const SECTIONS: readonly (readonly [pattern: RegExp, action: TransactionAction])[] = [
  [
    /^(Installing|Installing for dependencies|Installing (weak )?dependencies|Installing group\/module packages)/,
    'install',
  ],
  [/^(Upgrading|Updating|Updating for dependencies)/, 'upgrade'],
  [/^Downgrading/, 'downgrade'],
  [/^Reinstalling/, 'reinstall'],
  [/^Remov(ing|ed)/, 'remove'],
];

/** Reads what `dnf --assumeno` (or yum) printed in the C locale. */
export function parseTransaction(stdout: string, stderr: string): Transaction {
  const items: TransactionItem[] = [];
  const groups: string[] = [];
  let section: TransactionAction | 'groups' | undefined;
  let pending: string[] = [];
  for (const line of stdout.split('\n')) {
    if (/^\S/.test(line)) {
      section = sectionOf(line);
      pending = [];
    } else if (section === 'groups') {
      if (line.trim() !== '') groups.push(line.trim());
    } else if (section !== undefined) {
      // A name too long for its column stands on a line of its own.
      pending.push(...line.split(/\s+/).filter((word) => word !== ''));
      const [name, arch, version] = pending;
      if (pending[0] === 'replacing') pending = [];
      else if (name !== undefined && arch !== undefined && version !== undefined) {
        items.push({ action: section, name, arch, version: version.replace(/^0:/, '') });
        pending = [];
      }
    }
  }
  return {
    items,
    groups,
    unmatched: unmatchedIn(`${stdout}\n${stderr}`),
    nothing: items.length === 0 && groups.length === 0,
  };
}

function sectionOf(line: string): TransactionAction | 'groups' | undefined {
  if (/^(Installing|Upgrading|Removing|Marking packages|Installing Environment) ?(Environment )?Groups?:/i.test(line))
    return 'groups';
  return SECTIONS.find(([pattern]) => pattern.test(line))?.[1];
}

function unmatchedIn(output: string): readonly string[] {
  const found = output.matchAll(
    /^(?:No match for argument: |No package (?=\S+ available)|Error: Unable to find a match: )(.+?)(?: available\.?)?$/gm,
  );
  return [...new Set([...found].flatMap((match) => (match[1] ?? '').split(/\s+/)))].filter((word) => word !== '');
}
