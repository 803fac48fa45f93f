// Plans for repositories of apt: the files that are edited, the cache that is read again, and the way back where that fails.

import { file, run, tree } from '../../plan/ask.ts';
import type { Change } from '../../plan/change.ts';
import type { FileLook, FileSeen, RunLook, RunSeen, TreeSeen } from '../../plan/look.ts';
import { type Plan, type Stage, stage } from '../../plan/plan.ts';
import { updateChange } from '../packages/apt-plan.ts';
import { bool, choice, integer, mode, type Params, type ParamsOf, text } from '../params.ts';
import { withArchiveKey } from './archive-key.ts';
import { rewritten } from './rewritten.ts';
import { archiveOf, archiveSource, enable, fileNameFor, sourceOf, withoutSource, withSource } from './source-line.ts';

export const aptRepositoryParams = {
  repo: text('The source, as a line of sources.list, or ppa:OWNER/NAME of Launchpad.'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  filename: text('The file in /etc/apt/sources.list.d, without .list; by default named for the address.').optional(),
  mode: mode('Permissions of the file, such as 0644.').optional(),
  codename: text('The release, for a ppa.').optional(),
  update_cache: bool('Read the repositories again where something changed.').alias('update-cache').default(true),
  update_cache_retries: integer('How often to try again to read the repositories.').default(5),
  update_cache_retry_max_delay: integer('Seconds to wait at most between two attempts.').default(12),
  validate_certs: bool("Check the server's certificate, for a ppa.").default(true),
  install_python_apt: bool('Does nothing: Python is not needed.').default(true),
} satisfies Params;

export type AptRepositoryParams = ParamsOf<typeof aptRepositoryParams>;

const LIST = '/etc/apt/sources.list';
const PARTS = '/etc/apt/sources.list.d';

const contentOf = (path: string): FileLook => file(path, { content: 'all' });

/** What is asked first; the release only where it decides something. */
export function aptRepositoryLooks(params: AptRepositoryParams) {
  const { repo, codename, filename } = params;
  const archive = archiveOf(repo);
  const asksRelease = archive !== undefined && codename === undefined;
  return {
    list: contentOf(LIST),
    parts: tree(PARTS, { depth: 1 }),
    target: asksRelease
      ? undefined
      : contentOf(pathFor(filename, sourceFor(params, codename ?? ''), params, codename ?? '')),
    release: asksRelease ? releaseLook() : undefined,
  };
}

function releaseLook(): RunLook {
  const script = '. /etc/os-release && printf %s "${VERSION_CODENAME:-$UBUNTU_CODENAME}"';
  return run({ script, args: [] }, ['facts']);
}

function sourceFor({ repo }: AptRepositoryParams, codename: string): string {
  const archive = archiveOf(repo);
  return archive ? archiveSource(archive, codename) : (sourceOf(repo)?.source ?? repo);
}

function pathFor(
  filename: string | undefined,
  source: string,
  { repo }: AptRepositoryParams,
  codename: string,
): string {
  const own = archiveOf(repo) ? fileNameFor(`${repo}_${codename}`) : fileNameFor(source);
  const name = `${filename ?? own}.list`;
  return name.startsWith('/') ? name : `${PARTS}/${name}`;
}

export interface AptRepositorySeen {
  readonly list: FileSeen;
  readonly parts: TreeSeen;
  readonly target: FileSeen | undefined;
  readonly release: RunSeen | undefined;
}

interface Course {
  readonly params: AptRepositoryParams;
  readonly source: string;
  readonly path: string;
  readonly codename: string;
}

/** The plan from the files that are there. */
export function planAptRepository(params: AptRepositoryParams, seen: AptRepositorySeen): Plan {
  const codename = params.codename ?? seen.release?.stdout.toString('utf8') ?? '';
  const source = sourceFor(params, codename);
  const path = pathFor(params.filename, source, params, codename);
  const course = { params, source, path, codename };
  if (archiveOf(params.repo) && codename === '')
    return { changes: [], failed: `the host does not tell its release; say it by 'codename'` };
  const { list, target } = seen;
  if (params.state === 'present' && target?.exists && isThere(target, source)) return unchanged(params);
  const others = seen.parts.entries
    .filter((entry) => entry.path.endsWith('.list') && entry.path !== path && entry.type !== 'directory')
    .map((entry) => entry.path);
  const known = target ? [list, target] : [list];
  const paths = target ? others : [...others, path];
  if (paths.length === 0) return settle(course, known);
  return {
    changes: [],
    next: stage({ looks: { files: paths.map(contentOf) }, plan: ({ files }) => settle(course, [...known, ...files]) }),
  };
}

const isThere = (seen: FileSeen, source: string): boolean =>
  textOf(seen)
    .split('\n')
    .some((line) => {
      const found = sourceOf(line);
      return found?.source === source && found.enabled;
    });

const textOf = (seen: FileSeen): string => (seen.exists ? (seen.content?.toString('latin1') ?? '') : '');

const resultOf = ({ repo, state }: AptRepositoryParams) => ({ repo, state });

const unchanged = (params: AptRepositoryParams): Plan => ({ changes: [], changed: false, result: resultOf(params) });

function settle(course: Course, files: readonly FileSeen[]): Plan {
  const { params, source, path } = course;
  if (params.state === 'absent')
    return apply(
      course,
      files.flatMap((seen) => without(seen, source)),
    );
  if (files.some((seen) => isThere(seen, source))) return unchanged(params);
  const off = files.find((seen) => enable(textOf(seen), source) !== undefined);
  const target = off ?? files.find((seen) => seen.path === path);
  if (!target) throw new TypeError('unreachable: the file was looked at');
  const archive = archiveOf(params.repo);
  const planned = rewritten(target, withSource(textOf(target), source), params.mode ?? '0644');
  if ('problem' in planned) return { changes: [], failed: planned.problem };
  if (archive === undefined) return apply(course, planned.changes);
  return withArchiveKey(archive, { path, validate: params.validate_certs }, (key) =>
    apply(course, [...key, ...planned.changes]),
  );
}

function without(seen: FileSeen, source: string): readonly Change[] {
  const old = textOf(seen);
  const fresh = withoutSource(old, source);
  if (!seen.exists || fresh === old) return [];
  if (fresh === '') return [{ kind: 'remove', path: seen.path, before: seen }];
  const planned = rewritten(seen, fresh, undefined);
  return 'problem' in planned ? [] : planned.changes;
}

function apply({ params }: Course, changes: readonly Change[]): Plan {
  if (changes.length === 0) return unchanged(params);
  const result = resultOf(params);
  if (!params.update_cache) return { changes, changed: true, result };
  return {
    changes,
    changed: true,
    result,
    next: stage({
      looks: {},
      plan: () => ({
        changes: [{ ...updateChange({ ...params, lock_timeout: 60 }), accept: 'any' }],
        changed: true,
        next: afterUpdate(changes),
      }),
    }),
  };
}

// A repository that cannot be read keeps everything else from being installed: it does not stay.
function afterUpdate(changes: readonly Change[]): Stage {
  const paths = changes.flatMap((change) => (change.kind === 'run' ? [] : [change.path]));
  return stage({
    looks: { now: paths.map((path) => file(path, { follow: false })) },
    plan: ({ now }, [done]) => {
      if (!done || done.code === 0) return { changes: [], changed: true };
      const why = done.stderr
        .toString('utf8')
        .trim()
        .split('\n')
        .filter((line) => /^[EW]:/.test(line));
      const problem = `Failed to update apt cache: ${why.length > 0 ? why.join(', ') : done.stderr.toString('utf8').trim()}`;
      return {
        changes: changes.flatMap((change) => back(change, now)),
        next: stage({ looks: {}, plan: () => ({ changes: [], failed: problem, changed: false }) }),
      };
    },
  });
}

function back(change: Change, now: readonly FileSeen[]): readonly Change[] {
  if (change.kind === 'run') return [];
  const current = now.find((seen) => seen.path === change.path) ?? { exists: false as const, path: change.path };
  const { before } = change;
  if (!before.exists) return current.exists ? [{ kind: 'remove', path: change.path, before: current }] : [];
  if (before.content === undefined) return [];
  const attributes = { mode: before.mode, owner: String(before.uid), group: String(before.gid) };
  return [{ kind: 'write', path: change.path, content: before.content, attributes, before: current }];
}
