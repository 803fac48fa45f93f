// The fact cache that the configuration asks for.

import type { Config } from '../config/config.ts';
import { settings } from '../config/settings/index.ts';
import { type FactFiles, openFactFiles } from './fact-cache.ts';

/** Opens it; `undefined` where facts only last for the run. What cannot be had is a warning, as it is to Ansible. */
export function configuredCache(config: Config, warn: (message: string) => void): FactFiles | undefined {
  const plugin = config.get(settings.CACHE_PLUGIN).replace(/^ansible\.(builtin|legacy)\./, '');
  if (plugin === 'memory') return undefined;
  if (plugin !== 'jsonfile') {
    warn(`facts are not kept: there is no fact cache '${plugin}', only memory and jsonfile`);
    return undefined;
  }
  const directory = config.get(settings['cache/jsonfile/_uri']);
  if (directory === null) {
    warn('facts are not kept: the fact cache jsonfile needs a directory, fact_caching_connection');
    return undefined;
  }
  return openFactFiles({
    directory,
    prefix: config.get(settings['cache/jsonfile/_prefix']) ?? '',
    timeout: config.get(settings['cache/jsonfile/_timeout']),
    warn,
  });
}
