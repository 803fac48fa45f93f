// The arguments of a foreign module as it gets them: the task's own, and those that Ansible adds.

import { Dict, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import { dumpJson } from '../../template/text/json-dump.ts';
import { shellQuote } from '../../template/text/shell-quote.ts';

/** What the run tells a module. */
export interface RunArguments {
  readonly name: string;
  readonly check: boolean;
  readonly diff: boolean;
  readonly noLog: boolean;
  readonly verbosity: number;
  /** Version of ansible-core. */
  readonly version: string;
  readonly shell: string;
  /** Where it may make a directory of its own, or a word that stands for that. */
  readonly remoteTemporary: string;
  readonly syslogFacility: string;
  readonly selinuxSpecialFilesystems: readonly string[];
}

/** The task's arguments and Ansible's own. */
export function moduleArguments(args: ReadonlyMap<string, Value>, run: RunArguments): Dict {
  return Dict.of([
    ...args,
    ['_ansible_check_mode', run.check],
    ['_ansible_no_log', run.noLog],
    ['_ansible_debug', false],
    ['_ansible_diff', run.diff],
    ['_ansible_verbosity', run.verbosity],
    ['_ansible_version', run.version],
    ['_ansible_module_name', run.name],
    ['_ansible_syslog_facility', run.syslogFacility],
    ['_ansible_selinux_special_fs', [...run.selinuxSpecialFilesystems]],
    ['_ansible_string_conversion_action', 'warn'],
    ['_ansible_socket', null],
    ['_ansible_shell_executable', run.shell],
    ['_ansible_keep_remote_files', false],
    ['_ansible_tmpdir', null],
    ['_ansible_remote_tmp', run.remoteTemporary],
  ]);
}

/** As a Python module reads them. */
export function pythonArguments(args: Dict): string {
  return dumpJson(Dict.of([['ANSIBLE_MODULE_ARGS', args]]));
}

/** As a program reads them that wants JSON. */
export function jsonArguments(args: Dict): string {
  return dumpJson(args);
}

/** As `key=value` words. */
export function wordArguments(args: Dict): string {
  return [...args.entries()].map(([name, value]) => `${str(name)}=${shellQuote(str(value))} `).join('');
}
