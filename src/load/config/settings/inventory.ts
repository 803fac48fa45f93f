// Where hosts come from.

import { choice, list, path, pathList, yesNo } from '../setting.ts';

/** Where hosts come from. */
export const inventorySettings = {
  DEFAULT_HOST_LIST: pathList({
    ini: ['defaults.inventory'],
    env: ['ANSIBLE_INVENTORY'],
    default: '/etc/ansible/hosts',
    doc: 'The inventory sources where the command line names none',
  }),
  INVENTORY_ENABLED: list({
    ini: ['inventory.enable_plugins'],
    env: ['ANSIBLE_INVENTORY_ENABLED'],
    default: ['host_list', 'script', 'auto', 'yaml', 'ini', 'toml'],
    doc: 'The formats that a source is tried as, in order',
  }),
  INVENTORY_IGNORE_EXTS: list({
    ini: ['defaults.inventory_ignore_extensions', 'inventory.ignore_extensions'],
    env: ['ANSIBLE_INVENTORY_IGNORE'],
    default: ['.pyc', '.pyo', '.swp', '.bak', '~', '.rpm', '.md', '.txt', '.rst', '.orig', '.ini', '.cfg', '.retry'],
    doc: 'Files with these extensions in an inventory directory are no sources',
  }),
  INVENTORY_IGNORE_PATTERNS: list({
    ini: ['defaults.inventory_ignore_patterns', 'inventory.ignore_patterns'],
    env: ['ANSIBLE_INVENTORY_IGNORE_REGEX'],
    default: [],
    doc: 'Files whose names match these regular expressions in an inventory directory are no sources',
  }),
  INVENTORY_UNPARSED_IS_FAILED: yesNo({
    ini: ['inventory.unparsed_is_failed'],
    env: ['ANSIBLE_INVENTORY_UNPARSED_FAILED'],
    default: false,
    doc: 'Whether it is a mistake when no source can be read',
  }),
  INVENTORY_ANY_UNPARSED_IS_FAILED: yesNo({
    ini: ['inventory.any_unparsed_is_failed'],
    env: ['ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED'],
    default: false,
    doc: 'Whether it is a mistake when one source cannot be read',
  }),
  INVENTORY_UNPARSED_WARNING: yesNo({
    ini: ['inventory.inventory_unparsed_warning'],
    env: ['ANSIBLE_INVENTORY_UNPARSED_WARNING'],
    default: true,
    doc: 'Whether to warn when no source was read and only localhost is left',
  }),
  INVENTORY_EXPORT: yesNo({
    ini: ['inventory.export'],
    env: ['ANSIBLE_INVENTORY_EXPORT'],
    default: false,
    doc: 'Whether `inventory --list` shows variables where they were set, not what hosts see',
  }),
  TRANSFORM_INVALID_GROUP_CHARS: choice(['always', 'ignore', 'never', 'silently'], {
    ini: ['defaults.force_valid_group_names'],
    env: ['ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS'],
    default: 'never',
    doc: 'What is done about group names that are no valid variable names',
  }),
  HOST_PATTERN_MISMATCH: choice(['error', 'ignore', 'warning'], {
    ini: ['inventory.host_pattern_mismatch'],
    env: ['ANSIBLE_HOST_PATTERN_MISMATCH'],
    default: 'warning',
    doc: 'What is done when a host pattern matches nothing',
  }),
  LOCALHOST_WARNING: yesNo({
    ini: ['defaults.localhost_warning'],
    env: ['ANSIBLE_LOCALHOST_WARNING'],
    default: true,
    doc: 'Whether to warn that there are no hosts but localhost',
  }),
  PLAYBOOK_DIR: path({
    ini: ['defaults.playbook_dir'],
    env: ['ANSIBLE_PLAYBOOK_DIR'],
    default: null,
    doc: "The directory to act as the playbook's for commands without one",
  }),
  'inventory/constructed/use_extra_vars': yesNo({
    ini: ['inventory_plugins.use_extra_vars'],
    env: ['ANSIBLE_INVENTORY_USE_EXTRA_VARS'],
    default: false,
    doc: 'Whether constructed inventories see the variables of the command line',
  }),
  'inventory/script/always_show_stderr': yesNo({
    ini: ['inventory_plugin_script.always_show_stderr'],
    env: ['ANSIBLE_INVENTORY_PLUGIN_SCRIPT_STDERR'],
    default: true,
    doc: 'Whether what inventory scripts write to standard error is shown',
  }),
  'inventory/yaml/yaml_extensions': list({
    ini: ['defaults.yaml_valid_extensions', 'inventory_plugin_yaml.yaml_valid_extensions'],
    env: ['ANSIBLE_YAML_FILENAME_EXT', 'ANSIBLE_INVENTORY_PLUGIN_EXTS'],
    default: ['.yaml', '.yml', '.json'],
    doc: 'Extensions of YAML inventories',
  }),
} as const;
