// Everything that can go wrong between us and a shell on a host, as a closed union with the data a good message needs.

import type { AuthMethod, BecomeMethod, ConnectionKind } from './spec.ts';

/** A host key as a user compares it. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  readonly type: string;
  /** `SHA256:...` without padding, as ssh-keygen and providers' consoles show it. */
  readonly fingerprint: string;
}

/** A host key on record, and where. */
export interface KnownKey extends HostKey {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** One way of authentication that was tried. */
export interface AuthAttempt {
  readonly method: AuthMethod;
  /** Which key: a file, or a key of the agent by its comment. */
  readonly key?: string;
}

interface At {
  /** The host as it was addressed; for a jump host the jump host. */
  readonly address: string;
  readonly port: number;
}

interface Becoming {
  readonly method: BecomeMethod;
  readonly user: string;
  /** What the method's program said, trimmed. */
  readonly output: string;
}

export type KeyFileProblem = 'missing' | 'unreadable' | 'encrypted' | 'wrong-passphrase' | 'unsupported' | 'malformed';

export type HostFailure =
  // Getting to the host
  | ({ readonly kind: 'name-unknown' } & At)
  | ({ readonly kind: 'refused' } & At)
  | ({ readonly kind: 'unreachable'; readonly reason: string } & At)
  | ({
      readonly kind: 'timeout';
      readonly stage: 'connect' | 'handshake' | 'authentication';
      readonly afterMs: number;
    } & At)
  | ({ readonly kind: 'closed-early'; readonly attempts: number; readonly reason: string } & At)
  | ({ readonly kind: 'protocol'; readonly reason: string } & At)
  | { readonly kind: 'jump-failed'; readonly jump: string; readonly failure: HostFailure }
  | { readonly kind: 'proxy-command-failed'; readonly command: string; readonly output: string }
  | { readonly kind: 'bad-options'; readonly problems: readonly string[] }
  // Knowing it
  | ({ readonly kind: 'host-key-changed'; readonly offered: HostKey; readonly known: readonly KnownKey[] } & At)
  | ({ readonly kind: 'host-key-revoked'; readonly offered: KnownKey } & At)
  | ({
      readonly kind: 'host-key-unknown';
      readonly offered: HostKey;
      readonly why: 'no-terminal' | 'declined' | 'strict';
    } & At)
  | ({ readonly kind: 'host-key-not-pinned'; readonly offered: HostKey; readonly pins: readonly string[] } & At)
  // Being let in
  | { readonly kind: 'key-file'; readonly path: string; readonly problem: KeyFileProblem; readonly reason?: string }
  | ({
      readonly kind: 'auth-failed';
      readonly user: string;
      readonly tried: readonly AuthAttempt[];
      /** What the server would take, as it last said. */
      readonly offered: readonly string[];
      /** Key files that were left out, and why: often the answer. */
      readonly skipped: readonly { readonly path: string; readonly problem: KeyFileProblem }[];
    } & At)
  | ({ readonly kind: 'password-expired'; readonly user: string } & At)
  // Getting a shell
  | {
      readonly kind: 'start-failed';
      readonly connection: ConnectionKind;
      readonly target: string;
      readonly program: string;
      readonly output: string;
    }
  | { readonly kind: 'no-shell'; readonly shell: string; readonly code: number | null; readonly output: string }
  | { readonly kind: 'shell-timeout'; readonly shell: string; readonly afterMs: number; readonly output: string }
  | ({ readonly kind: 'become-password-needed' } & Becoming)
  | ({ readonly kind: 'become-password-wrong' } & Becoming)
  | ({ readonly kind: 'become-not-allowed' } & Becoming)
  | ({ readonly kind: 'become-needs-terminal' } & Becoming)
  | ({ readonly kind: 'become-missing-program'; readonly program: string } & Becoming)
  | ({ readonly kind: 'become-unknown-user' } & Becoming)
  | ({ readonly kind: 'become-failed'; readonly code: number | null } & Becoming)
  | ({ readonly kind: 'become-timeout'; readonly afterMs: number } & Becoming)
  /** The connection stands, but there is no room on it for one more shell. */
  | { readonly kind: 'no-channel'; readonly reason: string }
  // Keeping it
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'shell-ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'closed' };
