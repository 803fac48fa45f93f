// The file in which a job in the background leaves its result, under the name and in the form in which Ansible does.

import { randomInt } from 'node:crypto';
import type { Fragment } from '../../host/index.ts';
import { run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { Result } from '../../plan/plan.ts';
import { splitLines } from '../../template/python/index.ts';
import { commandFailure } from '../commands/outcome.ts';

/** Where a job's result lies. */
export interface JobFile {
  /** As it is configured; `~` is the home of the identity that the job runs as. */
  readonly directory: string;
  readonly id: string;
}

/** A name that no other job has. */
export function newJobId(): string {
  return `j${randomInt(2 ** 40)}.${process.pid}`;
}

/** The directory beside the results file in which a job works: nobody else can enter it. */
export function workDirectory(resultsFile: string): string {
  const name = resultsFile.lastIndexOf('/') + 1;
  return `${resultsFile.slice(0, name)}.${resultsFile.slice(name)}.work`;
}

const LOCATE = `d=$1 id=$2; shift 2
case $d in '~' | '~/'*) d=$HOME\${d#?};; '$HOME' | '$HOME/'*) d=$HOME\${d#?HOME};; esac
case $d in /*) ;; *) d=$PWD/$d;; esac
file=$d/$id
`;

/** Makes the file, which says that the job has started, and prints its absolute path. */
export function creation({ directory, id }: JobFile): Fragment {
  return { script: `${LOCATE}${CREATE}`, args: [directory, id], direct: true };
}

// In a directory that belongs to somebody else, a result could be exchanged for a link that is followed.
const CREATE = `[ -d "$d" ] || mkdir -p -m 700 -- "$d" || exit 1
[ -O "$d" ] || { echo "the directory $d belongs to somebody else" >&2; exit 1; }
umask 077; set -C
mkdir -- "$d/.$id.work" || exit 1
printf '{"started": 1, "finished": 0, "ansible_job_id": "%s"}' "$id" >"$file" || exit 1
printf %s "$file"`;

/** Puts the finished result in place in one step, and takes away what the job worked with. */
export function completion(resultsFile: string, result: Result): Fragment {
  return {
    script: COMPLETE,
    args: [resultsFile, workDirectory(resultsFile)],
    stdin: Buffer.from(JSON.stringify(result)),
    direct: true,
  };
}

// Half a text, of a lane that was lost on the way, ends without its closing brace.
const COMPLETE = `umask 077; new=$1.new
rm -rf -- "$2" "$new"; set -C
cat >"$new" && [ "$(tail -c 1 "$new")" = '}' ] && mv -f -- "$new" "$1"`;

/** Takes away the file and what the job worked with. */
export function removal(resultsFile: string): Fragment {
  return { script: 'rm -rf -- "$1" "$2"', args: [resultsFile, workDirectory(resultsFile)], direct: true };
}

/** What `async_status` does to clean up. */
export function cleanup(file: JobFile, resultsFile: string): RunCommand {
  return {
    kind: 'run',
    title: `remove the result of job ${file.id}`,
    command: { argv: ['rm', '-rf', '--', resultsFile, workDirectory(resultsFile)] },
    touches: [`path:${resultsFile}`],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { cannot: 'a result that is removed is gone' },
  };
}

/** Asks how a job is doing; `statusOf` reads the answer. */
export function statusLook({ directory, id }: JobFile): RunLook {
  return run({ script: `${LOCATE}${STATUS}`, args: [directory, id] }, ['anything']);
}

const NOT_THERE = 9;
// A name with a slash would lead elsewhere.
const STATUS = `printf '%s\\0' "$file"
case $id in */* | '' | . | ..) exit ${NOT_THERE};; esac
[ -f "$file" ] || exit ${NOT_THERE}
cat -- "$file"`;

/** What is known of a job. */
export interface JobStatus {
  /** Absolute. */
  readonly resultsFile: string;
  readonly exists: boolean;
  readonly finished: boolean;
  /** What the job left, with what `async_status` adds. */
  readonly result: Result;
}

export function statusOf({ code, stdout }: RunSeen, id: string): JobStatus {
  const end = stdout.indexOf(0);
  const resultsFile = stdout.subarray(0, Math.max(0, end)).toString('utf8');
  const common = { ansible_job_id: id, results_file: resultsFile, started: 1, stdout: '', stderr: '' };
  if (code !== 0) {
    const result = lined({ ...common, finished: 1, failed: true, msg: 'could not find job' });
    return { resultsFile, exists: false, finished: true, result };
  }
  const left = parsed(stdout.subarray(end + 1).toString('utf8'));
  const finished = left !== undefined && (!('started' in left) || (left.finished !== undefined && left.finished !== 0));
  const told = finished ? repaired(left) : withoutInvocation(left ?? {});
  return { resultsFile, exists: true, finished, result: lined({ ...common, ...told, finished: finished ? 1 : 0 }) };
}

// What cannot be read is still being written.
function parsed(text: string): Result | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isResult(value)) return undefined;
    return value;
  } catch {
    return undefined;
  }
}

function isResult(value: unknown): value is Result {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The host writes what it saw of a command; that it could not be started at all is told from that.
function repaired(left: Result): Result {
  const result = withoutInvocation(left);
  const { rc, stderr, cmd } = result;
  if (typeof rc !== 'number' || typeof stderr !== 'string') return result;
  const { chdir, executable } = invocationOf(left);
  const words = Array.isArray(cmd) ? cmd.map(String) : [executable ?? '', '-c', String(cmd)];
  const failure = commandFailure({ code: rc, stderr, words, ...(chdir !== undefined && { chdir }) });
  if (!failure) return result;
  const { start: _start, end: _end, delta: _delta, ...rest } = result;
  return { ...rest, changed: false, failed: true, ...failure };
}

function invocationOf({ invocation }: Result): { readonly chdir?: string; readonly executable?: string } {
  const args = isResult(invocation) && isResult(invocation.module_args) ? invocation.module_args : {};
  const { chdir, executable } = args;
  return {
    ...(typeof chdir === 'string' && { chdir }),
    ...(typeof executable === 'string' && { executable }),
  };
}

function withoutInvocation({ invocation: _, ...result }: Result): Result {
  return result;
}

function lined(result: Result): Result {
  const { stdout, stderr } = result;
  return {
    ...result,
    stdout_lines: typeof stdout === 'string' ? splitLines(stdout) : [],
    stderr_lines: typeof stderr === 'string' ? splitLines(stderr) : [],
  };
}
