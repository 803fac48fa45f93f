// Has at run a command once, later.

import {
  bool,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  integer,
  type ParamsOf,
  type Plan,
  path,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
} from '../src/module/index.ts';

const params = {
  command: text('The command; or script_file.').optional(),
  script_file: path('A script on the host, which is read when the job is made; or command.').optional(),
  count: integer('In how many units.').optional(),
  units: choice(['minutes', 'hours', 'days', 'weeks'], 'The unit.').optional(),
  state: choice(
    ['absent', 'present'],
    'Whether there shall be a job; absent takes all away that run the same.',
  ).default('present'),
  unique: bool('No job where there is one that runs the same.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Have at run a command once, later',
  description: 'Jobs are the same where all of what they run is the same. A command travels by standard input.',
  collection: 'ansible.posix',
  params,
  returns: { state: 'the state', script_file: 'the script', count: 'how many units', units: 'the unit' },
  examples: [
    {
      name: 'Take the rules back in 20 minutes',
      yaml: 'at:\n  command: firewall-cmd --reload\n  count: 20\n  units: minutes\n  unique: true',
    },
    { name: 'All is well', yaml: 'at:\n  command: firewall-cmd --reload\n  state: absent' },
  ],
  refuse,
  look: ({ script_file: script }) => ({
    queue: queueLook,
    script: script === undefined ? undefined : fileLook(script, { content: 'all' }),
  }),
  plan: (given, { queue, script }): Plan => {
    const { state, count, units } = given;
    if (queue.code === MISSING) return { changes: [], failed: 'the host has no at; install at' };
    const body = given.command ?? scriptText(script);
    if (body === undefined)
      return { changes: [], failed: `the script ${given.script_file} is not on the host, or may not be read` };
    const jobs = jobsIn(queue);
    const same = jobs.filter((job) => job.body === body.trim());
    if (state === 'absent') return { changes: same.length > 0 ? [removal(jobs, same)] : [], result: { state } };
    if (given.unique && same.length > 0) return { changes: [], result: { state } };
    return {
      changes: [creation(given, body, jobs)],
      result: {
        state,
        count: count ?? null,
        units: units ?? null,
        ...(given.script_file !== undefined && { script_file: given.script_file }),
      },
    };
  },
});

function refuse({ command, script_file: script, state, count, units }: Given): string | undefined {
  if (command !== undefined && script !== undefined) return 'parameters are mutually exclusive: command|script_file';
  if (command === undefined && script === undefined) return 'one of the following is required: command, script_file';
  if (state === 'present' && (count === undefined || units === undefined))
    return 'present state requires count and units';
  return undefined;
}

const MISSING = 127;
const MARK = '\u001e';

const queueLook = runLook(
  {
    script: `command -v at >/dev/null 2>&1 || exit ${MISSING}
LC_ALL=C atq | while read -r job rest; do printf '\\036%s\\n' "$job"; at -c "$job" </dev/null; done`,
    args: [],
  },
  ['command:at', 'packages'],
);

interface Job {
  readonly number: string;
  readonly body: string;
}

// In front of what a job runs are its environment and directory; Red Hat's at wraps it into a here-document.
function jobsIn({ stdout }: RunSeen): readonly Job[] {
  const records = stdout.toString('utf8').split(MARK).slice(1);
  return records.map((record) => {
    const end = record.indexOf('\n');
    const text = record
      .slice(end + 1)
      .split(/^\s*exit 1\n\}\n/m)
      .slice(1)
      .join('\n');
    const wrapped = /^\S+ << '(marcinDELIMITER\w+)'\n([\s\S]*)\n\1\s*$/.exec(text.trim());
    return { number: record.slice(0, end), body: (wrapped?.[2] ?? text).trim() };
  });
}

function printed(jobs: readonly Job[]): RunSeen {
  const records = jobs.map(({ number, body }) => `${MARK}${number}\n exit 1\n}\n${body}\n`);
  return { code: 0, stdout: Buffer.from(records.join('')), stderr: Buffer.alloc(0) };
}

const scriptText = (file: FileSeen | undefined): string | undefined =>
  file?.exists ? file.content?.toString('utf8') : undefined;

// The number of a job is only known when it is there: the newest one that runs the same is the one.
const TAKE_BACK = `body=$(cat)
newest=$(LC_ALL=C atq | sort -n | while read -r job rest; do case $(at -c "$job" </dev/null) in *"$body"*) echo "$job";; esac; done | tail -n 1)
[ -n "$newest" ] && atrm "$newest"`;

function creation({ script_file: script, count, units }: Given, body: string, jobs: readonly Job[]): RunCommand {
  const when = ['now', '+', String(count), units ?? 'minutes'];
  const stdin = Buffer.from(`${body.replace(/\n$/, '')}\n`);
  return {
    kind: 'run',
    title: `have at run ${script ?? 'a command'} in ${count} ${units}`,
    command: script === undefined ? { argv: ['at', ...when], stdin } : { argv: ['at', '-f', script, ...when] },
    touches: ['command:at', 'path:/var/spool/cron'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: queueLook, value: printed([...jobs, { number: 'new', body: body.trim() }]) }],
    undo: { script: TAKE_BACK, args: [], stdin: Buffer.from(body.trim()) },
    diff: { before: '', after: `${body.trim()}\n`, header: `at now + ${count} ${units}` },
  };
}

function removal(jobs: readonly Job[], same: readonly Job[]): RunCommand {
  const numbers = same.map(({ number }) => number);
  return {
    kind: 'run',
    title: `take ${numbers.length === 1 ? 'a job' : `${numbers.length} jobs`} from at`,
    command: { argv: ['atrm', ...numbers] },
    touches: ['command:at', 'path:/var/spool/cron'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: queueLook, value: printed(jobs.filter((job) => !same.includes(job))) }],
    undo: { cannot: 'the environment and the time of a job of at were not kept' },
    diff: { before: same.map(({ body }) => `${body}\n`).join(''), after: '', header: 'at' },
  };
}
