// What is learned about hosts, and how long it is remembered.

import { choice, integer, list, path, text } from '../setting.ts';

/** What is learned about hosts, and how long it is remembered. */
export const factsSettings = {
  DEFAULT_GATHERING: choice(['explicit', 'implicit', 'smart'], {
    ini: ['defaults.gathering'],
    env: ['ANSIBLE_GATHERING'],
    default: 'implicit',
    doc: 'When facts are gathered: at each play, only when asked, or once per host',
  }),
  DEFAULT_GATHER_SUBSET: list({
    ini: ['defaults.gather_subset'],
    env: ['ANSIBLE_GATHER_SUBSET'],
    default: null,
    doc: 'Which facts a play gathers where it does not say',
  }),
  DEFAULT_GATHER_TIMEOUT: integer({
    ini: ['defaults.gather_timeout'],
    env: ['ANSIBLE_GATHER_TIMEOUT'],
    default: null,
    doc: 'Seconds that gathering facts may take',
  }),
  DEFAULT_FACT_PATH: text({
    ini: ['defaults.fact_path'],
    env: ['ANSIBLE_FACT_PATH'],
    default: null,
    doc: 'Where hosts keep facts of their own',
  }),
  CACHE_PLUGIN: text({
    ini: ['defaults.fact_caching'],
    env: ['ANSIBLE_CACHE_PLUGIN'],
    default: 'memory',
    doc: 'Where facts are kept between runs',
  }),
  CACHE_PLUGIN_CONNECTION: text({
    ini: ['defaults.fact_caching_connection'],
    env: ['ANSIBLE_CACHE_PLUGIN_CONNECTION'],
    default: null,
    doc: 'The directory or address of the fact cache',
  }),
  CACHE_PLUGIN_PREFIX: text({
    ini: ['defaults.fact_caching_prefix'],
    env: ['ANSIBLE_CACHE_PLUGIN_PREFIX'],
    default: 'ansible_facts',
    doc: 'What the names in the fact cache begin with',
  }),
  CACHE_PLUGIN_TIMEOUT: integer({
    ini: ['defaults.fact_caching_timeout'],
    env: ['ANSIBLE_CACHE_PLUGIN_TIMEOUT'],
    default: 86400,
    doc: 'Seconds after which a cached fact is too old',
  }),
  'cache/jsonfile/_uri': path({
    ini: ['defaults.fact_caching_connection'],
    env: ['ANSIBLE_CACHE_PLUGIN_CONNECTION'],
    default: null,
    doc: 'The directory of the JSON fact cache',
  }),
  'cache/jsonfile/_prefix': text({
    ini: ['defaults.fact_caching_prefix'],
    env: ['ANSIBLE_CACHE_PLUGIN_PREFIX'],
    default: null,
    doc: 'What the names of files of the JSON fact cache begin with',
  }),
  'cache/jsonfile/_timeout': integer({
    ini: ['defaults.fact_caching_timeout'],
    env: ['ANSIBLE_CACHE_PLUGIN_TIMEOUT'],
    default: 86400,
    doc: 'Seconds after which a fact in the JSON cache is too old',
  }),
} as const;
