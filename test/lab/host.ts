// A running lab host as its users see it: how to reach it, look into it, and end it.

import { join } from 'node:path';
import { type CommandResult, LabError, run } from './command.ts';
import type { KeyPair, LabKeys } from './keys.ts';
import type { Flavour } from './layer.ts';
import { endHost, initOf } from './lifetime.ts';
import { untilReady } from './ready.ts';
import { type HostRecord, hostDirectory, knownHostsFile } from './record.ts';
import { snapshot, type UpperEntry } from './snapshot.ts';

/** A running host. */
export interface LabHost {
  /** Its hostname; unique on this machine. */
  readonly name: string;
  readonly flavour: Flavour;
  readonly address: string;
  readonly port: 22;
  /** All its files as it sees them (but for what is mounted inside it), as a path on this machine. */
  readonly root: string;
  /** The overlay layer that holds what changed since its first boot; see `snapshotUpper`. */
  readonly upper: string;
  /** Its ed25519 host key as `SHA256:...`. */
  readonly hostKeyFingerprint: string;
  /** Its public host keys, "ssh-ed25519 AAAA..." each. */
  readonly hostKeys: readonly string[];
  /** A known_hosts file with these keys, under its name and its address. */
  readonly knownHostsFile: string;
  readonly rootPassword: string;
  /** May log in as root. */
  readonly rootKey: KeyPair;
  /** Known to no account at first. */
  readonly userKey: KeyPair;
  /** What its systemd-nspawn and its boot said. */
  readonly console: string;
  /** The pid of its init on this machine; another one after each reboot, undefined while it is down. */
  pid(): Promise<number | undefined>;
  /** Runs shell text inside as root, not by ssh: works however well the host has been locked up. */
  exec(script: string): Promise<CommandResult>;
  /** The standard output of `exec`, without the last newline; throws when the script fails. */
  sh(script: string): Promise<string>;
  /** What changed in its files since its first boot, sorted by path; what `noise` lists left out. */
  snapshotUpper(): Promise<readonly UpperEntry[]>;
  /** Waits until it has booted and sshd answers: after a reboot that a test has asked for. */
  ready(): Promise<void>;
  /** Ends it and removes everything of it. May be called again. */
  stop(): Promise<void>;
}

/** The handle of a host on record, whoever started it. */
export function labHost(record: HostRecord, keys: LabKeys): LabHost {
  const { name, address } = record;
  const directory = hostDirectory(name);
  const exec = async (script: string): Promise<CommandResult> => {
    const init = await initOf(name);
    if (init === undefined) throw new LabError(`host ${name} is down: nothing can be run in it`);
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8' };
    return run('/usr/bin/nsenter', ['--all', `--target=${init}`, '/bin/sh', '-c', script], { env });
  };
  return {
    name,
    flavour: record.flavour,
    address,
    port: 22,
    root: join(directory, 'root'),
    upper: join(directory, 'upper'),
    hostKeyFingerprint: record.hostKeyFingerprint,
    hostKeys: record.hostKeys,
    knownHostsFile: knownHostsFile(name),
    rootPassword: keys.rootPassword,
    rootKey: keys.root,
    userKey: keys.user,
    console: join(directory, 'console.log'),
    pid: () => initOf(name),
    exec,
    sh: async (script) => {
      const { code, stdout, stderr } = await exec(script);
      if (code !== 0) throw new LabError(`on ${name}, \`${script}\` ended with ${code}:\n${stderr}${stdout}`);
      return stdout.replace(/\n$/, '');
    },
    snapshotUpper: () => snapshot(join(directory, 'upper'), [join(directory, 'seed'), ...lowerRoots(record)]),
    ready: () => untilReady(record),
    stop: () => endHost(record),
  };
}

/** Where a file of the host is looked for below its upper layer, the topmost first. */
function lowerRoots(record: HostRecord): readonly string[] {
  return record.layers.map((layer) => join(layer, 'root')).reverse();
}
