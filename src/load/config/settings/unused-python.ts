// Settings about Python and its plugins: accepted without effect, and -v says why.

import { choice, integer, list, path, pathSpec, text, yesNo } from '../setting.ts';

const noPython = { unused: 'no file of a module is copied to hosts' } as const;
const noPlugins = { unused: 'plugins written in Python cannot be loaded' } as const;

/** Settings about Python and its plugins: accepted without effect, and -v says why. */
export const unusedPythonSettings = {
  ANSIBLE_PIPELINING: yesNo({
    ini: ['defaults.pipelining', 'connection.pipelining'],
    env: ['ANSIBLE_PIPELINING'],
    default: false,
    ...noPython,
  }),
  DEFAULT_KEEP_REMOTE_FILES: yesNo({
    ini: ['defaults.keep_remote_files'],
    env: ['ANSIBLE_KEEP_REMOTE_FILES'],
    default: false,
    ...noPython,
  }),
  DEFAULT_MODULE_COMPRESSION: text({ ini: ['defaults.module_compression'], default: 'ZIP_DEFLATED', ...noPython }),
  PYTHON_MODULE_RLIMIT_NOFILE: integer({
    ini: ['defaults.python_module_rlimit_nofile'],
    env: ['ANSIBLE_PYTHON_MODULE_RLIMIT_NOFILE'],
    default: 0,
    ...noPython,
  }),
  COVERAGE_REMOTE_OUTPUT: text({ env: ['_ANSIBLE_COVERAGE_REMOTE_OUTPUT'], default: null, ...noPython }),
  COVERAGE_REMOTE_PATHS: text({ env: ['_ANSIBLE_COVERAGE_REMOTE_PATH_FILTER'], default: '*', ...noPython }),
  'shell/sh/world_readable_temp': yesNo({
    ini: ['defaults.allow_world_readable_tmpfiles'],
    env: ['ANSIBLE_SHELL_ALLOW_WORLD_READABLE_TEMP'],
    default: false,
    ...noPython,
  }),
  'shell/sh/common_remote_group': text({
    ini: ['defaults.common_remote_group'],
    env: ['ANSIBLE_COMMON_REMOTE_GROUP'],
    default: null,
    ...noPython,
  }),
  'connection/ssh/pipelining': yesNo({
    ini: ['defaults.pipelining', 'connection.pipelining', 'ssh_connection.pipelining'],
    env: ['ANSIBLE_PIPELINING', 'ANSIBLE_SSH_PIPELINING'],
    default: false,
    ...noPython,
  }),
  'connection/local/pipelining': yesNo({
    ini: ['defaults.pipelining', 'connection.pipelining'],
    env: ['ANSIBLE_PIPELINING'],
    default: false,
    ...noPython,
  }),
  BECOME_PLUGIN_PATH: pathSpec({
    ini: ['defaults.become_plugins'],
    env: ['ANSIBLE_BECOME_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/become:/usr/share/ansible/plugins/become',
    ...noPlugins,
  }),
  DEFAULT_ACTION_PLUGIN_PATH: pathSpec({
    ini: ['defaults.action_plugins'],
    env: ['ANSIBLE_ACTION_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/action:/usr/share/ansible/plugins/action',
    ...noPlugins,
  }),
  DEFAULT_CACHE_PLUGIN_PATH: pathSpec({
    ini: ['defaults.cache_plugins'],
    env: ['ANSIBLE_CACHE_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/cache:/usr/share/ansible/plugins/cache',
    ...noPlugins,
  }),
  DEFAULT_CALLBACK_PLUGIN_PATH: pathSpec({
    ini: ['defaults.callback_plugins'],
    env: ['ANSIBLE_CALLBACK_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/callback:/usr/share/ansible/plugins/callback',
    ...noPlugins,
  }),
  DEFAULT_CLICONF_PLUGIN_PATH: pathSpec({
    ini: ['defaults.cliconf_plugins'],
    env: ['ANSIBLE_CLICONF_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/cliconf:/usr/share/ansible/plugins/cliconf',
    ...noPlugins,
  }),
  DEFAULT_CONNECTION_PLUGIN_PATH: pathSpec({
    ini: ['defaults.connection_plugins'],
    env: ['ANSIBLE_CONNECTION_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/connection:/usr/share/ansible/plugins/connection',
    ...noPlugins,
  }),
  DEFAULT_FILTER_PLUGIN_PATH: pathSpec({
    ini: ['defaults.filter_plugins'],
    env: ['ANSIBLE_FILTER_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/filter:/usr/share/ansible/plugins/filter',
    ...noPlugins,
  }),
  DEFAULT_HTTPAPI_PLUGIN_PATH: pathSpec({
    ini: ['defaults.httpapi_plugins'],
    env: ['ANSIBLE_HTTPAPI_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/httpapi:/usr/share/ansible/plugins/httpapi',
    ...noPlugins,
  }),
  DEFAULT_INVENTORY_PLUGIN_PATH: pathSpec({
    ini: ['defaults.inventory_plugins'],
    env: ['ANSIBLE_INVENTORY_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/inventory:/usr/share/ansible/plugins/inventory',
    ...noPlugins,
  }),
  DEFAULT_LOOKUP_PLUGIN_PATH: pathSpec({
    ini: ['defaults.lookup_plugins'],
    env: ['ANSIBLE_LOOKUP_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/lookup:/usr/share/ansible/plugins/lookup',
    ...noPlugins,
  }),
  DEFAULT_NETCONF_PLUGIN_PATH: pathSpec({
    ini: ['defaults.netconf_plugins'],
    env: ['ANSIBLE_NETCONF_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/netconf:/usr/share/ansible/plugins/netconf',
    ...noPlugins,
  }),
  DEFAULT_STRATEGY_PLUGIN_PATH: pathSpec({
    ini: ['defaults.strategy_plugins'],
    env: ['ANSIBLE_STRATEGY_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/strategy:/usr/share/ansible/plugins/strategy',
    ...noPlugins,
  }),
  DEFAULT_TERMINAL_PLUGIN_PATH: pathSpec({
    ini: ['defaults.terminal_plugins'],
    env: ['ANSIBLE_TERMINAL_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/terminal:/usr/share/ansible/plugins/terminal',
    ...noPlugins,
  }),
  DEFAULT_TEST_PLUGIN_PATH: pathSpec({
    ini: ['defaults.test_plugins'],
    env: ['ANSIBLE_TEST_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/test:/usr/share/ansible/plugins/test',
    ...noPlugins,
  }),
  DEFAULT_VARS_PLUGIN_PATH: pathSpec({
    ini: ['defaults.vars_plugins'],
    env: ['ANSIBLE_VARS_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/vars:/usr/share/ansible/plugins/vars',
    ...noPlugins,
  }),
  DOC_FRAGMENT_PLUGIN_PATH: pathSpec({
    ini: ['defaults.doc_fragment_plugins'],
    env: ['ANSIBLE_DOC_FRAGMENT_PLUGINS'],
    default: '{{ANSIBLE_HOME}}/plugins/doc_fragments:/usr/share/ansible/plugins/doc_fragments',
    ...noPlugins,
  }),
  PLUGIN_FILTERS_CFG: path({ ini: ['defaults.plugin_filters_cfg'], default: null, ...noPlugins }),
  VARIABLE_PLUGINS_ENABLED: list({
    ini: ['defaults.vars_plugins_enabled'],
    env: ['ANSIBLE_VARS_ENABLED'],
    default: ['host_group_vars'],
    ...noPlugins,
  }),
  RUN_VARS_PLUGINS: choice(['demand', 'start'], {
    ini: ['defaults.run_vars_plugins'],
    env: ['ANSIBLE_RUN_VARS_PLUGINS'],
    default: 'demand',
    ...noPlugins,
  }),
  MODULE_IGNORE_EXTS: list({
    ini: ['defaults.module_ignore_exts'],
    env: ['ANSIBLE_MODULE_IGNORE_EXTS'],
    default: ['.pyc', '.pyo', '.swp', '.bak', '~', '.rpm', '.md', '.txt', '.rst', '.yaml', '.yml', '.ini'],
    ...noPlugins,
  }),
  OLD_PLUGIN_CACHE_CLEARING: yesNo({
    ini: ['defaults.old_plugin_cache_clear'],
    env: ['ANSIBLE_OLD_PLUGIN_CACHE_CLEAR'],
    default: false,
    ...noPlugins,
  }),
  'vars/host_group_vars/_valid_extensions': list({
    ini: ['defaults.yaml_valid_extensions'],
    env: ['ANSIBLE_YAML_FILENAME_EXT'],
    default: ['.yml', '.yaml', '.json'],
    ...noPlugins,
  }),
  'vars/host_group_vars/stage': text({
    ini: ['vars_host_group_vars.stage'],
    env: ['ANSIBLE_VARS_PLUGIN_STAGE'],
    default: null,
    ...noPlugins,
  }),
} as const;
