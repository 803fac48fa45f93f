// What a caller may ask of a host before its first boot.

import type { Flavour } from './layer.ts';

/** A file to write before the first boot: its text, or its text with mode ("0600") and owner ("alice:alice"). */
export type SeedFile = string | { readonly content: string; readonly mode?: string; readonly owner?: string };

/** A user to create before the first boot, with a home and, if none is named, the flavour's usual shell. */
export interface SeedUser {
  readonly name: string;
  readonly password?: string;
  readonly groups?: readonly string[];
  readonly authorizedKeys?: readonly string[];
  readonly shell?: string;
  /** A rule for /etc/sudoers.d/NAME behind the user's name, as "ALL=(ALL) NOPASSWD: ALL". */
  readonly sudo?: string;
}

export interface HostOptions {
  readonly flavour: Flavour;
  /** What its hostname starts with; the lab adds what makes it unique. The flavour, when not given. */
  readonly name?: string;
  /** Files by absolute path; folders on the way are made. */
  readonly files?: Readonly<Record<string, SeedFile>>;
  /** More keys that may log in as root, beside the lab's own. */
  readonly authorizedKeys?: readonly string[];
  readonly users?: readonly SeedUser[];
  /** Shell text run as root in the host's files before the first boot (no service runs, no network). */
  readonly before?: string;
  /** Small file systems by mount point and size ("/srv": "64k"), to run into a full disk. */
  readonly tmpfs?: Readonly<Record<string, string>>;
}
