// Checks out a repository.

import { archiveFormat, defineModule, gitLook, gitParams, planGit } from '../src/module/index.ts';

export default defineModule({
  summary: 'Check out a git repository',
  description:
    'Needs git on the host. The remote is asked once which commit a version is; where that is checked out, nothing else is done. Check mode tells the commit that would be checked out.',
  params: gitParams,
  returns: {
    before: 'the commit that was checked out; null where there was none',
    after: 'the commit that is',
    remote_url_changed: 'whether the remote had another address',
    submodules_changed: 'whether submodules were brought to their commits',
    git_dir_before: 'where the repository itself was, where it was moved',
    git_dir_now: 'where it is now',
  },
  examples: [
    { name: 'Check out a tag', yaml: 'git:\n  repo: https://example.org/app.git\n  dest: /opt/app\n  version: v1.4.2' },
    {
      name: 'Follow a branch with a deploy key',
      yaml: 'git:\n  repo: git@example.org:team/app.git\n  dest: /opt/app\n  version: main\n  key_file: /root/.ssh/deploy\n  accept_newhostkey: true',
    },
  ],
  refuse: (given) => {
    if (given.dest === undefined && given.clone) return "'dest' is required, except with clone: false";
    if (given.separate_git_dir !== undefined && given.bare)
      return 'parameters are mutually exclusive: separate_git_dir|bare';
    if (given.accept_hostkey && given.accept_newhostkey)
      return 'parameters are mutually exclusive: accept_hostkey|accept_newhostkey';
    if (given.archive_prefix !== undefined && given.archive === undefined) return "'archive_prefix' needs 'archive'";
    if (given.archive !== undefined && archiveFormat(given.archive) === undefined)
      return `Unable to get file extension from archive file name : ${given.archive}; it must end in .zip, .tar, .tar.gz or .tgz`;
    return undefined;
  },
  look: (given) => ({ repository: gitLook(given) }),
  plan: (given, { repository }) => planGit(given, repository),
});
