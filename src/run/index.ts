// The run layer: executes loaded playbooks over an inventory and emits events; it prints nothing.

export type { ModuleFinder } from './context.ts';
export * from './events.ts';
export type { Asker, Connector, FactCache, HostChooser, RunLoader, TagChoice } from './ports.ts';
export { type PlaybookPreview, type PlayPreview, previewPlaybooks, type TaskPreview } from './preview.ts';
export { type RunOptions, type RunSummary, runPlaybooks } from './run.ts';
export type { Level, Origin } from './scope/layer.ts';
export { levels } from './scope/layer.ts';
export { LANGUAGE } from './scope/magic.ts';
export { Variables, type VariablesOptions } from './scope/variables.ts';
export { type ConnectionDefaults, defaultSettings, type RunSettings } from './settings.ts';
export type { Explanation } from './why/explain.ts';
export type { Setter } from './why/setters.ts';
export { type PlayExplanation, type WhyRequest, why } from './why/why.ts';
