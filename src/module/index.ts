// What a module author imports (`tsplay/module`); modules import nothing else.

export type { Plain, Value } from '../model/value.ts';
export { Dict, PyFloat, Tuple, toPlain, toValue } from '../model/value.ts';
export type { Attributes, Change, Performed, Prediction } from '../plan/change.ts';
export type { Command } from '../plan/command.ts';
export type {
  FilePresent,
  FileSeen,
  GroupSeen,
  InstalledPackage,
  Look,
  Looks,
  PackagesSeen,
  Platform,
  RunSeen,
  Seen,
  TreeSeen,
  UnitSeen,
  UserSeen,
  ZoneSeen,
} from '../plan/look.ts';
export { type Plan, type Result, type Stage, stage } from '../plan/plan.ts';
export type { ResourceName } from '../plan/resource.ts';
export {
  type Action,
  type ActionContext,
  type ActionOutcome,
  defineAction,
  type Effect,
  type LoginAttempt,
  type LoginResult,
  type Remote,
} from './action.ts';
export { type ControllerFiles, defineModule, type Module, type ModuleContext, ModuleError } from './module.ts';
export {
  bool,
  bytes,
  choice,
  dict,
  float,
  integer,
  list,
  mode,
  Param,
  type ParamsOf,
  path,
  raw,
  record,
  text,
  value,
} from './params.ts';
