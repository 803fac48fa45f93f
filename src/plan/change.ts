// Changes: the closed set of what can be done to a host, as data that shows, performs, predicts and undoes alike.

import type { Plain } from '../model/value.ts';
import type { Command } from './command.ts';
import type { AnswerOf, DigestAlgorithm, FilePresent, FileSeen, Look } from './look.ts';
import type { ResourceName } from './resource.ts';

export type Change = WriteFile | MakeDirectory | MakeLink | RemovePath | SetAttributes | CopyPath | RunCommand;

/** Ownership and permissions. What is absent stays as it is (or becomes what a new file gets). */
export interface Attributes {
  /** 0 to 0o7777. */
  readonly mode?: number;
  /** Name or id as text. */
  readonly owner?: string;
  readonly group?: string;
  /** SELinux context `user:role:type:level`; an empty part stays. */
  readonly label?: { readonly user?: string; readonly role?: string; readonly type?: string; readonly level?: string };
  /** Seconds since the epoch, or the host's clock when performed. */
  readonly atime?: number | 'now';
  readonly mtime?: number | 'now';
  /** chattr flags with their operator: `+i`, `-a`, `=`. */
  readonly flags?: string;
}

/** Puts bytes in place in one step (temporary file in the same directory, then rename), so that no reader ever sees half of it. */
export interface WriteFile {
  readonly kind: 'write';
  /** Where links are followed, this is the resolved path. */
  readonly path: string;
  readonly content: Content;
  readonly attributes: Attributes;
  readonly before: FileSeen;
  /** A command with `%s` for the new file's path that must succeed before it is put in place. */
  readonly validate?: string;
  /** Keep a copy of the old file beside it, named as Ansible names it. */
  readonly backup?: boolean;
  /** Where the file cannot be replaced (it is a mount point of its own, or its directory is read-only), write into it: a reader may then see half of it. */
  readonly inPlace?: boolean;
  /** The bytes are a secret: never shown in a diff. */
  readonly secret?: boolean;
}

/** Bytes at hand, or a file of the controller that is streamed. */
export type Content = Buffer | { readonly file: string; readonly size: number; readonly sha1: string };

export interface MakeDirectory {
  readonly kind: 'directory';
  readonly path: string;
  readonly attributes: Attributes;
  readonly before: FileSeen;
}

export interface MakeLink {
  readonly kind: 'link';
  readonly path: string;
  /** What a symbolic link says; for a hard link the path of the file. */
  readonly target: string;
  readonly hard: boolean;
  readonly before: FileSeen;
}

/** Removes a file, or a directory with everything in it. */
export interface RemovePath {
  readonly kind: 'remove';
  readonly path: string;
  readonly before: FileSeen;
}

export interface SetAttributes {
  readonly kind: 'attributes';
  readonly path: string;
  /** Whether a symbolic link is looked through. */
  readonly follow: boolean;
  readonly attributes: Attributes;
  readonly before: FileSeen;
  /** The directory that it is below, where a whole tree is set: such changes in a row are performed together, with few programs for many paths. */
  readonly within?: string;
}

/** Copies a file that is already on the host, in one step; or what a command on the host puts out, such as a download. */
export interface CopyPath {
  readonly kind: 'copy';
  /** The path of the file; with a producer its name for people, such as a URL. */
  readonly from: string;
  /** sh text that writes the bytes to its standard output, and what it reads on its standard input: secrets go there. */
  readonly producer?: { readonly script: string; readonly stdin: Buffer };
  /** What the bytes must come to before anything is put in place. */
  readonly checksum?: { readonly algorithm: DigestAlgorithm; readonly hex: string };
  readonly path: string;
  readonly attributes: Attributes;
  readonly before: FileSeen;
  readonly source: FileSeen;
  readonly validate?: string;
  readonly backup?: boolean;
  readonly inPlace?: boolean;
}

/** A command that changes something, with what can be said of its effect beforehand. */
export interface RunCommand {
  readonly kind: 'run';
  /** What it does, for people: "install nginx". */
  readonly title: string;
  readonly command: Command;
  readonly touches: readonly ResourceName[];
  /** Exit codes that are no failure; `any` leaves the judgement to the next stage. */
  readonly accept: readonly number[] | 'any';
  /** Exit codes of failures that come before anything is changed; where they are given, any other failure counts as a change. */
  readonly harmless?: readonly number[];
  /** `false`: nobody can tell what it will do, so check mode skips the task and says so. */
  readonly predictable: boolean;
  /** What looks will answer afterwards; check mode builds on it. */
  readonly leaves: readonly Prediction[];
  /** How to take it back, or why that cannot be done. */
  readonly undo: Command | { readonly cannot: string };
  /** It is all that its task does, so that a host can tell the task's result without us. */
  readonly report?: CommandReport;
  /** What changes, for the diff. */
  readonly diff?: { readonly before: string; readonly after: string; readonly header?: string };
}

/** How a host writes the result of a command: what it has beside the code, the output and the times. */
export interface CommandReport {
  readonly fields: Readonly<Record<string, Plain>>;
  /** Whether empty lines at the end of the output are left out. */
  readonly strip: boolean;
}

/** "This look will answer that." */
export type Prediction = {
  readonly [K in keyof AnswerOf]: {
    readonly kind: K;
    readonly look: Extract<Look, { readonly kind: K }>;
    readonly value: AnswerOf[K];
  };
}[keyof AnswerOf];

/** What became of a change that was performed. */
export interface Performed {
  readonly change: Change;
  /** Exit code, output and errors of what ran on the host. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** When its exchange began and ended, on the host's clock (milliseconds since the epoch). */
  readonly started: number;
  readonly ended: number;
  /** Minutes by which the host's local time is ahead of UTC, where that is known. */
  readonly zoneMinutes?: number;
  /** The bytes that a write or a remove took away, where they were kept for undo. */
  readonly previous?: Buffer;
  /** The copy that `backup` left. */
  readonly backupFile?: string;
  /** The file afterwards, as the host says: with the owner and the mode it really got. */
  readonly left?: FilePresent;
  /** What the program said that was to validate the file, and did not. */
  readonly invalid?: { readonly code: number; readonly stdout: string };
  /** Why it counts as failed, as a sentence; absent where it succeeded. */
  readonly failed?: string;
}
