// Makes the home directory of an account that exists without one.

import { file as fileLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import { freshFile } from '../files/fields.ts';
import { type Account, change } from './account-change.ts';
import type { UserParams } from './user-params.ts';

/** Makes the home directory of an account that exists without one. */
export function homeCreation(params: UserParams, user: Account): RunCommand {
  const home = params.home ?? user.home;
  return change(params.name, {
    title: `make the home directory ${home}`,
    command: {
      script: HOME,
      args: [home, params.skeleton ?? '/etc/skel', `${user.uid}:${user.gid}`, params.umask ?? ''],
    },
    undo: { argv: ['rm', '-rf', '--', home] },
    leaves: [
      {
        kind: 'file',
        look: fileLook(home),
        value: {
          ...freshFile(home, 'directory'),
          owner: user.name,
          group: user.primaryGroup,
          uid: user.uid,
          gid: user.gid,
        },
      },
    ],
    diff: { before: 'state: absent\n', after: 'state: directory\n', header: home },
  });
}

const HOME = `home=$1 skel=$2 owner=$3 mask=$4
mkdir -p -- "\${home%/*}/" && mkdir -m 0700 -- "$home" || exit 1
if [ -d "$skel" ]; then cp -R -- "$skel/." "$home" || exit 1; fi
if [ -z "$mask" ]; then mask=$(sed -n 's/^UMASK[[:space:]][[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1); fi
chown -R -h "$owner" "$home" && chmod "$(printf '%o' $(( 0777 & ~0\${mask:-22} )))" "$home"`;
