// Makes an SSH key for an account, and reads the one that is there.

import { file, run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunLook } from '../../plan/look.ts';
import type { Account } from './account-change.ts';
import type { UserParams } from './user-params.ts';

/** Where the private key is or will be. */
export function keyPath(params: UserParams, home: string): string {
  const written = params.ssh_key_file ?? `.ssh/id_${params.ssh_key_type}`;
  return written.startsWith('/') ? written : `${home}/${written}`;
}

/** Fingerprint on the first line, then the public key. */
export function keyLook(path: string): RunLook {
  return run({ script: 'ssh-keygen -lf "$1.pub" 2>/dev/null && cat "$1.pub"', args: [path] }, [`path:${path}`]);
}

/** Makes the key. The passphrase reaches ssh-keygen by an askpass in a private directory, never as an argument. */
export function keyCreation(params: UserParams, user: Account, path: string, replaces: boolean): RunCommand {
  const flags = [
    '-q',
    '-t',
    params.ssh_key_type,
    ...(params.ssh_key_bits === undefined ? [] : ['-b', String(params.ssh_key_bits)]),
  ];
  return {
    kind: 'run',
    title: `make an SSH key for ${user.name}`,
    command: {
      script: SCRIPT,
      args: [
        path,
        `${user.uid}:${user.gid}`,
        params.ssh_key_comment ?? '',
        params.ssh_key_passphrase === undefined ? '' : 'yes',
        ...flags,
      ],
      ...(params.ssh_key_passphrase !== undefined && { stdin: Buffer.from(`${params.ssh_key_passphrase}\n`) }),
      umask: '077',
    },
    touches: [`path:${path}`, `path:${path}.pub`],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: replaces ? { cannot: 'the old key was not kept' } : { argv: ['rm', '-f', '--', path, `${path}.pub`] },
    diff: { before: replaces ? 'old key\n' : '', after: 'new key\n', header: path },
  };
}

const SCRIPT = `path=$1 owner=$2 comment=$3 secret=$4; shift 4
dir=\${path%/*}
if [ -L "$dir" ] || [ -L "$path" ]; then echo "$dir or $path is a symbolic link; it is not followed" >&2; exit 1; fi
if [ ! -d "$dir" ]; then mkdir -m 0700 -- "$dir" && chown -h "$owner" "$dir" || exit 1; fi
[ -n "$comment" ] || comment="ansible-generated on $(uname -n)"
rm -f -- "$path" "$path.pub"
if [ -n "$secret" ]; then
  work=$(mktemp -d) || exit 1
  trap 'rm -rf -- "$work"' EXIT
  cat >"$work/secret"; printf '#!/bin/sh\\ncat "%s/secret"\\n' "$work" >"$work/ask"; chmod 700 "$work/ask"
  DISPLAY=none SSH_ASKPASS="$work/ask" SSH_ASKPASS_REQUIRE=force setsid ssh-keygen "$@" -C "$comment" -f "$path" </dev/null || exit 1
else ssh-keygen "$@" -C "$comment" -f "$path" -N '' </dev/null || exit 1
fi
chown -h "$owner" "$path" "$path.pub" && chmod 0644 "$path.pub"`;

export const keyFile = (path: string): ReturnType<typeof file> => file(path, { follow: false });
