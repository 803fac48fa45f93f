// Plans a request: whether it is made, which redirections are followed, what becomes of the answer.

import { costlyRun, file, run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { FileLook, FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { type Accounts, accountLooks } from '../files/attributes.ts';
import { planContent } from '../files/content.ts';
import { nameByUrl, shownUrl } from '../files/download/request.ts';
import { fileFields } from '../files/fields.ts';
import { afterwards, leftAt } from '../files/left.ts';
import { join, parentOf } from '../files/paths.ts';
import type { Encoded } from './body.ts';
import { curlCommand } from './curl.ts';
import { type HttpRequest, headerOf, type UriParams } from './params.ts';
import { locationOf, redirected } from './redirect.ts';
import { type HttpReply, jsonOf, type Output, readReply, textOf } from './reply.ts';
import { asCurl, beyondWget, wgetCommand } from './wget.ts';

/** Bytes of a file that is replaced, kept so that it can be put back. */
const KEPT = 1024 * 1024;
const MISSING = 127;
const MOST_HOPS = 10;

/** The request as the parameters describe it. */
export function firstRequest(params: UriParams, { body, contentType }: Encoded): HttpRequest {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(params.headers)) given[name] = headerText(value);
  const keepsOwn = params.body_format !== 'form-multipart' && headerOf(given, 'content-type') !== undefined;
  const headers =
    contentType === undefined || keepsOwn
      ? given
      : { ...withoutHeader(given, 'content-type'), 'Content-Type': contentType };
  return { url: params.url, method: params.method.toUpperCase(), headers, body, authenticate: true };
}

// As Python spells them.
function headerText(value: unknown): string {
  if (value === true) return 'True';
  return value === false ? 'False' : String(value);
}

function withoutHeader(headers: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name));
}

const asksOnly = ({ method }: HttpRequest): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

const gated = ({ creates, removes }: UriParams): boolean => creates !== undefined || removes !== undefined;

/** What is asked of the host first: whether there is anything to do, what is at `dest`, and, for what only asks, the request itself. */
export function uriLooks(params: UriParams, request: HttpRequest) {
  const { creates, removes, dest, src, remote_src } = params;
  return {
    creates: creates === undefined ? undefined : file(creates),
    removes: removes === undefined ? undefined : file(removes),
    source: src !== undefined && remote_src ? file(src) : undefined,
    dest: dest === undefined ? undefined : destLook(dest),
    ...accountLooks(params, dest),
    curl: asksOnly(request) ? undefined : run({ script: 'command -v curl', args: [] }, ['packages']),
    output: asksOnly(request) && !gated(params) ? asking(request, params) : undefined,
  };
}

const destLook = (path: string): FileLook => file(path, { content: 'all', limit: KEPT, digest: 'sha1' });

// What a server answers may depend on anything on the host, if it is this host's server.
function asking(request: HttpRequest, params: UriParams): RunLook {
  return costlyRun(curlCommand(request, params), ['anything']);
}

export interface UriSeen extends Accounts {
  readonly creates: FileSeen | undefined;
  readonly removes: FileSeen | undefined;
  readonly source: FileSeen | undefined;
  readonly dest: FileSeen | undefined;
  readonly curl: RunSeen | undefined;
  readonly output: RunSeen | undefined;
}

interface Course {
  readonly params: UriParams;
  readonly seen: UriSeen;
  readonly hops: number;
  readonly seconds: number;
}

/** The plan from what was seen. */
export function planUri(params: UriParams, seen: UriSeen, request: HttpRequest): Plan {
  const skipped = gate(params, seen);
  if (skipped !== undefined) return { changes: [], result: { stdout: skipped, stdout_lines: [skipped] } };
  if (seen.source?.exists === false)
    return { changes: [], failed: `Unable to open source file ${params.src}`, result: { elapsed: 0 } };
  const course = { params, seen, hops: 0, seconds: 0 };
  return seen.output ? answered(course, request, seen.output) : ask(course, request);
}

function gate({ creates, removes }: UriParams, seen: UriSeen): string | undefined {
  if (seen.creates?.exists) return `skipped, since '${creates}' exists`;
  return seen.removes?.exists === false ? `skipped, since '${removes}' does not exist` : undefined;
}

function ask(course: Course, request: HttpRequest): Plan {
  const { params, seen } = course;
  if (asksOnly(request)) {
    return {
      changes: [],
      next: stage({
        looks: { output: asking(request, params) },
        plan: ({ output }) => answered(course, request, output),
      }),
    };
  }
  if (seen.curl && seen.curl.code !== 0) return { changes: [], failed: 'the host has no curl; install it' };
  return {
    changes: [sending(request, params)],
    changed: false,
    next: stage({
      looks: {},
      plan: (_seen, [done]) => (done ? answered(course, request, done) : { changes: [] }),
    }),
  };
}

function sending(request: HttpRequest, params: UriParams): RunCommand {
  const title = `${request.method} ${shownUrl(request.url)}`;
  return {
    kind: 'run',
    title,
    command: curlCommand(request, params),
    touches: ['anything'],
    accept: 'any',
    predictable: false,
    leaves: [],
    undo: { cannot: `nobody can tell what '${title}' did` },
  };
}

function answered(course: Course, request: HttpRequest, output: Output): Plan {
  const { params } = course;
  if (output.code === MISSING && output.stdout.length === 0) return byWget(course, request);
  const read = readReply(output);
  if (!read.ok) return unanswered(params, request, read.problem, course.seconds + read.seconds);
  const { reply } = read;
  const next = course.hops < MOST_HOPS ? redirected(request, reply, params) : undefined;
  if (next === undefined) return finish(course, reply);
  return ask({ ...course, hops: course.hops + 1, seconds: course.seconds + reply.seconds }, next);
}

function byWget(course: Course, request: HttpRequest): Plan {
  const { params } = course;
  const beyond = beyondWget(request, params);
  return {
    changes: [],
    next: stage({
      looks: { output: costlyRun(wgetCommand(request, params), ['anything']) },
      plan: ({ output }) => {
        if (output.code === MISSING && output.stdout.length === 0)
          return { changes: [], failed: 'the host has neither curl nor wget; install curl on it' };
        return answered(course, request, asCurl(output, request.url));
      },
    }),
    ...(beyond !== undefined && {
      failed: `the host has no curl, and ${beyond} cannot be had by wget; install curl on it`,
    }),
  };
}

function unanswered(params: UriParams, request: HttpRequest, problem: string, seconds: number): Plan {
  const url = shownUrl(request.url);
  return {
    changes: [],
    changed: false,
    failed: `${statusProblem(params, -1)}: ${problem}`,
    result: { status: -1, url, elapsed: Math.floor(seconds), redirected: url !== params.url },
  };
}

function statusProblem({ status_code: wanted }: UriParams, status: number): string {
  return `Status code was ${status} and not [${wanted.join(', ')}]`;
}

function finish(course: Course, reply: HttpReply): Plan {
  const { params, seen } = course;
  const result = resultOf(course, reply);
  if (!params.status_code.includes(reply.status)) {
    const { body: _body, ...rest } = result;
    return {
      changes: [],
      changed: false,
      failed: `${statusProblem(params, reply.status)}: ${String(result.msg)}`,
      result: { ...rest, ...(params.dest !== undefined && { path: destOf(params.dest, seen.dest, reply) }) },
    };
  }
  if (params.dest === undefined || seen.dest === undefined) return { changes: [], changed: false, result };
  if (!seen.dest.exists || seen.dest.type !== 'directory') return store(course, reply, result, seen.dest);
  return {
    changes: [],
    next: stage({
      looks: { dest: destLook(destOf(params.dest, seen.dest, reply)) },
      plan: ({ dest }) => store(course, reply, result, dest),
    }),
  };
}

function destOf(dest: string, seen: FileSeen | undefined, reply: HttpReply): string {
  return seen?.exists && seen.type === 'directory' ? join(dest, nameByUrl(reply.url)) : dest;
}

function resultOf({ params, seconds, hops }: Course, reply: HttpReply): Result {
  const location = locationOf(reply);
  const isError = reply.status >= 300;
  const content = textOf(reply);
  const json = jsonOf(reply);
  const cookies = Object.entries(reply.cookies);
  const moved = hops + reply.redirections > 0;
  const headers = [...reply.headers].map(([name, value]) => [name.replaceAll('-', '_'), value] as const);
  const length = reply.headers.get('content-length') ?? 'unknown';
  return {
    ...Object.fromEntries(headers),
    ...(location !== undefined && { location }),
    ...(!isError && {
      cookies: reply.cookies,
      cookies_string: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
    }),
    ...(isError && !params.return_content && { body: content }),
    ...(params.return_content && { content }),
    ...(json !== undefined && { json }),
    elapsed: Math.floor(seconds + reply.seconds),
    msg: isError ? `HTTP Error ${reply.status}: ${reply.reason}` : `OK (${length} bytes)`,
    redirected: moved || shownUrl(params.url) !== params.url,
    status: reply.status,
    url: moved ? shownUrl(reply.url) : shownUrl(params.url),
  };
}

function store({ params, seen }: Course, { body }: HttpReply, result: Result, dest: FileSeen): Plan {
  const planned = planContent({ seen: dest, content: body, params, accounts: seen });
  if (!planned.ok) return { changes: [], failed: planned.problem, result };
  if (dest.exists && dest.type === 'directory') return { changes: [], failed: `${dest.path} is a directory`, result };
  if (!dest.exists && params.dest?.endsWith('/'))
    return { changes: [], failed: `Destination ${parentOf(`${params.dest}x`)} does not exist`, result };
  const fields = { ...result, path: dest.path };
  return {
    changes: planned.changes,
    changed: planned.changes.length > 0,
    result: { ...fileFields(planned.after), ...fields },
    next: afterwards((performed) => ({ ...fileFields(leftAt(performed, planned.after)), ...fields })),
  };
}
