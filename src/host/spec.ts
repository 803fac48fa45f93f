// What a user says about a host and how to get onto it: the input of `connect` and of `connection.lane`.

import type { Secret } from './secret.ts';

/** The ways to a shell. `openssh` runs the user's own `ssh` program; the others after `ssh` start a child process here. */
export type ConnectionKind = 'ssh' | 'openssh' | 'local' | 'docker' | 'podman' | 'chroot' | 'nspawn';

export type AuthMethod = 'publickey' | 'password' | 'keyboard-interactive';

/** How to reach one host. Whatever is left out comes from the user's ssh configuration, then from ssh's own defaults. */
export interface ConnectionSpec {
  /** The host's name in the inventory; only for messages. */
  readonly name: string;
  readonly kind: ConnectionKind;
  /** `ansible_host`: a name, an address or a `Host` alias of ssh_config; the container's name; the directory of a chroot. */
  readonly address: string;
  readonly port?: number;
  /** The login user; of a container: `docker exec -u`. */
  readonly user?: string;
  /** Tried for both `password` and `keyboard-interactive`. */
  readonly password?: Secret;
  /** Private keys to try first (`ansible_ssh_private_key_file`). `~` is the home directory. A file that is missing is a failure. */
  readonly keyFiles?: readonly string[];
  /** Opens `keyFiles` that are encrypted; without it the terminal is asked. */
  readonly passphrase?: Secret;
  /** Whether the keys of the agent at `SSH_AUTH_SOCK` are tried (default: yes). */
  readonly agent?: boolean;
  /** Whether `~/.ssh/id_*` and the `IdentityFile`s of ssh_config are tried besides `keyFiles` (default: yes). */
  readonly otherKeys?: boolean;
  /** Restricts the ways of authentication (default: all). For proving that a door is closed. */
  readonly methods?: readonly AuthMethod[];
  /** `SHA256:...` fingerprints, as the provider's console shows them: no other key is accepted, known_hosts is not read. */
  readonly hostKeyPins?: readonly string[];
  /** Accept and remember the key of a host that was never seen (`host_key_checking = False`, too). A changed key is refused all the same. */
  readonly acceptNewHostKeys?: boolean;
  /** Replaces ssh's own list of known_hosts files; the first one is written to. */
  readonly knownHostsFiles?: readonly string[];
  /** Whether `~/.ssh/config` and `/etc/ssh/ssh_config` are read (default: yes). */
  readonly useSshConfig?: boolean;
  /** Arguments for ssh as a user wrote them (`ansible_ssh_common_args`, `ansible_ssh_extra_args`), split as a shell would. */
  readonly sshArgs?: string;
  /** The POSIX shell on the host (default `/bin/sh`; `ansible_shell_executable`). */
  readonly shell?: string;
  /** The program of a container connection (`docker`, `podman`, or a path to one) or of `openssh`. */
  readonly program?: string;
  /** From the start to an authenticated connection, questions to the user not counted (default 10 s). */
  readonly connectTimeoutMs?: number;
  /** Default for fragments that have no timeout of their own (default: none). */
  readonly commandTimeoutMs?: number;
  /** Interval of keepalive messages; three unanswered ones are a lost connection (default 15 s; 0: never). */
  readonly keepaliveMs?: number;
}

export const becomeMethods = ['sudo', 'su', 'doas', 'dzdo', 'pfexec', 'pbrun'] as const;
export type BecomeMethod = (typeof becomeMethods)[number];

/** Another user on the same host. Two equal ones share a lane. */
export interface Become {
  readonly kind: 'become';
  readonly method: BecomeMethod;
  readonly user: string;
  readonly password?: Secret;
  /** Further flags for the method's program (`ansible_become_flags`); those that ask for or refuse a password are ours to set. */
  readonly flags?: string;
  /** The method's program, if not found by its name (`ansible_become_exe`). */
  readonly exe?: string;
}

/** Whom a lane works as: the user that logged in, or another. */
export type Identity = { readonly kind: 'login' } | Become;

export const login: Identity = { kind: 'login' };
