// Reads and writes capabilities as getcap and setcap have them: `cap_net_raw,cap_chown=ep cap_kill=i`.

/** Flags (some of `e`, `i`, `p`, in this order) by the name of the capability. */
export type Capabilities = ReadonlyMap<string, string>;

/** The capabilities of a text; a name without an operator has no flags. */
export function capabilitiesIn(text: string): Capabilities {
  const found = new Map<string, string>();
  for (const clause of text.trim().split(/\s+/)) {
    const [, names = '', operations = ''] = /^([^=+-]*)((?:[=+-][eip]*)*)$/.exec(clause) ?? [];
    for (const name of names === '' && operations.length > 1 ? ['all'] : names.split(',')) {
      if (name === '') continue;
      found.set(name.toLowerCase(), applied(found.get(name.toLowerCase()) ?? '', operations));
    }
  }
  return found;
}

function applied(flags: string, operations: string): string {
  let now = new Set(flags);
  for (const [operation = '', ...given] of operations.match(/[=+-][eip]*/g)?.map((one) => [...one]) ?? []) {
    if (operation === '=') now = new Set(given);
    else for (const flag of given) operation === '+' ? now.add(flag) : now.delete(flag);
  }
  return [...'eip'].filter((flag) => now.has(flag)).join('');
}

/** The text, always the same for the same capabilities; empty where there are none. What is said of all of them comes first: what follows is said of one. */
export function printCapabilities(capabilities: Capabilities): string {
  const byFlags = new Map<string, string[]>();
  for (const [name, flags] of [...capabilities].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (flags !== '') byFlags.set(flags, [...(byFlags.get(flags) ?? []), name]);
  return [...byFlags]
    .sort(([a, of], [b]) => (of.includes('all') || a < b ? -1 : 1))
    .map(([flags, names]) => `${names.join(',')}=${flags}`)
    .join(' ');
}
