// Waits for a port, a file or some time, as seen from the host.

import {
  type ActionContext,
  type ActionOutcome,
  choice,
  compileRegex,
  defineAction,
  fileFields,
  fileLook,
  integer,
  list,
  type ParamsOf,
  path,
  type Result,
  runLook,
  text,
} from '../src/module/index.ts';

const params = {
  host: text('The address, as the host of the task reaches it.').default('127.0.0.1'),
  port: integer('The port.').optional(),
  path: path('A file.').optional(),
  state: choice(
    ['absent', 'drained', 'present', 'started', 'stopped'],
    'started or present: there; stopped or absent: gone; drained: no connection any more.',
  ).default('started'),
  search_regex: text('What the file, or the first words of the port, must hold.').optional(),
  timeout: integer('Seconds after which the task fails.').default(300),
  connect_timeout: integer('Seconds for one attempt.').default(5),
  delay: integer('Seconds before the first look.').default(0),
  sleep: integer('Seconds between two looks.').default(1),
  msg: text('Message of the failure.').optional(),
  active_connection_states: list(text('A state.'), 'States of TCP connections that count for drained.').default([
    'ESTABLISHED',
    'FIN_WAIT1',
    'FIN_WAIT2',
    'SYN_RECV',
    'SYN_SENT',
    'TIME_WAIT',
  ]),
  exclude_hosts: list(text('An address.'), 'Peers that do not count for drained.').default([]),
};
type Params = ParamsOf<typeof params>;

export default defineAction({
  summary: 'Wait for a port, a file or some time',
  description: 'Ports are tried from the host itself, by bash, nc or python3, whichever it has.',
  params,
  needsHost: true,
  returns: {
    elapsed: 'seconds that it took',
    match_groups: 'what search_regex caught',
    match_groupdict: 'the same by name',
  },
  check: 'Check mode does not wait.',
  examples: [
    { name: 'Wait for a web server', yaml: 'wait_for:\n  port: 80\n  timeout: 60' },
    { name: 'Wait until a lock is gone', yaml: 'wait_for:\n  path: /run/app.lock\n  state: absent' },
  ],
  refuse: ({ port, path: file, state, search_regex: pattern }) => {
    if (port !== undefined && file !== undefined) return 'port and path parameter can not both be passed to wait_for';
    if (file !== undefined && state === 'stopped')
      return 'state=stopped should only be used for checking a port in the wait_for module';
    if (file !== undefined && state === 'drained')
      return 'state=drained should only be used for checking a port in the wait_for module';
    const regex = pattern === undefined ? undefined : compileRegex(pattern, { multiline: true });
    return regex && 'kind' in regex ? `Invalid regular expression: ${regex.message}` : undefined;
  },
  run: async (given, context) => {
    if (context.check) return { changed: false, skipped: 'waiting is left out in check mode' };
    const start = Date.now();
    const elapsed = (): number => Math.floor((Date.now() - start) / 1000);
    await context.sleep(given.delay);
    if (given.port === undefined && given.path === undefined) {
      await context.sleep(given.timeout);
      return { changed: false, result: { ...shown(given), ...NO_MATCH, elapsed: elapsed() } };
    }
    for (;;) {
      const seen =
        given.path === undefined ? await lookAtPort(given, context) : await lookAtFile(given, given.path, context);
      if ('failed' in seen) return { changed: false, failed: seen.failed, result: { elapsed: elapsed() } };
      if (seen.there === wanted(given)) {
        const { match, file } = seen;
        return {
          changed: false,
          result: { ...shown(given), ...NO_MATCH, ...match, ...file, path: given.path ?? null, elapsed: elapsed() },
        };
      }
      if ((Date.now() - start) / 1000 >= given.timeout) return timedOut(given, elapsed());
      await context.sleep(given.sleep);
    }
  },
});

const NO_MATCH = { match_groups: [], match_groupdict: {} } as const;

type Seen =
  | {
      readonly there: boolean;
      readonly match: Readonly<Record<string, readonly string[] | Readonly<Record<string, string>>>>;
      readonly file?: Result;
    }
  | { readonly failed: string };

function wanted({ state }: Params): boolean {
  return state === 'started' || state === 'present';
}

function shown({ port, path: file, state, search_regex: pattern }: Params): Result {
  return { state, port: port ?? null, path: file ?? null, search_regex: pattern ?? null };
}

// What is searched is what a link leads to; what is told is the link.
async function lookAtFile(given: Params, file: string, context: ActionContext): Promise<Seen> {
  const pattern = wanted(given) ? given.search_regex : undefined;
  const { itself, found } = await context.remote.look({
    itself: fileLook(file, { follow: false }),
    found: fileLook(file, { content: pattern === undefined ? 'none' : 'all' }),
  });
  const fields = itself.exists ? { file: fileFields(itself) } : {};
  if (!found.exists || pattern === undefined) return { there: found.exists, match: {}, ...fields };
  return { ...searched(pattern, found.content?.toString('utf8') ?? ''), ...fields };
}

function searched(pattern: string, content: string): Exclude<Seen, { readonly failed: string }> {
  const regex = compileRegex(pattern, { multiline: true });
  const match = 'kind' in regex ? undefined : regex.search(content);
  if (!match || 'kind' in regex) return { there: false, match: {} };
  const groups = match.groups.slice(1).map((group) => group ?? '');
  const named = Object.fromEntries([...regex.names].map(([name, number]) => [name, match.groups[number] ?? '']));
  return { there: true, match: { match_groups: groups, match_groupdict: named } };
}

// bash and nc are tried first; the text of a banner is only read where something is searched in it.
const CONNECT = `LC_ALL=C; export LC_ALL
host=$1 port=$2 wait=$3 read=$4
limit() { if command -v timeout >/dev/null 2>&1; then timeout "$wait" "$@"; else "$@"; fi; }
if command -v bash >/dev/null 2>&1; then
  if [ -n "$read" ]; then limit bash -c 'exec 3<>"/dev/tcp/$0/$1" && { echo open; timeout "$2" dd bs=4096 count=1 <&3 2>/dev/null; }' "$host" "$port" "$wait" 2>/dev/null
  else limit bash -c 'exec 3<>"/dev/tcp/$0/$1" && echo open' "$host" "$port" 2>/dev/null; fi
elif command -v nc >/dev/null 2>&1; then
  if [ -n "$read" ]; then out=$(nc -w "$wait" "$host" "$port" </dev/null 2>/dev/null) && { echo open; printf '%s' "$out"; }
  else nc -z -w "$wait" "$host" "$port" 2>/dev/null && echo open; fi
elif command -v python3 >/dev/null 2>&1; then
  python3 -c 'import socket,sys
s=socket.create_connection((sys.argv[1],int(sys.argv[2])),float(sys.argv[3])); print("open")
if sys.argv[4]: s.settimeout(float(sys.argv[3])); sys.stdout.write(s.recv(4096).decode("utf8","replace"))' "$host" "$port" "$wait" "$read" 2>/dev/null
else exit 127
fi
exit 0`;

async function lookAtPort(given: Params, context: ActionContext): Promise<Seen> {
  if (given.state === 'drained') return lookAtConnections(given, context);
  const args = [
    given.host,
    String(given.port),
    String(given.connect_timeout),
    given.search_regex === undefined ? '' : 'yes',
  ];
  const { answer } = await context.remote.look({ answer: runLook({ script: CONNECT, args }, ['anything']) });
  if (answer.code === 127) return { failed: 'the host can try no port: install bash, nc or python3' };
  const output = answer.stdout.toString('utf8');
  const open = output.startsWith('open');
  if (!open || given.search_regex === undefined) return { there: open, match: {} };
  // Groups are only told of files.
  return { there: searched(given.search_regex, output.slice('open\n'.length)).there, match: {} };
}

const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: '01',
  SYN_SENT: '02',
  SYN_RECV: '03',
  FIN_WAIT1: '04',
  FIN_WAIT2: '05',
  TIME_WAIT: '06',
};

async function lookAtConnections(given: Params, context: ActionContext): Promise<Seen> {
  const { table } = await context.remote.look({
    table: runLook({ script: 'cat /proc/net/tcp /proc/net/tcp6 2>/dev/null', args: [] }, ['anything']),
  });
  const unknown = given.active_connection_states.find((state) => STATES[state] === undefined);
  if (unknown !== undefined) return { failed: `unknown active_connection_state (${unknown}) defined` };
  const states = new Set(given.active_connection_states.map((state) => STATES[state] ?? state));
  const excluded = new Set(given.exclude_hosts.map(hexAddress));
  const port = (given.port ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const active = table.stdout
    .toString('utf8')
    .split('\n')
    .some((line) => {
      const match = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):[0-9A-F]{4} ([0-9A-F]{2})/.exec(line);
      return match?.[2] === port && states.has(match[4] ?? '') && !excluded.has(match[3] ?? '');
    });
  return { there: active, match: {} };
}

// The kernel prints IPv4 addresses as little-endian hex.
function hexAddress(address: string): string {
  return address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

function timedOut(given: Params, elapsed: number): ActionOutcome {
  const what = given.path ?? `${given.host}:${given.port}`;
  const usual = {
    started: given.path === undefined ? `Timeout when waiting for ${what}` : `Timeout when waiting for file ${what}`,
    present: given.path === undefined ? `Timeout when waiting for ${what}` : `Timeout when waiting for file ${what}`,
    stopped: `Timeout when waiting for ${what} to stop.`,
    absent: `Timeout when waiting for ${what} to be absent.`,
    drained: `Timeout when waiting for ${what} to drain`,
  };
  const searching = wanted(given) && given.search_regex !== undefined;
  const why = searching
    ? `Timeout when waiting for search string ${given.search_regex} in ${what}`
    : usual[given.state];
  return { changed: false, failed: given.msg ?? why, result: { elapsed } };
}
