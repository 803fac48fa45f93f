// Plans an archive: what goes into it, whether the one that is there has it already, and what is removed afterwards.

import { costlyRun, file, run, tree } from '../../../plan/ask.ts';
import type { FileSeen, RunSeen } from '../../../plan/look.ts';
import { type Plan, type Result, stage } from '../../../plan/plan.ts';
import { accountLooks, attributeDetails } from '../attributes.ts';
import { parentOf, trimSlashes } from '../paths.ts';
import { comparedTar, comparedZip } from './compare.ts';
import { type Members, membersOf } from './members.ts';
import { type Contents, type Format, programsFor, sameScript } from './script.ts';
import { type ArchiveOptions, type Paths, settle, type Work } from './settle.ts';
import { archiveRoot, globbed, globLook, isGlob, sourcesOf } from './sources.ts';

export type { ArchiveOptions } from './settle.ts';

const failed = (problem: string, result: Result = {}): Plan => ({ changes: [], failed: problem, result });

/** What globs stand for is asked first, where there are any. */
export function planArchive(options: ArchiveOptions): Plan {
  const globs = [...new Set([...options.path, ...options.excludePath].filter(isGlob))];
  if (globs.length === 0) return withPaths(options, new Map());
  return {
    changes: [],
    next: stage({
      looks: { trees: globs.map(globLook) },
      plan: ({ trees }) => {
        const found = new Map(
          globs.flatMap((glob, at) => {
            const seen = trees[at];
            return seen ? [[glob, globbed(glob, seen)] as const] : [];
          }),
        );
        return withPaths(options, found);
      },
    }),
  };
}

function withPaths(options: ArchiveOptions, globs: ReadonlyMap<string, readonly string[]>): Plan {
  const expand = (paths: readonly string[]): readonly string[] => paths.flatMap((path) => globs.get(path) ?? [path]);
  const expanded = expand(options.path);
  const excluded = expand(options.excludePath);
  const kept = [...new Set(expanded)].filter((path) => !excluded.includes(path)).sort();
  const told = { expanded_paths: expanded, expanded_exclude_paths: excluded };
  const [only] = kept;
  if (only === undefined)
    return failed(
      `no source paths were found: nothing matches ${options.path.map((one) => `'${one}'`).join(', ')}`,
      told,
    );
  const several = options.forceArchive || kept.length > 1 || options.path.some(isGlob);
  if (options.dest === undefined && several)
    return failed("'dest' is missing: it must be given for an archive of several files or trees", told);
  const paths: Paths = {
    kept,
    root: archiveRoot(kept),
    dest: options.dest ?? `${only}.${options.format}`,
    isArchive: several || options.format === 'tar' || options.format === 'zip',
    result: told,
  };
  return { changes: [], next: looking(options, paths) };
}

function looking(options: ArchiveOptions, paths: Paths) {
  const { params, format } = options;
  const place = trimSlashes(paths.dest);
  const details = attributeDetails(params);
  const tops = paths.kept.map(trimSlashes);
  return stage({
    looks: {
      files: tops.map((path) => file(path, { follow: false })),
      targets: tops.map((path) => file(path)),
      trees: tops.map((path) => tree(path)),
      parent: file(parentOf(place)),
      itself: file(place, { follow: false, details }),
      missing: run({ script: MISSING, args: programsFor(format, 'members') }, []),
      ...accountLooks(params, place),
    },
    plan: ({ files, targets, trees, parent, itself, missing, owner, group, policy }) => {
      const { sources, missing: absent } = sourcesOf(paths.kept, { files, targets, trees });
      return decide(
        { options, paths, sources, absent, accounts: { owner, group, policy }, itself },
        { parent, programs: missing },
      );
    },
  });
}

const MISSING = 'for p do command -v "$p" >/dev/null 2>&1 || echo "$p"; done';

function decide(work: Work, { parent, programs }: { readonly parent: FileSeen; readonly programs: RunSeen }): Plan {
  const { options, paths, sources, itself } = work;
  const directory = sources.find(({ below }) => below);
  if (options.dest === undefined && directory)
    return failed(
      `'dest' is missing: it must be given for an archive of '${directory.path}', which is a directory`,
      paths.result,
    );
  if (sources.length === 0) return settle(work, { told: absentResult(work), make: undefined });
  if (!parent.exists || parent.type !== 'directory')
    return failed(`the directory ${parent.path}, in which the archive is to be, does not exist`, paths.result);
  if (itself.exists && itself.type === 'directory')
    return failed(`'dest' is '${paths.dest}', which is a directory; write the name of the archive`, paths.result);
  const denied = sources.flatMap(({ below }) => below?.denied ?? [])[0];
  if (denied !== undefined) return failed(`${denied} may not be read; use become`, paths.result);
  const isArchive = paths.isArchive || directory !== undefined;
  const lacking = programs.stdout.toString('utf8').split('\n');
  const needed = programsFor(options.format, isArchive ? 'members' : 'file').find((one) => lacking.includes(one));
  if (needed !== undefined) return failed(`the host has no '${needed}'; install ${needed}`, paths.result);
  return isArchive ? planMembers(work) : planFile(work);
}

/** Nothing of it is there: what an archive that was made before is called goes by its name, as Ansible has it. */
function absentResult({ paths, absent, itself }: Work): Result {
  const named = /\.(zip|tar|tar\.(gz|bz2|xz)|tgz|tbz2)$/.test(paths.dest) ? 'archive' : 'compress';
  return outcome(paths, { archived: [], absent, state: itself.exists ? named : 'absent' });
}

function outcome(
  { result, root, dest }: Paths,
  {
    archived,
    absent,
    state,
  }: { readonly archived: readonly string[]; readonly absent: readonly string[]; readonly state: string },
): Result {
  return { ...result, archived, missing: absent, arcroot: root, dest, dest_state: state };
}

function planFile(work: Work): Plan {
  const { options, paths, sources, itself } = work;
  const source = sources[0];
  if (!source) return failed('there is nothing to pack', paths.result);
  if (!source.target.exists) return failed(`'${source.path}' is a link that leads nowhere`, paths.result);
  if (source.target.type !== 'file')
    return failed(
      `'${source.path}' is no regular file (${source.target.type}), of which nothing can be packed`,
      paths.result,
    );
  if (trimSlashes(paths.dest) === trimSlashes(source.path))
    return failed(`'dest' is '${paths.dest}', which is the file that is to be packed`, paths.result);
  const make = { kind: 'file', path: source.path } as const;
  const told = outcome(paths, { archived: [source.path], absent: [], state: 'compress' });
  if (!itself.exists || itself.type !== 'file') return settle(work, { told, make });
  const same = costlyRun({ script: sameScript(options.format), args: [itself.path, source.path] }, [
    `path:${itself.path}`,
    `path:${source.path}`,
  ]);
  return {
    changes: [],
    next: stage({
      looks: { same },
      plan: ({ same }) => settle(work, { told, make: same.code === 0 ? undefined : make }),
    }),
  };
}

function planMembers(work: Work): Plan {
  const { options, paths, sources, absent, itself } = work;
  const { root, dest } = paths;
  const members = membersOf({
    root,
    sources,
    exclusions: options.exclusionPatterns,
    isZip: options.format === 'zip',
    dest,
  });
  const problem = removalProblem(work) ?? nameProblem(options.format, members);
  if (problem !== undefined) return failed(problem, paths.result);
  const isZip = options.format === 'zip';
  const listed = isZip ? members.all.filter(({ file }) => file.type !== 'directory') : members.all;
  const told = outcome(paths, {
    archived: listed.map(({ file }) => file.path),
    absent,
    state: absent.length > 0 ? 'incomplete' : 'archive',
  });
  const names = isZip ? members.all.map(({ name }) => name) : members.names;
  const recursive = !isZip && members.recursive;
  const make: Contents = { kind: 'members', root, names, recursive, strict: options.remove };
  if (!itself.exists || itself.type !== 'file') return settle(work, { told, make });
  const isSame = (same: boolean): Plan => settle(work, { told, make: same ? undefined : make });
  return isZip
    ? comparedZip(itself, { root, members: members.all }, isSame)
    : comparedTar(itself, options.format, members, isSame);
}

function removalProblem({ options, sources, paths }: Work): string | undefined {
  if (!options.remove) return undefined;
  const around = sources.find(({ path, below }) => below && `${paths.dest}`.startsWith(`${trimSlashes(path)}/`));
  return around && `'dest' is in '${around.path}', which 'remove' would take away together with the archive`;
}

function nameProblem(format: Format, { all }: Members): string | undefined {
  const broken = all.find(({ name }) => name.includes('\n'));
  return format === 'zip' && broken
    ? `'${broken.name}' has a newline in its name, which zip cannot be told; use another format`
    : undefined;
}
