// Plans for a checkout: clone, update or nothing, and the archive of what is then checked out.

import { file, run } from '../../plan/ask.ts';
import type { Performed, RunCommand } from '../../plan/change.ts';
import type { FileSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, type Stage, stage } from '../../plan/plan.ts';
import { shownUrl } from '../files/download/request.ts';
import { archiveFormat, type GitParams, isCommit, sshOptions } from './params.ts';
import { ARCHIVE, BRING, RETURN } from './script.ts';
import { mayBeCommit, type RepositorySeen, readGit, words } from './seen.ts';

/** Bytes of an archive that is replaced, kept so that it can be put back. */
const KEPT = 1024 * 1024;

interface Course {
  readonly params: GitParams;
  readonly dest: string;
  readonly seen: RepositorySeen;
}

/** The plan from what the host says of the repository. */
export function planGit(params: GitParams, looked: RunSeen): Plan {
  const read = readGit(looked, params);
  if (!read.ok) return { changes: [], failed: read.problem, result: { rc: read.code } };
  const { repository: seen } = read;
  const { dest, clone } = params;
  const after = seen.wanted?.commit ?? params.version;
  if (dest === undefined || (seen.place !== 'repository' && !clone))
    return { changes: [], changed: true, result: { before: null, after } };
  return seen.place === 'repository' ? planPresent({ params, dest, seen }) : planAbsent({ params, dest, seen });
}

function planAbsent(course: Course): Plan {
  const { params, dest, seen } = course;
  if (seen.place === 'occupied')
    return { changes: [], failed: `destination path '${dest}' already exists and is not an empty directory.` };
  const problem = unknownVersion(course);
  if (problem !== undefined) return problem;
  const after = seen.wanted?.commit ?? params.version;
  return bring(course, { after, flags: {}, result: { before: null, after } });
}

function planPresent(course: Course): Plan {
  const { params, dest, seen } = course;
  const before = seen.head ?? null;
  if (!params.update) return withArchive(course, { changes: [], changed: false, result: { before, after: before } });
  if (seen.modified && !params.force)
    return {
      changes: [],
      failed: `Local modifications exist in the destination: ${dest} (force=no).`,
      result: { before },
    };
  const problem = unknownVersion(course);
  if (problem !== undefined) return problem;
  const seturl = seen.url === undefined || address(seen.url) !== address(params.repo);
  const moves = separation(course);
  const after = seen.wanted?.commit ?? seen.local ?? params.version;
  const same = after === before && !seen.modified;
  const result = {
    before,
    after,
    remote_url_changed: seturl,
    ...moves,
    ...(seen.modified && { msg: `Local modifications exist in the destination: ${dest}` }),
    ...(seen.submodulesBehind && { submodules_changed: true }),
  };
  if (same && !seturl && !seen.submodulesBehind && Object.keys(moves).length === 0)
    return withArchive(course, { changes: [], changed: false, result });
  const isHere = same || (seen.wanted === undefined && seen.local !== undefined);
  return bring(course, { after, flags: { there: true, seturl, fetch: !isHere }, result });
}

const address = (url: string): string => url.replace(/^file:\/\//, '');

function separation({ params, seen }: Course): Result {
  const { separate_git_dir: now } = params;
  if (now === undefined || seen.gitDirectory === undefined || seen.gitDirectory === now) return {};
  return { git_dir_before: seen.gitDirectory, git_dir_now: now };
}

// What neither the remote nor the repository knows, and what is no commit that may still come, cannot be checked out.
function unknownVersion({ params, seen }: Course): Plan | undefined {
  const { version, refspec, repo } = params;
  if (seen.wanted !== undefined || seen.local !== undefined || refspec !== undefined || mayBeCommit(version))
    return undefined;
  const why = version === 'HEAD' ? 'it has no commits' : 'it is neither a branch nor a tag nor a commit of it';
  return { changes: [], failed: `Failed to checkout ${version} of ${shownUrl(repo)}: ${why}` };
}

interface Bringing {
  readonly after: string;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly result: Result;
}

function bring(course: Course, { after, flags, result }: Bringing): Plan {
  const { params, seen } = course;
  const shallow = params.depth !== undefined && params.depth >= 1;
  const deep = shallow && seen.wanted === undefined && params.refspec === undefined;
  return {
    changes: [bringing(course, after, flags, shallow && !deep)],
    changed: true,
    result,
    ...(deep && {
      warnings: [
        'Ignoring depth argument. Shallow clones are only available for HEAD, branches, tags or in combination with refspec.',
      ],
    }),
    next: stage({
      looks: {},
      plan: (_seen, performed) => {
        const really = afterOf(performed) ?? after;
        // What is only known by a short name turns out to be what was there before.
        const changed = really !== result.before || seen.modified || isMore(result);
        const submodules = /^submodules changed$/m.test(outputOf(performed)) && { submodules_changed: true };
        return withArchive(course, { changes: [], changed, result: { ...result, ...submodules, after: really } });
      },
    }),
  };
}

const isMore = (result: Result): boolean =>
  result.remote_url_changed === true || result.submodules_changed === true || result.git_dir_now !== undefined;

const outputOf = (performed: readonly Performed[]): string => performed.at(-1)?.stdout.toString('utf8') ?? '';

function afterOf(performed: readonly Performed[]): string | undefined {
  return /^after (\S+)$/m.exec(outputOf(performed))?.[1];
}

function bringing(course: Course, after: string, state: Bringing['flags'], shallow: boolean): RunCommand {
  const { params, dest, seen } = course;
  const { executable = 'git', repo, remote, version, bare, recursive, force, umask } = params;
  const flags = words({
    ...state,
    bare,
    recursive,
    force,
    single: params.single_branch,
    track: params.track_submodules,
    verify: params.verify_commit,
  });
  const kind = seen.wanted?.kind ?? 'commit';
  const args = [executable, sshOptions(params), dest, repo, remote, version, flags];
  const further = [params.reference ?? '', params.separate_git_dir ?? '', params.refspec ?? ''];
  const isClone = seen.place !== 'repository';
  const what = version === 'HEAD' ? '' : ` ${version}`;
  return {
    kind: 'run',
    title: isClone ? `clone ${shownUrl(repo)}${what} to ${dest}` : `update ${dest} to${what || ' the newest version'}`,
    command: {
      script: BRING,
      args: [...args, shallow ? String(params.depth) : '', kind, ...further, params.gpg_whitelist.join(' ')],
      ...(umask !== undefined && { umask }),
    },
    touches: [
      `path:${dest}`,
      ...(params.separate_git_dir === undefined ? [] : [`path:${params.separate_git_dir}` as const]),
    ],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: isClone ? undoClone(course) : undoUpdate(course),
    diff: { before: `${seen.head ?? 'absent'}\n`, after: `${after}\n`, header: dest },
  };
}

function undoClone({ params, dest, seen }: Course): RunCommand['undo'] {
  const separate = params.separate_git_dir ?? '';
  const script =
    seen.place === 'absent'
      ? 'exec rm -rf -- "$1" ${2:+"$2"}'
      : 'find "$1" -mindepth 1 -maxdepth 1 -exec rm -rf -- {} + && { [ -z "$2" ] || exec rm -rf -- "$2"; }';
  return { script, args: [dest, separate] };
}

function undoUpdate(course: Course): RunCommand['undo'] {
  const { params, dest, seen } = course;
  if (seen.modified) return { cannot: `${dest}: the local modifications were thrown away` };
  if (seen.head === undefined) return { cannot: `${dest}: nothing was checked out before` };
  if (params.bare) return { cannot: `${dest}: what its branches were before is not kept` };
  if (Object.keys(separation(course)).length > 0) return { cannot: `${dest}: the repository itself was moved` };
  const moved = seen.wanted?.kind === 'branch' ? params.version : '';
  const url = seen.url === undefined || address(seen.url) === address(params.repo) ? '' : seen.url;
  const args = [
    params.executable ?? 'git',
    dest,
    seen.head,
    seen.branch ?? '',
    moved,
    seen.own ?? '',
    params.remote,
    url,
  ];
  return { script: RETURN, args };
}

// The archive is compared with one that is made anew, which git makes the same each time.
function withArchive({ params, dest }: Course, plan: Plan): Plan {
  const { archive } = params;
  const format = archive === undefined ? undefined : archiveFormat(archive);
  if (archive === undefined || format === undefined) return plan;
  const name =
    typeof plan.result?.after === 'string' && isCommit(plan.result.after) ? plan.result.after : params.version;
  const stdin = Buffer.from(
    `${[params.executable ?? 'git', dest, format, params.archive_prefix ?? '', name].join('\n')}\n`,
  );
  const next: Stage = stage({
    looks: {
      there: file(archive, { digest: 'sha1', content: 'all', limit: KEPT }),
      fresh: run({ script: `${DIGESTED.replace('ARCHIVE', () => ARCHIVE)}`, args: [], stdin }, [`path:${dest}`]),
    },
    plan: ({ there, fresh }) => {
      const digest = /^([0-9a-f]{40})/.exec(fresh.stdout.toString('utf8'))?.[1];
      if (there.exists && digest !== undefined && there.digest === digest) return { changes: [] };
      return { changes: [archiving(archive, stdin, there, name)], changed: true, result: { ...plan.result } };
    },
  });
  return { ...plan, next };
}

const DIGESTED = '( ARCHIVE\n ) | sha1sum';

function archiving(archive: string, stdin: Buffer, before: FileSeen, version: string) {
  const from = `the archive of ${version}`;
  return {
    kind: 'copy' as const,
    from,
    producer: { script: ARCHIVE, stdin },
    path: archive,
    attributes: {},
    before,
    source: { exists: false as const, path: from },
  };
}
