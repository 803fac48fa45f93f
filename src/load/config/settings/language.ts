// What playbooks mean: variables, templates, roles.

import { choice, choices, list, text, yesNo } from '../setting.ts';

const GROUP_LEVELS = [
  'all_inventory',
  'groups_inventory',
  'all_plugins_inventory',
  'all_plugins_play',
  'groups_plugins_inventory',
  'groups_plugins_play',
] as const;

/** What playbooks mean: variables, templates, roles. */
export const languageSettings = {
  DEFAULT_HASH_BEHAVIOUR: choice(['merge', 'replace'], {
    ini: ['defaults.hash_behaviour'],
    env: ['ANSIBLE_HASH_BEHAVIOUR'],
    default: 'replace',
    doc: 'Whether a dict that is defined again is replaced or merged into',
  }),
  VARIABLE_PRECEDENCE: choices(GROUP_LEVELS, {
    ini: ['defaults.precedence'],
    env: ['ANSIBLE_PRECEDENCE'],
    default: GROUP_LEVELS,
    doc: 'The order in which variables of groups override each other',
  }),
  DEFAULT_PRIVATE_ROLE_VARS: yesNo({
    ini: ['defaults.private_role_vars'],
    env: ['ANSIBLE_PRIVATE_ROLE_VARS'],
    default: false,
    doc: 'Whether variables of a role stay unseen by the roles after it',
  }),
  DEFAULT_JINJA2_NATIVE: yesNo({
    ini: ['defaults.jinja2_native'],
    env: ['ANSIBLE_JINJA2_NATIVE'],
    default: false,
    doc: 'Whether templates give values of any type instead of text',
  }),
  DEFAULT_JINJA2_EXTENSIONS: list({
    ini: ['defaults.jinja2_extensions'],
    env: ['ANSIBLE_JINJA2_EXTENSIONS'],
    default: [],
    doc: 'Extensions of the template language; ours are always on',
  }),
  DEFAULT_MANAGED_STR: text({
    ini: ['defaults.ansible_managed'],
    default: 'Ansible managed',
    doc: 'The text of `ansible_managed`',
  }),
  DEFAULT_UNDEFINED_VAR_BEHAVIOR: yesNo({
    ini: ['defaults.error_on_undefined_vars'],
    env: ['ANSIBLE_ERROR_ON_UNDEFINED_VARS'],
    default: true,
    doc: 'Whether an undefined variable is a mistake or stays as it is written',
  }),
  DEFAULT_NULL_REPRESENTATION: text({
    ini: ['defaults.null_representation'],
    env: ['ANSIBLE_NULL_REPRESENTATION'],
    default: null,
    doc: 'What a template that gives nothing stands for',
  }),
  DEFAULT_ALLOW_UNSAFE_LOOKUPS: yesNo({
    ini: ['defaults.allow_unsafe_lookups'],
    default: false,
    doc: 'Whether the results of lookups are templated again',
  }),
  STRING_CONVERSION_ACTION: text({
    ini: ['defaults.string_conversion_action'],
    env: ['ANSIBLE_STRING_CONVERSION_ACTION'],
    default: 'warn',
    doc: 'What happens when a module wants text and is given another type',
  }),
  STRING_TYPE_FILTERS: list({
    ini: ['jinja2.dont_type_filters'],
    env: ['ANSIBLE_STRING_TYPE_FILTERS'],
    default: ['string', 'to_json', 'to_nice_json', 'to_yaml', 'to_nice_yaml', 'ppretty', 'json'],
    doc: 'Filters behind which text stays text even if it looks like another type',
  }),
  DUPLICATE_YAML_DICT_KEY: choice(['error', 'ignore', 'warn'], {
    ini: ['defaults.duplicate_dict_key'],
    env: ['ANSIBLE_DUPLICATE_YAML_DICT_KEY'],
    default: 'warn',
    doc: 'What happens when a mapping has a key twice',
  }),
  YAML_FILENAME_EXTENSIONS: list({
    ini: ['defaults.yaml_valid_extensions'],
    env: ['ANSIBLE_YAML_FILENAME_EXT'],
    default: ['.yml', '.yaml', '.json'],
    doc: 'Extensions of files with variables',
  }),
  PLAYBOOK_VARS_ROOT: choice(['all', 'bottom', 'top'], {
    ini: ['defaults.playbook_vars_root'],
    env: ['ANSIBLE_PLAYBOOK_VARS_ROOT'],
    default: 'top',
    doc: 'Beside which of the imported playbooks group_vars and host_vars are looked for',
  }),
  INJECT_FACTS_AS_VARS: yesNo({
    ini: ['defaults.inject_facts_as_vars'],
    env: ['ANSIBLE_INJECT_FACT_VARS'],
    default: true,
    doc: 'Whether facts are also variables of their own, `ansible_NAME`',
  }),
  DEFAULT_NO_LOG: yesNo({
    ini: ['defaults.no_log'],
    env: ['ANSIBLE_NO_LOG'],
    default: false,
    doc: 'Whether the results of all tasks are hidden',
  }),
} as const;
