// Manages files, directories and links: whether they are there, whose they are, and what may be done with them.

import {
  accountLooks,
  ancestors,
  attributeDetails,
  baseName,
  defineModule,
  type FileParams,
  type FileSeen,
  type FileTask,
  fileLook,
  fileParams,
  fileStates,
  join,
  type Plan,
  parentOf,
  refuseTimes,
  stage,
  stateOfFile,
  tidy,
  timeLook,
  treeLook,
  wantedTimes,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage files, directories, links and their attributes',
  description:
    'Makes directories and links, removes what is at a path, sets owner, mode, times and labels. Text goes into files by copy and template.',
  params: fileParams,
  returns: {
    path: 'The path, with follow the one that a link leads to (state=file, directory, absent).',
    dest: 'The path (state=link, hard, touch).',
    src: 'What the link says.',
    state: 'What is there: file, directory, link, hard, absent.',
    mode: 'Permissions, such as 0644.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    uid: 'Number of the user that owns it.',
    gid: 'Number of the group that owns it.',
    size: 'Bytes.',
  },
  examples: [
    {
      name: 'Make a directory',
      yaml: 'file:\n  path: /srv/app\n  state: directory\n  owner: www-data\n  mode: "0750"',
    },
    { name: 'Let a name lead to a file', yaml: 'file:\n  src: /srv/app-2.1\n  dest: /srv/current\n  state: link' },
    { name: 'Remove a file', yaml: 'file:\n  path: /etc/motd.d/old\n  state: absent' },
    {
      name: 'Give everything in a directory to a user',
      yaml: 'file:\n  path: /srv/app\n  owner: www-data\n  recurse: true',
    },
  ],
  refuse: (params) => refuseTimes(params),
  look: (params) => looksAt(params, place(params.path)),
  plan: (params, seen) => planAt(params, place(params.path), params.path, seen),
});

// `.` parts and slashes at the end mean nothing, and would only be in the way where directories are made one by one.
const place = (path: string): string => tidy(path);

// Bytes; what is removed travels along so that it can be put back, unless it is large.
const KEPT = 1024 * 1024;

function looksAt(params: FileParams, path: string) {
  const details = attributeDetails(params);
  const { src, state, recurse, force } = params;
  const link = src !== undefined && (state === 'link' || state === undefined);
  const hard = src !== undefined && (state === 'hard' || state === undefined);
  return {
    itself: fileLook(path, { follow: false, details, ...(state === 'absent' && { content: 'all', limit: KEPT }) }),
    target: fileLook(path, { details }),
    parents: ancestors(path).map((above) => fileLook(above)),
    // A relative src is relative to the link's directory; where the path is a directory itself, to that one.
    source: link ? fileLook(src.startsWith('/') ? src : join(parentOf(path), src), { details }) : undefined,
    inner: link && !src.startsWith('/') ? fileLook(join(path, src), { details }) : undefined,
    sourceItself: hard ? fileLook(src, { follow: false, details }) : undefined,
    tree: recurse ? treeLook(path) : link && force ? treeLook(path, { depth: 1 }) : undefined,
    clock: timeLook(params),
    ...accountLooks(params, path),
  };
}

type SeenAt = Omit<FileTask, 'params' | 'shown' | 'path' | 'accounts' | 'times'> &
  FileTask['accounts'] & { readonly inner: FileSeen | undefined; readonly clock: Parameters<typeof wantedTimes>[1] };

function planAt(params: FileParams, path: string, shown: string, seen: SeenAt): Plan {
  const { itself, target, clock } = seen;
  const state = params.state ?? usualState(params, itself);
  // Anything but a symbolic link that is to be made at a directory goes into it.
  if (
    params.src !== undefined &&
    state !== 'link' &&
    state !== 'absent' &&
    target.exists &&
    target.type === 'directory'
  ) {
    return intoDirectory({ ...params, state }, shown);
  }
  const problem = makesNoSense(params, state);
  if (problem !== undefined) return { changes: [], failed: problem, result: { path: shown } };
  const directory = itself.exists && itself.type === 'directory';
  return fileStates[state]({
    ...seen,
    params,
    shown,
    path,
    source: directory ? (seen.inner ?? seen.source) : seen.source,
    accounts: seen,
    times: { kept: wantedTimes(params, clock, 'preserve'), now: wantedTimes(params, clock, 'now') },
  });
}

function usualState({ recurse }: FileParams, itself: FileSeen): keyof typeof fileStates {
  if (itself.exists) return stateOfFile(itself);
  return recurse ? 'directory' : 'file';
}

function intoDirectory(params: FileParams, shown: string): Plan {
  const inside = join(shown, baseName(params.src ?? ''));
  const path = place(inside);
  return {
    changes: [],
    next: stage({ looks: looksAt(params, path), plan: (seen) => planAt(params, path, inside, seen) }),
  };
}

function makesNoSense({ recurse, src }: FileParams, state: string): string | undefined {
  if (recurse && state !== 'directory') return "recurse option requires state to be 'directory'";
  if (src !== undefined && state !== 'link' && state !== 'hard')
    return "src option requires state to be 'link' or 'hard'";
  return undefined;
}
