// Manages jobs and variables in the crontab of a user or in a file of /etc/cron.d.

import {
  afterwards,
  bool,
  bufferOf,
  bytesTextOf,
  choice,
  crontabLines,
  crontabText,
  defineModule,
  type FileSeen,
  fileLook,
  jobLine,
  jobNames,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
  toBytesText,
  unreadable,
  userLook,
  variableNames,
  withJob,
  withoutJob,
  withoutVariable,
  withVariable,
} from '../src/module/index.ts';

const params = {
  name: text('What the job is called in the crontab (or with env: the variable); by it the job is found again.'),
  job: text('The command; with env: the value. Required unless absent.').alias('value').optional(),
  state: choice(['present', 'absent'], 'Whether it shall be there.').default('present'),
  user: text('Whose crontab; with cron_file: as whom the job runs.').optional(),
  cron_file: path('A file instead of the crontab of a user; without a slash in front, one of /etc/cron.d.').optional(),
  minute: text('Minute: 0-59, *, */2.').default('*'),
  hour: text('Hour: 0-23, *, */2.').default('*'),
  day: text('Day of the month: 1-31, *, */2.').default('*').alias('dom'),
  month: text('Month: 1-12, *, */2.').default('*'),
  weekday: text('Day of the week: 0-6 for Sunday to Saturday, *.').default('*').alias('dow'),
  special_time: choice(
    ['reboot', 'yearly', 'annually', 'monthly', 'weekly', 'daily', 'hourly'],
    'A word instead of the times.',
  ).optional(),
  disabled: bool('Keep the job as a comment.').default(false),
  env: bool('It is a variable for the jobs below it, not a job.').default(false),
  insertafter: text('A new variable goes behind this one.').optional(),
  insertbefore: text('A new variable goes before this one.').optional(),
  backup: bool('Keep a copy of what was there; its path is in backup_file.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Manage jobs of cron',
  params,
  returns: { jobs: 'names of the jobs that are then there', envs: 'names of the variables', cron_file: 'the file' },
  examples: [
    { name: 'Every night', yaml: 'cron:\n  name: back up\n  hour: "3"\n  minute: "0"\n  job: /usr/local/bin/backup' },
    {
      name: 'In a file of its own',
      yaml: 'cron:\n  name: renew certificates\n  cron_file: certbot\n  user: root\n  special_time: daily\n  job: certbot renew',
    },
    { name: 'No more', yaml: 'cron:\n  name: back up\n  state: absent' },
  ],
  refuse,
  look: (given) => ({
    file: given.cron_file === undefined ? undefined : fileLook(fileOf(given.cron_file), { content: 'all' }),
    table: given.cron_file === undefined ? tableLook(given.user) : undefined,
    account: given.user === undefined ? undefined : userLook(given.user),
  }),
  plan: (given, { file, table, account }): Plan => {
    if (account?.exists === false && given.state === 'present')
      return { changes: [], failed: `crontab: user '${given.user}' is unknown; create it first` };
    if (file) return planFile(given, file);
    const problem = table && problemOf(table);
    if (!table || problem !== undefined) return { changes: [], failed: problem ?? 'no answer' };
    return planTable(given, table);
  },
});

function refuse(given: Given): string | undefined {
  const { state, job, name } = given;
  if (/[\r\n]/.test(name)) return "'name' holds a line break";
  if (job !== undefined && /[\r\n]/.test(trimmed(job))) return "'job' holds a line break; a job of cron is one line";
  const timed = [given.minute, given.hour, given.day, given.month, given.weekday].some((field) => field !== '*');
  if (given.special_time !== undefined && timed) return 'You must specify time and date fields or special time.';
  if (given.env && /\s/.test(name)) return 'Invalid name for environment variable';
  if (given.insertafter !== undefined && given.insertbefore !== undefined)
    return 'parameters are mutually exclusive: insertafter|insertbefore';
  const beside = given.insertafter !== undefined || given.insertbefore !== undefined;
  if (beside && !given.env) return 'Insertafter and insertbefore parameters are valid only with env=yes';
  if (state === 'absent') return undefined;
  if (job === undefined) return "You must specify 'job' to install a new cron job or variable";
  if (given.cron_file !== undefined && given.user === undefined)
    return 'To use cron_file=... parameter you must specify user=... as well';
  return undefined;
}

const trimmed = (job: string): string => job.replace(/^[\r\n]+|[\r\n]+$/g, '');
const fileOf = (name: string): string => (name.startsWith('/') ? name : `/etc/cron.d/${name}`);

// One character per byte, so that lines that are no UTF-8 stay as they are.
const shown = (names: readonly string[]): readonly string[] =>
  names.map((name) => Buffer.from(name, 'latin1').toString('utf8'));

/** The lines as wanted, or why that cannot be. */
function edited(given: Given, lines: readonly string[]): readonly string[] | { readonly problem: string } {
  const name = toBytesText(given.name);
  const job = toBytesText(trimmed(given.job ?? ''));
  if (given.state === 'absent') return given.env ? withoutVariable(lines, name) : withoutJob(lines, name);
  if (given.env) {
    const beside = { after: given.insertafter, before: given.insertbefore };
    const changed = withVariable(lines, { name, value: job }, beside);
    return changed ?? { problem: `Variable named '${beside.after ?? beside.before}' not found.` };
  }
  const { minute, hour, day, month, weekday, special_time: special, disabled } = given;
  const user = given.cron_file === undefined ? undefined : given.user;
  return withJob(lines, name, jobLine({ time: { minute, hour, day, month, weekday, special }, user, job, disabled }));
}

const sameLines = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);

function planFile(given: Given, file: FileSeen): Plan {
  const problem = unreadable(file);
  if (problem !== undefined) return { changes: [], failed: problem };
  const old = crontabLines(bytesTextOf(file.exists ? file.content : undefined));
  const lines = edited(given, old);
  if ('problem' in lines) return { changes: [], failed: lines.problem };
  const result = { cron_file: given.cron_file ?? '' };
  const named = { ...result, jobs: shown(jobNames(lines)), envs: shown(variableNames(lines)) };
  if (sameLines(old, lines)) return { changes: [], result: named };
  if (given.state === 'absent' && file.exists && lines.every((line) => line.trim() === '')) {
    return { changes: [{ kind: 'remove', path: file.resolved, before: file }], result: { ...result, state: 'absent' } };
  }
  const planned = planContent({
    seen: file,
    content: bufferOf(crontabText(lines)),
    params: { ...NO_ATTRIBUTES, mode: file.exists ? undefined : '0644' },
    accounts: { owner: undefined, group: undefined },
    backup: given.backup,
  });
  return planned.ok ? { changes: planned.changes, result: named } : { changes: [], failed: planned.problem };
}

function planTable(given: Given, table: RunSeen): Plan {
  const before = table.code === 0 ? table.stdout : undefined;
  const old = crontabLines(bytesTextOf(before));
  const lines = edited(given, old);
  if ('problem' in lines) return { changes: [], failed: lines.problem };
  const named = { jobs: shown(jobNames(lines)), envs: shown(variableNames(lines)) };
  if (sameLines(old, lines)) return { changes: [], result: named };
  const content = bufferOf(crontabText(lines));
  return {
    changes: [install(given, before, content)],
    result: named,
    ...(given.backup && {
      next: afterwards(([done]) => {
        const copy = done?.stdout.toString('utf8').trim() ?? '';
        return { ...named, ...(copy !== '' && { backup_file: copy }) };
      }),
    }),
  };
}

// The table of another user needs root, and `-u` even then only for another one: not every crontab lets users name themselves.
const WHOSE = 'if [ -n "$1" ] && [ "$1" != "$(id -un)" ]; then set -- -u "$1"; else set --; fi';
const LIST = `command -v crontab >/dev/null 2>&1 || exit 127
${WHOSE}
LC_ALL=C exec crontab "$@" -l`;
const INSTALL = `backup=$2; ${WHOSE}
if [ -n "$backup" ]; then copy=$(mktemp "\${TMPDIR:-/tmp}/crontab.XXXXXX") || exit 1; crontab "$@" -l >"$copy"; echo "$copy"; fi
exec crontab "$@" -`;
const REMOVE = `${WHOSE}
exec crontab "$@" -r`;

const tableLook = (user: string | undefined) =>
  runLook({ script: LIST, args: [user ?? ''] }, ['path:/var/spool/cron', 'packages']);

// Without a table, crontab -l ends with 1 and says so; an account that is only predicted has none either.
function problemOf({ code, stderr }: RunSeen): string | undefined {
  if (code === 0) return undefined;
  if (code === 127) return 'the host has no crontab; install cron (cronie on Red Hat and its like)';
  const said = stderr.toString('utf8').trim();
  return code === 1 && !/not allowed|must be privileged|permission denied/i.test(said) ? undefined : `crontab: ${said}`;
}

function install({ user, backup }: Given, before: Buffer | undefined, content: Buffer): RunCommand {
  const whose = user ?? '';
  const value = { code: 0, stdout: content, stderr: Buffer.alloc(0) };
  return {
    kind: 'run',
    title: `install the crontab${user === undefined ? '' : ` of ${user}`}`,
    command: { script: INSTALL, args: [whose, backup && before ? 'yes' : ''], stdin: content },
    touches: ['path:/var/spool/cron'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: tableLook(user), value }],
    undo: before ? { script: INSTALL, args: [whose, ''], stdin: before } : { script: REMOVE, args: [whose] },
    diff: {
      before: before?.toString('utf8') ?? '',
      after: content.toString('utf8'),
      header: 'crontab',
    },
  };
}
