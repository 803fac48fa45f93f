// The run layer: executes loaded playbooks over an inventory and emits events; it prints nothing.

export type { ModuleFinder } from './context.ts';
export * from './events.ts';
export type { Asker, Connector, FactCache, HostChooser, RunLoader, TagChoice } from './ports.ts';
export { type PlaybookPreview, type PlayPreview, previewPlaybooks, type TaskPreview } from './preview.ts';
export { type RunOptions, type RunSummary, runPlaybooks } from './run.ts';
export type { Level } from './scope/layer.ts';
export { levels } from './scope/layer.ts';
export { Variables, type VariablesOptions } from './scope/variables.ts';
export { type ConnectionDefaults, defaultSettings, type RunSettings } from './settings.ts';
