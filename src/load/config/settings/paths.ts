// Where roles, collections and modules are found.

import { path, pathSpec, yesNo } from '../setting.ts';

/** Where roles, collections and modules are found. */
export const pathsSettings = {
  ANSIBLE_HOME: path({
    ini: ['defaults.home'],
    env: ['ANSIBLE_HOME'],
    default: '~/.ansible',
    doc: 'The directory that the other paths begin with',
  }),
  DEFAULT_ROLES_PATH: pathSpec({
    ini: ['defaults.roles_path'],
    env: ['ANSIBLE_ROLES_PATH'],
    default: '{{ANSIBLE_HOME}}/roles:/usr/share/ansible/roles:/etc/ansible/roles',
    doc: 'Directories with roles',
  }),
  COLLECTIONS_PATHS: pathSpec({
    ini: ['defaults.collections_paths', 'defaults.collections_path'],
    env: ['ANSIBLE_COLLECTIONS_PATHS', 'ANSIBLE_COLLECTIONS_PATH'],
    default: '{{ANSIBLE_HOME}}/collections:/usr/share/ansible/collections',
    doc: 'Directories with collections',
  }),
  COLLECTIONS_SCAN_SYS_PATH: yesNo({
    ini: ['defaults.collections_scan_sys_path'],
    env: ['ANSIBLE_COLLECTIONS_SCAN_SYS_PATH'],
    default: true,
    doc: 'Whether collections are also found among the Python packages of the controller',
  }),
  DEFAULT_MODULE_PATH: pathSpec({
    ini: ['defaults.library'],
    env: ['ANSIBLE_LIBRARY'],
    default: '{{ANSIBLE_HOME}}/plugins/modules:/usr/share/ansible/plugins/modules',
    doc: 'Directories with modules',
  }),
} as const;
