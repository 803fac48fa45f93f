// The table of all settings by their names: Ansible's own, and `TYPE/PLUGIN/OPTION` for options of its plugins.

import type { Setting } from '../setting.ts';
import { becomeSettings } from './become.ts';
import { connectionSettings } from './connection.ts';
import { displaySettings } from './display.ts';
import { factsSettings } from './facts.ts';
import { foreignSettings } from './foreign.ts';
import { inventorySettings } from './inventory.ts';
import { languageSettings } from './language.ts';
import { pathsSettings } from './paths.ts';
import { runningSettings } from './running.ts';
import { unusedGalaxySettings } from './unused-galaxy.ts';
import { unusedInternalsSettings } from './unused-internals.ts';
import { unusedPythonSettings } from './unused-python.ts';
import { unusedTransportSettings } from './unused-transport.ts';
import { vaultSettings } from './vault.ts';

/** The settings that tsplay acts on. */
export const settings = {
  ...runningSettings,
  ...languageSettings,
  ...factsSettings,
  ...connectionSettings,
  ...becomeSettings,
  ...inventorySettings,
  ...vaultSettings,
  ...pathsSettings,
  ...displaySettings,
  ...foreignSettings,
} as const;

/** Every setting that is known, those without effect too. */
export const allSettings: ReadonlyMap<string, Setting> = new Map(
  Object.entries<Setting>({
    ...settings,
    ...unusedPythonSettings,
    ...unusedTransportSettings,
    ...unusedGalaxySettings,
    ...unusedInternalsSettings,
  }),
);
