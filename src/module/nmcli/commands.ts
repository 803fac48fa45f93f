// The commands that change connections: what is no secret as arguments, secrets on the standard input of nmcli's editor, and what could cut us off under a checkpoint.

import type { Command } from '../../plan/command.ts';
import { isSecret, type Properties } from './properties.ts';
import { idWords } from './seen.ts';

// Seconds until NetworkManager takes back what nobody confirms. By it our checkpoints are told from those of others.
const ROLLBACK = 61;
const SETTLE = 3;
const DELETE_NEW_CONNECTIONS = 2;

/** What a guarded change prints. */
export const GUARDED = 'a checkpoint was made';

const PRELUDE = `LC_ALL=C; export LC_ALL
nm=org.freedesktop.NetworkManager object=/org/freedesktop/NetworkManager
release() {
  none=1
  for checkpoint in $(busctl get-property "$nm" "$object" "$nm" Checkpoints 2>/dev/null); do
    checkpoint=\${checkpoint#\\"}; checkpoint=\${checkpoint%\\"}
    case $checkpoint in "$object"/*) ;; *) continue;; esac
    [ "$(busctl get-property "$nm" "$checkpoint" "$nm.Checkpoint" RollbackTimeout 2>/dev/null)" = 'u ${ROLLBACK}' ] || continue
    busctl call "$nm" "$object" "$nm" CheckpointDestroy o "$checkpoint" >/dev/null 2>&1 && none=
  done
  [ -z "$none" ]
}
`;

// nmcli ends before a device is really down: who still hears of the end some seconds later has not been cut off.
const GUARD = `guarded=
settle() { [ -z "$guarded" ] || sleep ${SETTLE}; }
busctl call "$nm" "$object" "$nm" CheckpointCreate aouu 0 ${ROLLBACK} ${DELETE_NEW_CONNECTIONS} >/dev/null 2>&1 && guarded=1 && echo '${GUARDED}'
`;

// The editor's exit code tells nothing, it repeats every line that it reads, and it may ask whether to quit although it has saved.
const EDIT = `edit() {
  said=$(nmcli connection edit "$1" "$2" 2>&1)
  case $said in *Error:*) ;; *'successfully updated'*) return 0;; esac
  case $said in *Error:*) printf '%s\\n' "$said" | sed -n '/^Error:/p' >&2;; *) echo 'nmcli did not save the secrets' >&2;; esac
  return 1
}
`;

interface Parts {
  readonly args: readonly string[];
  /** Secrets, by the names of their properties. */
  readonly secrets?: Properties;
  /** What it does may take effect at once. */
  readonly guarded?: boolean;
  /** Lines of sh that must all succeed. \`"$@"\` are the arguments. */
  readonly steps: readonly string[];
}

function command({ args, secrets = new Map(), guarded = false, steps }: Parts): Command {
  const all = steps.join(' && ');
  const end = guarded ? `{ ${all} && settle; } || { code=$?; [ -z "$guarded" ] || release; exit $code; }` : all;
  const lines = [...secrets].map(([name, value]) => `set ${name} ${value}\n`);
  return {
    script: `${PRELUDE}${secrets.size > 0 ? EDIT : ''}${guarded ? GUARD : ''}${end}\n`,
    args,
    ...(lines.length > 0 && { stdin: Buffer.from(`${lines.join('')}save\nquit\nyes\n`) }),
  };
}

const open = (of: Properties): readonly string[] => [...of].filter(([name]) => !isSecret(name)).flat();
const secret = (of: Properties): Properties => new Map([...of].filter(([name]) => isSecret(name)));

/** Makes a connection; with \`activate\` it is brought up, too. */
export function addCommand(name: string, type: string, properties: Properties, activate: boolean): Command {
  const secrets = secret(properties);
  // Without its secrets it must not be activated by itself.
  const isLater = secrets.size > 0 && properties.get('connection.autoconnect') !== 'no';
  const first = isLater ? new Map([...properties, ['connection.autoconnect', 'no']]) : properties;
  return command({
    args: [...idWords(name), 'type', type, 'con-name', name, ...open(first)],
    secrets,
    guarded: activate,
    steps: [
      'which=$1 name=$2; shift 2; nmcli connection add "$@" </dev/null',
      // Without its secrets it is of no use to anybody.
      ...(secrets.size > 0
        ? ['{ edit "$which" "$name" || { nmcli connection delete "$which" "$name" >/dev/null; false; }; }']
        : []),
      ...(isLater ? ['nmcli connection modify "$which" "$name" connection.autoconnect yes'] : []),
      ...(activate ? ['nmcli connection up "$which" "$name"'] : []),
    ],
  });
}

/** What to change of a connection. */
export interface Modification {
  readonly properties: Properties;
  readonly guarded: boolean;
  /** Have all files read again afterwards. */
  readonly reload: boolean;
}

export function modifyCommand(name: string, { properties, guarded, reload }: Modification): Command {
  const secrets = secret(properties);
  const words = open(properties);
  return command({
    args: [...idWords(name), ...words],
    secrets,
    guarded,
    steps: [
      ...(words.length > 0 ? ['nmcli connection modify "$@" </dev/null'] : []),
      ...(secrets.size > 0 ? ['edit "$1" "$2"'] : []),
      ...(reload ? ['nmcli connection reload'] : []),
    ],
  });
}

/** Deletes a connection, activates it or ends it. */
export function simpleCommand(word: 'delete' | 'up' | 'down', name: string, guarded: boolean): Command {
  return command({ args: [...idWords(name)], guarded, steps: [`nmcli connection ${word} "$@"`] });
}

/** Tells NetworkManager that we can still reach the host. */
export const releaseCommand: Command = {
  script: `${PRELUDE}release || { echo 'the host could not be reached for a minute, and NetworkManager took the change back' >&2; exit 1; }\n`,
  args: [],
};
