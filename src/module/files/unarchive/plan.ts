// Plans the unpacking of an archive: whether anything differs, and whose it all shall be.

import { file, run } from '../../../plan/ask.ts';
import type { Change, Performed, RunCommand } from '../../../plan/change.ts';
import type { FileLook, FilePresent, FileSeen, RunSeen } from '../../../plan/look.ts';
import { type Plan, type Result, stage } from '../../../plan/plan.ts';
import {
  type Accounts,
  type AttributeParams,
  accountLooks,
  attributeDetails,
  wantedAttributes,
} from '../attributes.ts';
import { fileFields } from '../fields.ts';
import { afterwards } from '../left.ts';
import { join, trimSlashes } from '../paths.ts';
import { type ArchiveSource, extractScript, inspectScript, type Selection, scriptArgs, UNOPENED } from './script.ts';

export interface UnarchiveOptions {
  readonly src: string;
  readonly dest: string;
  readonly creates: string | undefined;
  readonly listFiles: boolean;
  readonly params: AttributeParams;
  readonly selection: Selection;
  readonly archive: ArchiveSource;
}

export function unarchiveLooks({ dest, creates, params, archive }: UnarchiveOptions) {
  return {
    created: creates === undefined ? undefined : file(creates, { follow: false }),
    destination: file(trimSlashes(dest), { details: attributeDetails(params) }),
    source: archive.path === '' ? undefined : file(archive.path),
    ...accountLooks(params, trimSlashes(dest)),
  };
}

interface UnarchiveSeen extends Accounts {
  readonly created: FileSeen | undefined;
  readonly destination: FileSeen;
  readonly source: FileSeen | undefined;
}

const failed = (problem: string, result: Result = {}): Plan => ({ changes: [], failed: problem, result });

export function planUnarchive(options: UnarchiveOptions, seen: UnarchiveSeen): Plan {
  const { src, dest, creates, archive, selection } = options;
  const { created, destination, source } = seen;
  if (created?.exists) return { changes: [], skipped: `skipped, since ${creates} exists` };
  if (source && !source.exists) return failed(`Source '${src}' does not exist on the host`);
  if (!destination.exists || destination.type !== 'directory') return failed(`dest '${dest}' must be an existing dir`);
  const inspect = {
    script: inspectScript(archive),
    args: scriptArgs(destination.resolved, archive, selection),
    ...(archive.stdin && { stdin: archive.stdin }),
  };
  return {
    changes: [],
    next: stage({
      looks: {
        inspected: run(inspect, [
          `path:${destination.resolved}`,
          ...(archive.path === '' ? [] : [`path:${archive.path}` as const]),
        ]),
      },
      plan: ({ inspected }) => decide(options, seen, destination, inspected),
    }),
  };
}

interface Inspected {
  readonly handler: string;
  readonly names: readonly string[];
  readonly root: boolean;
  readonly differences: readonly string[];
}

function decide(options: UnarchiveOptions, seen: UnarchiveSeen, destination: FilePresent, answer: RunSeen): Plan {
  const { src, dest, params, listFiles } = options;
  if (answer.code !== 0) {
    return failed(
      `Failed to find handler for "${src}": it cannot be unpacked: ${answer.stderr.toString('utf8').trim() || `the host answered ${answer.code}`}`,
    );
  }
  const found = read(answer.stdout.toString('utf8'));
  const outside = found.names.find((name) => name.split('/').includes('..'));
  if (outside !== undefined)
    return failed(`'${src}' holds '${outside}', which leads out of '${dest}'; nothing was unpacked`);
  const differences = found.differences.filter((line) => matters(line, params, found.root));
  const result = { dest, src, handler: found.handler, ...(listFiles && { files: found.names }) };
  const unpack = differences.length === 0 ? [] : [unpacking(options, destination, found, differences)];
  return {
    changes: unpack,
    result: { ...fileFields(destination), ...result },
    next: attributeStage(options, seen, { destination, names: found.names, result }),
  };
}

function read(output: string): Inspected {
  const [handler = '', names = '', uid, ...rest] = output.split('\0');
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return { handler, names: lines(names), root: uid === '0', differences: lines(rest.join('\0')) };
}

// What the parameters decide is no difference, and who is not root cannot give files away. tar's remarks about names are none either.
function matters(line: string, params: AttributeParams, root: boolean): boolean {
  // The nameless one is the directory that --strip-components took away.
  if (/^\S*tar: (Removing leading|: Warning: Cannot stat)/.test(line)) return false;
  if (/: Mode differs$/.test(line)) return params.mode === undefined;
  if (/: Uid differs$/.test(line)) return params.owner === undefined && root;
  if (/: Gid differs$/.test(line)) return params.group === undefined && root;
  return true;
}

function unpacking(
  { src, archive, selection }: UnarchiveOptions,
  destination: FilePresent,
  { names }: Inspected,
  differences: readonly string[],
): RunCommand {
  return {
    kind: 'run',
    title: `unpack ${src} into ${destination.resolved}`,
    command: {
      script: extractScript(archive, selection),
      args: scriptArgs(destination.resolved, archive, selection),
      ...(archive.stdin && { stdin: archive.stdin }),
    },
    touches: [`path:${destination.resolved}`],
    accept: [0],
    harmless: UNOPENED,
    predictable: true,
    leaves: [],
    undo: { cannot: `unpack ${src}: what it replaced of ${names.length} files was not kept` },
    diff: { before: '', after: differences.map((line) => `${line}\n`).join(''), header: destination.resolved },
  };
}

// Owner, group and mode are for everything that came out of the archive.
function attributeStage(
  { params }: UnarchiveOptions,
  accounts: Accounts,
  {
    destination,
    names,
    result,
  }: { readonly destination: FilePresent; readonly names: readonly string[]; readonly result: Result },
): Plan['next'] & object {
  const details = attributeDetails(params);
  const { mode, owner, group, seuser, serole, setype, selevel, attributes } = params;
  const asked = [mode, owner, group, seuser, serole, setype, selevel, attributes].some((value) => value !== undefined);
  const paths = asked ? [...new Set(names.map((name) => placeOf(destination.resolved, name)))] : [];
  const looks: { readonly entries: readonly FileLook[]; readonly top: FileLook } = {
    top: file(destination.resolved, { details }),
    entries: paths
      .filter((path) => path !== destination.resolved)
      .map((path) => file(path, { follow: false, details })),
  };
  return stage({
    looks,
    plan: ({ top, entries }) => {
      const changes: Change[] = [];
      // The destination is only one of them where the archive has a member for it, such as `./`.
      for (const seen of asked ? [...entries, ...(paths.includes(destination.resolved) ? [top] : [])] : []) {
        if (!seen.exists) continue;
        const wanted = wantedAttributes(params, accounts, seen, seen);
        if (!wanted.ok) return failed(wanted.problem);
        if (!wanted.differs) continue;
        const within = seen === top ? {} : { within: destination.resolved };
        changes.push({
          kind: 'attributes',
          path: seen.path,
          follow: false,
          attributes: wanted.attributes,
          before: seen,
          ...within,
        });
      }
      const fields = (performed: readonly Performed[]): Result => {
        const left =
          performed.findLast((one) => one.left?.path === destination.resolved)?.left ??
          (top.exists ? top : destination);
        return { ...fileFields(left), ...result };
      };
      return { changes, result: fields([]), next: afterwards(fields) };
    },
  });
}

function placeOf(directory: string, name: string): string {
  const relative = name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  return relative === '' ? directory : join(directory, relative);
}
