// Why parameters of ours are not quite those of the oracle: every difference has its reason here.

const LATER = 'a later Ansible has it';
const OLDER = 'an older Ansible had it';
const RAW = 'it takes more than text, as ansible does in fact';
const FREE = 'ansible-doc lists the free form as if it were an option; it is not one';
const HANDED = 'package and yum hand it over';
const CHANGES_NOTHING = 'an engine that needs no default does the same without it';
const OF_YUM = "the default is yum's own: what nobody gives is not written";
const FIRST = 'it may be left out in fact: the manual only wants to say that it usually is not';

// By the beginning of a difference: module, parameter and, where only that differs, what of it.
const REASONS: Readonly<Record<string, string>> = {
  'apt.state: choices': OLDER,
  'apt.use: only ours': HANDED,
  'assert.fail_msg: type': RAW,
  'assert.success_msg: type': RAW,
  'assert.that: type': RAW,
  'blockinfile.insertafter: default': CHANGES_NOTHING,
  'blockinfile.prepend_newline: only ours': LATER,
  'blockinfile.append_newline: only ours': LATER,
  'command.cmd: aliases': FREE,
  'command.free_form: missing': FREE,
  'command.warn: only ours': OLDER,
  'command.executable: only ours': 'ansible takes it and warns, like we do',
  'copy.content: type': RAW,
  'debug.msg: type': RAW,
  'debug.msg: default': 'said where neither msg nor var is given',
  'dnf.name: required': FIRST,
  'dnf.use_backend: only ours': LATER,
  'dnf.use: only ours': HANDED,
  'docker_network.docker_host: default': 'the manual has a slash too few',
  'docker_network.timeout: default': "the client's own",
  'docker_volume.docker_host: default': 'the manual has a slash too few',
  'docker_volume.timeout: default': "the client's own",
  'fail.msg: type': RAW,
  'find.mode: only ours': LATER,
  'find.exact_mode: only ours': LATER,
  'find.limit: only ours': LATER,
  'gather_facts.gather_subset: only ours': 'it is handed to setup',
  'gather_facts.filter: only ours': 'it is handed to setup',
  'gather_facts.gather_timeout: only ours': 'it is handed to setup',
  'gather_facts.fact_path: only ours': 'it is handed to setup',
  'git.dest: required': FIRST,
  'htpasswd.crypt_scheme: aliases': LATER,
  'ini_file.ignore_spaces: only ours': LATER,
  'ini_file.modify_inactive_option: only ours': LATER,
  'lineinfile.insertafter: default': CHANGES_NOTHING,
  'lineinfile.others: missing': 'the manual names the parameters of file by it',
  'mount.fstab: default': 'the manual tells it in the text',
  'mysql_db.master_data: choices': 'numbers, of which others are refused by a sentence',
  'package.name: aliases': 'apt, dnf and yum have it, to which it is handed',
  'package.name: type': 'a list is taken in fact',
  'package.name: required': FIRST,
  'package.state: required': FIRST,
  'package.state: default': FIRST,
  'package.update_cache: only ours': 'it is handed to apt, dnf or yum',
  'pause.minutes: type': 'a number as text is taken',
  'pause.seconds: type': 'a number as text is taken',
  'pip.umask: type': 'octal digits, as a number or as text',
  'raw.free_form: missing': FREE,
  'raw.cmd: only ours': FREE,
  'reboot.msg: default': 'it names the program that did it',
  'reboot.reboot_command: default': 'a phrase, not a value',
  'script.cmd: aliases': FREE,
  'script.free_form: missing': FREE,
  'service.daemon_reload: only ours': 'handed to systemd by ansible too, which does not list it',
  'service.masked: only ours': 'handed to systemd by ansible too, which does not list it',
  'service.scope: only ours': 'handed to systemd by ansible too, which does not list it',
  'set_fact.key_value: missing': 'the manual names any variable by it',
  'set_stats.data: type': 'ansible takes the text of a mapping too, as we do',
  'shell.cmd: aliases': FREE,
  'shell.free_form: missing': FREE,
  'shell.strip_empty_ends: only ours': 'it is command, which has it',
  'shell.warn: only ours': OLDER,
  'stat.get_md5: only ours': OLDER,
  'synchronize.set_remote_user: default': 'rsync goes over the connection there is',
  'template.newline_sequence: choices': 'a backslash and an n, and a line feed, mean the same',
  'postgresql_privs.type: choices': LATER,
  'template.newline_sequence: default': 'a backslash and an n, and a line feed, mean the same',
  'user.ssh_key_comment: default': 'it names the host, which is not known before',
  'validate_argument_spec.argument_spec: type': RAW,
  'validate_argument_spec.provided_arguments: type': RAW,
  'validate_argument_spec.validate_args_context: only ours': 'what the check of a role hands over',
  'yum.use_backend: choices': LATER,
  'yum.allowerasing: only ours': 'yum and dnf are one',
  'yum.nobest: only ours': 'yum and dnf are one',
  'yum.use: only ours': HANDED,
  'yum_repository.bandwidth: default': OF_YUM,
  'yum_repository.cost: default': OF_YUM,
  'yum_repository.deltarpm_metadata_percentage: default': OF_YUM,
  'yum_repository.deltarpm_percentage: default': OF_YUM,
  'yum_repository.failovermethod: default': OF_YUM,
  'yum_repository.http_caching: default': OF_YUM,
  'yum_repository.ip_resolve: default': OF_YUM,
  'yum_repository.keepcache: default': OF_YUM,
  'yum_repository.metadata_expire: default': OF_YUM,
  'yum_repository.metadata_expire_filter: default': OF_YUM,
  'yum_repository.mirrorlist_expire: default': OF_YUM,
  'yum_repository.priority: default': OF_YUM,
  'yum_repository.retries: default': OF_YUM,
  'yum_repository.sslverify: default': OF_YUM,
  'yum_repository.timeout: default': OF_YUM,
  'yum_repository.ui_repoid_vars: default': OF_YUM,
};

/** Why a difference is none to mend; `undefined` where it is. */
export function reasonOf(difference: string): string | undefined {
  return Object.entries(REASONS).find(([start]) => difference.startsWith(start))?.[1];
}

/** Reasons for differences that are gone. */
export function unusedReasons(differences: readonly string[]): readonly string[] {
  return Object.keys(REASONS).filter((start) => !differences.some((difference) => difference.startsWith(start)));
}
