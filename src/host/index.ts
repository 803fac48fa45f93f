// The host layer: from "connect to this host as this identity" to "run these sh fragments and give me their replies".

export type { HostClock } from './clock.ts';
export { connect, holdConnections, type Sharing } from './connect.ts';
export type { Connection, Lane, LaneStats, LaneUse, Result } from './connection.ts';
export { askDetached, type Detached, repliesOf, startDetached } from './detached/detached.ts';
export type { DetachedBatch, DetachedFragment } from './detached/runner.ts';
export type { AuthAttempt, HostFailure, HostKey, KnownKey } from './failure.ts';
export type { FailureText } from './failure-message.ts';
export { describeFailure, failureText, isUnreachable } from './failure-message.ts';
export type { BatchOptions, BatchOutcome, Fragment, LostBatch, Reply } from './fragment.ts';
export { isAccepted } from './fragment.ts';
export { holderSocket } from './held/directory.ts';
export { askHolder } from './held/held-transport.ts';
export { Keeper } from './held/keeper.ts';
export { escapeBytes } from './lane/encode.ts';
export { Secret } from './secret.ts';
export type { HostMessage, HostServices, Question, ServiceOptions } from './services.ts';
export { createServices } from './services.ts';
export type { AuthMethod, Become, BecomeMethod, ConnectionKind, ConnectionSpec, Identity } from './spec.ts';
export { becomeMethods, login } from './spec.ts';
export type { Channel, ChannelEnd } from './transport.ts';
