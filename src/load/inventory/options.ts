// What reading inventories needs to know, and what it comes to.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MutableInventory } from '../../model/mutable-inventory.ts';
import type { Engine } from '../../template/index.ts';
import type { Config } from '../config/config.ts';
import { settings } from '../config/settings/index.ts';
import type { HashBehaviour } from '../vars/merge.ts';
import type { ReadSource } from '../vault/read-vaulted.ts';
import type { GroupNameRule } from './group-names.ts';

/** The settings that inventories depend on. */
export interface InventorySettings {
  readonly groupNames: GroupNameRule;
  /** INVENTORY_ENABLED: what sources may be, without `ansible.builtin.`. */
  readonly enabled: readonly string[];
  readonly ignoredExtensions: readonly string[];
  /** Python regular expressions. */
  readonly ignoredPatterns: readonly string[];
  readonly varsExtensions: readonly string[];
  /** Whether one source that is not there is a mistake; or only where none is. */
  readonly missing: 'warning' | 'error-if-all' | 'error';
  readonly warnUnparsed: boolean;
  readonly hashBehaviour: HashBehaviour;
  readonly useExtraVars: boolean;
}

/** Takes the settings out of a configuration. */
export function inventorySettings(config: Config): InventorySettings {
  const missing = config.get(settings.INVENTORY_UNPARSED_IS_FAILED) ? 'error-if-all' : 'warning';
  return {
    groupNames: config.get(settings.TRANSFORM_INVALID_GROUP_CHARS),
    enabled: config.get(settings.INVENTORY_ENABLED).map((name) => name.replace(/^ansible\.(builtin|legacy)\./, '')),
    ignoredExtensions: config.get(settings.INVENTORY_IGNORE_EXTS),
    ignoredPatterns: config.get(settings.INVENTORY_IGNORE_PATTERNS),
    varsExtensions: config.get(settings.YAML_FILENAME_EXTENSIONS),
    missing: config.get(settings.INVENTORY_ANY_UNPARSED_IS_FAILED) ? 'error' : missing,
    warnUnparsed: config.get(settings.INVENTORY_UNPARSED_WARNING),
    hashBehaviour: config.get(settings.DEFAULT_HASH_BEHAVIOUR),
    useExtraVars: config.get(settings['inventory/constructed/use_extra_vars']),
  };
}

export interface InventoryOptions {
  /** What `-i` names, or the configuration where there is no `-i`. */
  readonly sources: readonly string[];
  /** Whether nobody named the sources: it is all right then that they are not there. */
  readonly usual?: boolean;
  readonly cwd: string;
  readonly settings: InventorySettings;
  readonly read: ReadSource;
  /** Evaluates what constructed and generated inventories say. */
  readonly engine: Engine;
  readonly extraVars?: readonly Variable[];
}

/** An inventory, and what is wrong with its sources. Where there are errors it is not complete, and nothing should be run on it. */
export interface LoadedInventory {
  readonly inventory: MutableInventory;
  readonly problems: readonly Diagnostic[];
}
