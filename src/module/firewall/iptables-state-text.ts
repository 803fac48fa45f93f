// What iptables-save prints and iptables-restore reads, as lines: without times, with or without counters, by table.

/** The tables of a state: policies and rules, without counters. */
export type Tables = Readonly<Record<string, readonly string[]>>;

/** The lines of a state as results have them: without the time; counters only where they are wanted. */
export function stateLines(
  text: string,
  counters: { readonly policies: boolean; readonly rules: boolean },
): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/^(# (?:Generated|Completed)\b.*?) on .*$/, '$1'))
    .map((line) => (counters.policies ? line : line.replace(/^(:.*) \[\d+:\d+\]$/, '$1 [0:0]')))
    .map((line) => (counters.rules ? line : line.replace(/^\[\d+:\d+\] /, '')));
}

/** By table; `#`, `*filter` and `COMMIT` only say where one begins and ends. */
export function tablesOf(lines: readonly string[]): Tables {
  const tables: Record<string, string[]> = {};
  let table: string[] = [];
  for (const line of lines) {
    if (line.startsWith('*')) {
      table = [];
      tables[line.slice(1).trim()] = table;
    } else if (!line.startsWith('#') && line !== 'COMMIT') {
      table.push(line.replace(/^\[\d+:\d+\] /, '').replace(/^(:.*) \[\d+:\d+\]$/, '$1'));
    }
  }
  return tables;
}

/** The lines of one table, with its frame. */
export function linesOfTable(lines: readonly string[], table: string): readonly string[] {
  const first = lines.findIndex((line) => line.trim() === `*${table}`);
  if (first < 0) return [];
  const from = lines[first - 1]?.startsWith('# Generated') ? first - 1 : first;
  const end = lines.indexOf('COMMIT', first);
  const to = lines[end + 1]?.startsWith('# Completed') ? end + 1 : end;
  return lines.slice(from, to + 1);
}

const CHAINS: Readonly<Record<string, readonly string[]>> = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** What iptables-restore makes these tables empty with. */
export function emptyTables(names: readonly string[]): string {
  return names
    .map((name) => `*${name}\n${(CHAINS[name] ?? []).map((chain) => `:${chain} ACCEPT [0:0]\n`).join('')}COMMIT\n`)
    .join('');
}
