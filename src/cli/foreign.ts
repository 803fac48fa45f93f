// The user's own Ansible modules: where configuration and surroundings say they are, and how they are run.

import { dirname, join, resolve } from 'node:path';
import type { Config } from '../load/config/config.ts';
import { settings } from '../load/config/settings/index.ts';
import { ForeignModules } from '../module/foreign/modules.ts';

/** Those of the configuration and of the packages on this machine; with a playbook, of the `collections/` beside it too. */
export function foreignModules(config: Config, playbook?: string): ForeignModules {
  const beside = playbook === undefined ? [] : [join(dirname(resolve(playbook)), 'collections')];
  return new ForeignModules({
    collectionPaths: [...beside, ...config.get(settings.COLLECTIONS_PATHS)],
    packaged: config.get(settings.COLLECTIONS_SCAN_SYS_PATH),
    utilities: config.get(settings.DEFAULT_MODULE_UTILS_PATH),
    environment: process.env,
    settings: {
      interpreter: config.get(settings.INTERPRETER_PYTHON),
      interpreterFallback: config.get(settings.INTERPRETER_PYTHON_FALLBACK),
      syslogFacility: config.get(settings.DEFAULT_SYSLOG_FACILITY),
      noTargetSyslog: config.get(settings.DEFAULT_NO_TARGET_SYSLOG),
      selinuxSpecialFilesystems: config.get(settings.DEFAULT_SELINUX_SPECIAL_FS),
    },
  });
}
