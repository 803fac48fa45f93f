// What Ansible's Python modules are run with on the hosts.

import { list, pathSpec, text, yesNo } from '../setting.ts';

/** What Ansible's Python modules are run with on the hosts. */
export const foreignSettings = {
  INTERPRETER_PYTHON: text({
    ini: ['defaults.interpreter_python'],
    env: ['ANSIBLE_PYTHON_INTERPRETER'],
    default: 'auto',
    doc: 'The Python of the hosts for Python modules, or how it is found',
  }),
  INTERPRETER_PYTHON_FALLBACK: list({
    default: [
      'python3.11',
      'python3.10',
      'python3.9',
      'python3.8',
      'python3.7',
      'python3.6',
      'python3.5',
      '/usr/bin/python3',
      '/usr/libexec/platform-python',
      'python2.7',
      '/usr/bin/python',
      'python',
    ],
    doc: 'Pythons to look for on a host whose own is not known',
  }),
  DEFAULT_MODULE_UTILS_PATH: pathSpec({
    ini: ['defaults.module_utils'],
    env: ['ANSIBLE_MODULE_UTILS'],
    default: '{{ANSIBLE_HOME}}/plugins/module_utils:/usr/share/ansible/plugins/module_utils',
    doc: 'Directories with what Python modules import as ansible.module_utils',
  }),
  DEFAULT_NO_TARGET_SYSLOG: yesNo({
    ini: ['defaults.no_target_syslog'],
    env: ['ANSIBLE_NO_TARGET_SYSLOG'],
    default: false,
    doc: "Whether Python modules leave out the host's log",
  }),
  DEFAULT_SYSLOG_FACILITY: text({
    ini: ['defaults.syslog_facility'],
    env: ['ANSIBLE_SYSLOG_FACILITY'],
    default: 'LOG_USER',
    doc: "Where Python modules write in the host's log",
  }),
  DEFAULT_SELINUX_SPECIAL_FS: list({
    ini: ['selinux.special_context_filesystems'],
    env: ['ANSIBLE_SELINUX_SPECIAL_FS'],
    default: ['fuse', 'nfs', 'vboxsf', 'ramfs', '9p', 'vfat'],
    doc: 'File systems whose files Python modules give no SELinux context of their own',
  }),
} as const;
