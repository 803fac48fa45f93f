// The options that several subcommands share, under ansible-playbook's names.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultForks } from './forks.ts';

/** Options of everything that reads an inventory. */
export interface SourceOptions {
  readonly inventory: readonly string[];
  readonly limit?: string;
  readonly extraVars: readonly string[];
  readonly vaultId: readonly string[];
  readonly vaultPasswordFile: readonly string[];
  readonly askVaultPassword: boolean;
  readonly verbose: number;
}

/** Options of `run` beyond these. */
export interface RunCommandOptions extends SourceOptions {
  readonly check: boolean;
  readonly diff: boolean;
  readonly forks?: number;
  readonly lookahead: boolean;
  readonly keepAlive?: number;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly startAtTask?: string;
  readonly step: boolean;
  readonly forceHandlers: boolean;
  readonly flushCache: boolean;
  readonly syntaxCheck: boolean;
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
  readonly user?: string;
  readonly connection?: string;
  readonly timeout?: number;
  readonly privateKey?: string;
  readonly askPass: boolean;
  readonly connectionPasswordFile?: string;
  readonly sshCommonArgs?: string;
  readonly sshExtraArgs?: string;
  readonly sftpExtraArgs?: string;
  readonly scpExtraArgs?: string;
  readonly become: boolean;
  readonly becomeUser?: string;
  readonly becomeMethod?: string;
  readonly askBecomePass: boolean;
  readonly becomePasswordFile?: string;
  readonly modulePath: readonly string[];
  readonly acceptNewHostKeys: boolean;
  readonly output?: string;
  readonly profile?: string;
}

/** An option that may be given again. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return number;
  };
}

function profileFile(path: string): string {
  if (!/\.(svg|json)$/.test(path)) throw new InvalidArgumentError('Its name must end in .svg or .json.');
  return path;
}

export function addSourceOptions(command: Command): Command {
  return command
    .option(
      '-i, --inventory <source>',
      'inventory: a file, a directory, a script, or "host," (repeatable)',
      collect,
      [],
    )
    .option('-l, --limit <pattern>', 'only these hosts')
    .option('-e, --extra-vars <vars>', 'variables: key=value, YAML or JSON, or @FILE (repeatable)', collect, [])
    .option('--vault-id <id>', 'vault password as LABEL@FILE, LABEL@SCRIPT or LABEL@prompt (repeatable)', collect, [])
    .option('--vault-password-file <file>', 'file or script with the vault password', collect, [])
    .option('-J, --ask-vault-password', 'ask for the vault password', false)
    .option('-v, --verbose', 'say more; -vv and -vvv still more', (_value, before: number) => before + 1, 0);
}

export function addRunOptions(command: Command): Command {
  return addSourceOptions(command)
    .optionsGroup('What runs:')
    .option('-C, --check', 'change nothing, and tell what would change', false)
    .option('-D, --diff', 'show differences', false)
    .option('-t, --tags <tags>', 'only tasks with these tags', collect, [])
    .option('--skip-tags <tags>', 'no tasks with these tags', collect, [])
    .option('--start-at-task <name>', 'begin at the task of this name')
    .option('--step', 'ask before each task', false)
    .option('--force-handlers', 'run handlers although a task failed', false)
    .option('--flush-cache', 'forget the facts that earlier runs kept of these hosts', false)
    .option(
      '-f, --forks <n>',
      `how many hosts work at once (here ${defaultForks()}, by processors and open files)`,
      wholeNumber(1),
    )
    .option('--no-lookahead', 'look for each task only when it has come')
    .option(
      '--keep-alive <seconds>',
      'keep connections open for later runs (tsplay disconnect ends them)',
      wholeNumber(1),
    )
    .option('-M, --module-path <directories>', 'directories of modules of your own', collect, [])
    .optionsGroup('Instead of running:')
    .option('--syntax-check', 'find every mistake, and connect to nobody', false)
    .option('--list-hosts', 'list the hosts', false)
    .option('--list-tasks', 'list the tasks', false)
    .option('--list-tags', 'list the tags', false)
    .optionsGroup('Connecting:')
    .option('-u, --user <name>', 'log in as this user')
    .option('-c, --connection <type>', 'ssh, local, docker, podman, chroot or nspawn')
    .option('-T, --timeout <seconds>', 'how long connecting may take', wholeNumber(1))
    .option('--private-key <file>', 'log in with this key')
    .option('-k, --ask-pass', 'ask for the login password', false)
    .option('--connection-password-file <file>', 'file with the login password')
    .option(
      '--accept-new-host-keys',
      'trust and remember the key of a host that was never seen; a changed key is refused all the same',
      false,
    )
    .option('--ssh-common-args <args>', 'further arguments as for ssh')
    .addOption(new Option('--ssh-extra-args <args>').hideHelp())
    .addOption(new Option('--sftp-extra-args <args>').hideHelp())
    .addOption(new Option('--scp-extra-args <args>').hideHelp())
    .optionsGroup('Becoming another user:')
    .option('-b, --become', 'become another user (root, unless --become-user says who)', false)
    .option('--become-user <name>', 'whom to become')
    .option('--become-method <method>', 'sudo, su or doas')
    .option('-K, --ask-become-pass', "ask for sudo's password", false)
    .option('--become-password-file <file>', "file with sudo's password")
    .optionsGroup('Output:')
    .addOption(
      new Option('-o, --output <form>', 'live terminal, log as Ansible prints it, or one JSON event a line').choices([
        'live',
        'log',
        'json',
      ]),
    )
    .option(
      '--profile <file>',
      'what each task cost: a timeline (.svg) or data (.json), and the most expensive tasks at the end',
      profileFile,
    )
    .hook('preAction', refuseContradictions);
}

/** Pairs of which one is enough. */
const CONTRADICTIONS = [
  ['--ask-pass', '--connection-password-file'],
  ['--ask-become-pass', '--become-password-file'],
  ['--ask-vault-password', '--vault-password-file'],
] as const;

function refuseContradictions(command: Command): void {
  const isGiven = (name: string): boolean =>
    command.options.some(
      (option) => option.long === name && command.getOptionValueSource(option.attributeName()) === 'cli',
    );
  for (const [one, other] of CONTRADICTIONS)
    if (isGiven(one) && isGiven(other)) command.error(`error: ${one} and ${other} cannot be used together`);
}
