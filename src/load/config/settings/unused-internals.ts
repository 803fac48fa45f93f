// Settings about the insides of Ansible: accepted without effect, and -v says why.

import { decimal, integer, list, path, text, yesNo } from '../setting.ts';

const noInventoryCache = { unused: 'inventories are read once, there is nothing to cache' } as const;
const noCows = { unused: 'there are no cows' } as const;
const noInternals = { unused: 'it is about how Ansible itself works inside' } as const;

/** Settings about the insides of Ansible: accepted without effect, and -v says why. */
export const unusedInternalsSettings = {
  INVENTORY_CACHE_ENABLED: yesNo({
    ini: ['inventory.cache'],
    env: ['ANSIBLE_INVENTORY_CACHE'],
    default: false,
    ...noInventoryCache,
  }),
  INVENTORY_CACHE_PLUGIN: text({
    ini: ['inventory.cache_plugin'],
    env: ['ANSIBLE_INVENTORY_CACHE_PLUGIN'],
    default: null,
    ...noInventoryCache,
  }),
  INVENTORY_CACHE_PLUGIN_CONNECTION: text({
    ini: ['inventory.cache_connection'],
    env: ['ANSIBLE_INVENTORY_CACHE_CONNECTION'],
    default: null,
    ...noInventoryCache,
  }),
  INVENTORY_CACHE_PLUGIN_PREFIX: text({
    ini: ['inventory.cache_prefix'],
    env: ['ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX'],
    default: 'ansible_inventory_',
    ...noInventoryCache,
  }),
  INVENTORY_CACHE_TIMEOUT: integer({
    ini: ['inventory.cache_timeout'],
    env: ['ANSIBLE_INVENTORY_CACHE_TIMEOUT'],
    default: 3600,
    ...noInventoryCache,
  }),
  ANSIBLE_COW_ACCEPTLIST: list({
    ini: ['defaults.cow_whitelist', 'defaults.cowsay_enabled_stencils'],
    env: ['ANSIBLE_COW_WHITELIST', 'ANSIBLE_COW_ACCEPTLIST'],
    deprecated: {
      'defaults.cow_whitelist': 'cowsay_enabled_stencils',
      ANSIBLE_COW_WHITELIST: 'ANSIBLE_COW_ACCEPTLIST',
    },
    default: [
      'bud-frogs',
      'bunny',
      'cheese',
      'daemon',
      'default',
      'dragon',
      'elephant-in-snake',
      'elephant',
      'eyes',
      'hellokitty',
      'kitty',
      'luke-koala',
      'meow',
      'milk',
      'moofasa',
      'moose',
      'ren',
      'sheep',
      'small',
      'stegosaurus',
      'stimpy',
      'supermilker',
      'three-eyes',
      'turkey',
      'turtle',
      'tux',
      'udder',
      'vader-koala',
      'vader',
      'www',
    ],
    ...noCows,
  }),
  ANSIBLE_COW_PATH: text({ ini: ['defaults.cowpath'], env: ['ANSIBLE_COW_PATH'], default: null, ...noCows }),
  ANSIBLE_COW_SELECTION: text({
    ini: ['defaults.cow_selection'],
    env: ['ANSIBLE_COW_SELECTION'],
    default: 'default',
    ...noCows,
  }),
  ANSIBLE_NOCOWS: yesNo({ ini: ['defaults.nocows'], env: ['ANSIBLE_NOCOWS'], default: false, ...noCows }),
  ACTION_WARNINGS: yesNo({
    ini: ['defaults.action_warnings'],
    env: ['ANSIBLE_ACTION_WARNINGS'],
    default: true,
    ...noInternals,
  }),
  AGNOSTIC_BECOME_PROMPT: yesNo({
    ini: ['privilege_escalation.agnostic_become_prompt'],
    env: ['ANSIBLE_AGNOSTIC_BECOME_PROMPT'],
    default: true,
    ...noInternals,
  }),
  CONFIG_FILE: path({ default: null, ...noInternals }),
  DEFAULT_DEBUG: yesNo({ ini: ['defaults.debug'], env: ['ANSIBLE_DEBUG'], default: false, ...noInternals }),
  DEFAULT_INTERNAL_POLL_INTERVAL: decimal({ ini: ['defaults.internal_poll_interval'], default: 0.001, ...noInternals }),
  DEFAULT_LIBVIRT_LXC_NOSECLABEL: yesNo({
    ini: ['selinux.libvirt_lxc_noseclabel'],
    env: ['ANSIBLE_LIBVIRT_LXC_NOSECLABEL'],
    default: false,
    ...noInternals,
  }),
  DEFAULT_LOG_FILTER: list({ ini: ['defaults.log_filter'], env: ['ANSIBLE_LOG_FILTER'], default: [], ...noInternals }),
  DEFAULT_SU: yesNo({ ini: ['defaults.su'], env: ['ANSIBLE_SU'], default: false, ...noInternals }),
  DEVEL_WARNING: yesNo({
    ini: ['defaults.devel_warning'],
    env: ['ANSIBLE_DEVEL_WARNING'],
    default: true,
    ...noInternals,
  }),
  DOCSITE_ROOT_URL: text({
    ini: ['defaults.docsite_root_url'],
    default: 'https://docs.ansible.com/ansible-core/',
    ...noInternals,
  }),
  JINJA2_NATIVE_WARNING: yesNo({
    ini: ['defaults.jinja2_native_warning'],
    env: ['ANSIBLE_JINJA2_NATIVE_WARNING'],
    deprecated: { ANSIBLE_JINJA2_NATIVE_WARNING: '' },
    default: true,
    ...noInternals,
  }),
  WIN_ASYNC_STARTUP_TIMEOUT: integer({
    ini: ['defaults.win_async_startup_timeout'],
    env: ['ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT'],
    default: 5,
    ...noInternals,
  }),
  WORKER_SHUTDOWN_POLL_COUNT: integer({ env: ['ANSIBLE_WORKER_SHUTDOWN_POLL_COUNT'], default: 0, ...noInternals }),
  WORKER_SHUTDOWN_POLL_DELAY: decimal({ env: ['ANSIBLE_WORKER_SHUTDOWN_POLL_DELAY'], default: 0.1, ...noInternals }),
} as const;
