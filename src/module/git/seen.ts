// What a host says of a repository: what is there, and what its remote has.

import { costlyRun } from '../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type GitParams, isCommit, sshOptions } from './params.ts';
import { LOOK } from './script.ts';

export interface RepositorySeen {
  /** What is at the destination where it is no repository: an empty directory, or what is in the way. */
  readonly place: 'absent' | 'empty' | 'occupied' | 'repository';
  /** The commit that is checked out; `undefined` where there is none yet. */
  readonly head: string | undefined;
  /** The branch that is checked out; `undefined` where none is. */
  readonly branch: string | undefined;
  readonly url: string | undefined;
  readonly gitDirectory: string | undefined;
  /** What the repository itself knows under the version's name. */
  readonly local: string | undefined;
  /** Its own branch of the version's name. */
  readonly own: string | undefined;
  readonly modified: boolean;
  /** Submodules are not where they should be. */
  readonly submodulesBehind: boolean;
  /** What the remote has under the version's name; `undefined` where it has none or was not asked. */
  readonly wanted: { readonly kind: 'head' | 'branch' | 'tag' | 'commit'; readonly commit: string } | undefined;
}

export type GitSeen =
  | { readonly ok: true; readonly repository: RepositorySeen }
  | { readonly ok: false; readonly problem: string; readonly code: number };

export function gitLook(params: GitParams): RunLook {
  const { executable, dest, repo, remote, version, bare, recursive, track_submodules, update } = params;
  const flags = words({ bare, recursive, track: track_submodules, update });
  return costlyRun(
    { script: LOOK, args: [executable ?? 'git', sshOptions(params), dest ?? '', repo, remote, version, flags] },
    dest === undefined ? [] : [`path:${dest}`],
  );
}

/** The names of the switches that are on. */
export function words(switches: Readonly<Record<string, boolean>>): string {
  return Object.keys(switches)
    .filter((name) => switches[name])
    .join(' ');
}

const MISSING = 127;

export function readGit({ code, stdout, stderr }: RunSeen, { version, remote, executable }: GitParams): GitSeen {
  if (code === MISSING) {
    const problem = executable === undefined ? 'the host has no git; install it' : `the host has no ${executable}`;
    return { ok: false, problem, code };
  }
  if (code !== 0) return { ok: false, problem: stderr.toString('utf8').trim(), code };
  const lines = stdout.toString('utf8').split('\n');
  const at = lines.findIndex((line) => line.startsWith('remote '));
  const answer = at < 0 ? undefined : Number(lines[at]?.slice('remote '.length));
  if (answer !== undefined && answer !== 0) return { ok: false, problem: stderr.toString('utf8').trim(), code: answer };
  const said = new Map(lines.slice(0, at < 0 ? lines.length : at).map(pair));
  const isRepository = said.has('gitdir');
  const place = said.has('other') || said.get('directory') === '1' ? 'occupied' : 'empty';
  return {
    ok: true,
    repository: {
      place: isRepository ? 'repository' : said.has('other') || said.has('directory') ? place : 'absent',
      head: said.get('head'),
      branch: said.get('branch'),
      url: said.get('url'),
      gitDirectory: said.get('gitdir'),
      local: said.get('local'),
      own: said.get('own'),
      modified: said.has('modified'),
      submodulesBehind: (said.get('submodules') ?? '0') !== '0' || said.has('behind'),
      wanted: at < 0 ? undefined : wantedOf(lines.slice(at + 1), version, remote),
    },
  };
}

function pair(line: string): readonly [string, string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at < 0 ? line.length : at), line.slice(at + 1)];
}

// A branch comes before a tag of the same name; of an annotated tag the commit counts, not the tag.
function wantedOf(lines: readonly string[], version: string, remote: string): RepositorySeen['wanted'] {
  const refs = new Map(lines.map((line) => [line.split('\t')[1] ?? '', line.split('\t')[0] ?? '']));
  const head = version === 'HEAD' ? refs.get('HEAD') : undefined;
  if (head !== undefined) return { kind: 'head', commit: head };
  const tracked = version.startsWith(`${remote}/`) && refs.get(`refs/heads/${version.slice(remote.length + 1)}`);
  if (tracked) return { kind: 'commit', commit: tracked };
  const branch = refs.get(`refs/heads/${version}`);
  if (branch !== undefined) return { kind: 'branch', commit: branch };
  const tag = refs.get(`refs/tags/${version}^{}`) ?? refs.get(`refs/tags/${version}`);
  return tag === undefined ? undefined : { kind: 'tag', commit: tag };
}

/** Whether a version may be a commit that is not brought over yet. */
export const mayBeCommit = (version: string): boolean => isCommit(version) || /^[0-9a-f]{4,64}$/.test(version);
