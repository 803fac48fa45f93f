// Disposable systemd hosts for tests, the demo and the benchmarks.

export { type CommandResult, LabError } from './command.ts';
export type { LabHost } from './host.ts';
export type { KeyPair } from './keys.ts';
export { type Flavour, flavours } from './layer.ts';
export type { HostOptions, SeedFile, SeedUser } from './options.ts';
export { type Availability, labAvailable, prepareLab } from './prepare.ts';
export { type Relay, startRelay } from './relay.ts';
export { noise, type UpperEntry } from './snapshot.ts';
export { findHost, startHost, startHosts, startStayingHost } from './start.ts';
