// Edits a file of PAM's limits (`/etc/security/limits.conf`): one line for each domain, type and item.

export interface Limit {
  readonly domain: string;
  readonly type: string;
  readonly item: string;
  readonly value: string;
  /** Empty: the comment that is there stays. */
  readonly comment: string;
  /** Which one counts where a limit is there: the given one, or the higher or the lower of both. */
  readonly prefer: 'given' | 'higher' | 'lower';
}

export interface LimitEdit {
  readonly text: string;
  /** The line of the limit as it is afterwards, with its end. */
  readonly line: string;
}

interface Line {
  readonly words: readonly string[];
  /** With its sign; empty where there is none. */
  readonly comment: string;
}

/** The text with the limit, or the same text where it has it already. Every line of the limit gets the value: the last one counts. */
export function editLimits(old: string, limit: Limit): LimitEdit {
  let line: string | undefined;
  const lines = (old.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((written) => {
    const { words, comment } = parse(written);
    const [domain, type, item, value] = words;
    if (words.length !== 4 || value === undefined) return written;
    if (domain !== limit.domain || type !== limit.type || item !== limit.item) return written;
    const next = preferred(limit, value);
    line = next === value ? written : print(limit, next, limit.comment === '' ? comment : `#${limit.comment}`);
    return line;
  });
  if (line !== undefined) return { text: lines.join(''), line };
  const added = print(limit, limit.value, limit.comment === '' ? '' : `#${limit.comment}`);
  return { text: `${old}${old === '' || old.endsWith('\n') ? '' : '\n'}${added}`, line: added };
}

function parse(written: string): Line {
  const at = written.indexOf('#');
  const limit = at < 0 ? written : written.slice(0, at);
  return { words: limit.split(/\s+/).filter((word) => word !== ''), comment: at < 0 ? '' : written.slice(at).trim() };
}

function print({ domain, type, item }: Limit, value: string, comment: string): string {
  return `${[domain, type, item, value, ...(comment === '' ? [] : [comment])].join('\t')}\n`;
}

// For niceness and priority -1 is a number like others; everywhere else it stands for no limit.
function preferred({ item, value, prefer }: Limit, present: string): string {
  if (prefer === 'given') return value;
  const weigh = (one: string): number => {
    if (item !== 'nice' && item !== 'priority' && ['unlimited', 'infinity', '-1'].includes(one)) return Infinity;
    return Number(one);
  };
  const [mine, theirs] = [weigh(value), weigh(present)];
  if (mine === theirs) return present;
  return mine > theirs === (prefer === 'higher') ? value : present;
}
