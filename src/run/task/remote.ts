// The host of a task as actions talk to it: looks, changes, fresh logins, reconnecting.

import type { Channel, ConnectionSpec, HostFailure } from '../../host/index.ts';
import { describeFailure, failureText, Secret } from '../../host/index.ts';
import type { Value } from '../../model/value.ts';
import {
  type ActionOutcome,
  ConnectionLost,
  type LoginAttempt,
  type LoginResult,
  type Remote,
} from '../../module/action.ts';
import type { ForeignModule } from '../../module/foreign/run.ts';
import { ModuleError } from '../../module/module.ts';
import type { Change, Performed } from '../../plan/change.ts';
import { lookAt, perform } from '../../plan/exchange.ts';
import type { Looks, Seen } from '../../plan/look.ts';
import { seenOf } from '../../plan/plan.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { Wait } from '../events.ts';
import { TaskLane } from '../host/task-lane.ts';
import { callForeign } from './foreign.ts';
import type { Invocation } from './invoke.ts';
import { tryLogin } from './try-login.ts';

/** The names under which an inventory has sudo's password. */
const BECOME_PASSWORDS = [
  'ansible_become_password',
  'ansible_become_pass',
  'ansible_sudo_password',
  'ansible_sudo_pass',
];

/** A host under an action. */
export class RemoteHost implements Remote {
  readonly #work: HostTask;
  readonly #invocation: Invocation;
  readonly #performed: Performed[] = [];
  #lane: TaskLane | undefined;
  #roundTrips = 0;
  #waits: readonly Wait[] = [];

  constructor(work: HostTask, invocation: Invocation) {
    this.#work = work;
    this.#invocation = invocation;
  }

  get address(): string {
    return this.#spec.address;
  }

  get port(): number {
    return this.#spec.port ?? 22;
  }

  get user(): string {
    return this.#spec.user ?? '';
  }

  get delegatedTo(): string | undefined {
    return this.#invocation.target.delegatedTo;
  }

  /** Exchanges so far. */
  get roundTrips(): number {
    return this.#roundTrips + (this.#lane?.roundTrips ?? 0);
  }

  /** When it was waited for. */
  get waits(): readonly Wait[] {
    return [...this.#waits, ...(this.#lane?.waits ?? [])];
  }

  get performed(): readonly Performed[] {
    return this.#performed;
  }

  async look<const L extends Looks>(looks: L): Promise<Seen<L>> {
    const looked = await lookAt(await this.#connected(), looks, this.#world());
    if (looked.kind === 'problem') throw new ModuleError(looked.problem);
    if (looked.kind === 'lost') throw this.#lost(looked.failure, looked.inFlight);
    return seenOf(looks, looked.answers);
  }

  async perform(changes: readonly Change[]): Promise<readonly Performed[]> {
    const world = this.#world();
    if (world) {
      for (const change of changes) world.predict(change);
      return [];
    }
    const done = await perform(await this.#connected(), changes);
    this.#performed.push(...done.performed);
    if (done.kind === 'lost') throw this.#lost(done.failure, done.inFlight);
    return done.performed;
  }

  async disconnect(): Promise<void> {
    this.#waits = this.waits;
    this.#roundTrips = this.roundTrips;
    this.#lane = undefined;
    await this.#work.run.connections.disconnect(this.#spec.name);
  }

  async tryConnect(timeoutSeconds: number): Promise<string | undefined> {
    const { connections } = this.#work.run;
    const spec = { ...this.#spec, connectTimeoutMs: timeoutSeconds * 1000 };
    const lane = await connections.lane(spec, this.#invocation.target.login.identity);
    if (!lane.ok) return failureText(lane.failure);
    const outcome = await lane.value.run([{ script: ':', timeoutMs: timeoutSeconds * 1000, direct: true }]);
    if (outcome.kind === 'answered') return undefined;
    await this.disconnect();
    return describeFailure(outcome.failure).message;
  }

  async start(script: string): Promise<Channel> {
    const { spec, identity } = this.#invocation.target.login;
    const connected = await this.#work.run.connections.connection(spec);
    if (!connected.ok) throw this.#lost(connected.failure, []);
    const started = await connected.value.start(identity, script);
    if (!started.ok) throw this.#lost(started.failure, []);
    return started.value;
  }

  foreign(module: ForeignModule, args: ReadonlyMap<string, Value>): Promise<ActionOutcome> {
    return callForeign(this.#work, this.#invocation, { module, args, lane: () => this.#connected() });
  }

  async login(attempt: LoginAttempt): Promise<LoginResult> {
    const { connections } = this.#work.run;
    if (!attempt.sudo || attempt.sudoPassword !== undefined) return tryLogin(connections, this.#spec, attempt);
    return tryLogin(connections, this.#spec, attempt, await this.#becomePassword());
  }

  /** As the inventory says for this host, or `-K` for all. */
  async #becomePassword(): Promise<Secret | undefined> {
    const { evaluator } = this.#invocation.target;
    const value = await evaluator.run((evaluation) =>
      BECOME_PASSWORDS.map((name) => evaluation.variable(name)).find((one) => one !== undefined && one !== null),
    );
    return value === undefined || value === null
      ? this.#work.run.settings.connection.becomePassword
      : new Secret(str(value));
  }

  get #spec(): ConnectionSpec {
    return this.#invocation.target.login.spec;
  }

  #world(): ReturnType<HostTask['run']['worlds']['of']> | undefined {
    const { options, target } = this.#invocation;
    return options.check ? this.#work.run.worlds.of(target.host.name) : undefined;
  }

  async #connected(): Promise<TaskLane> {
    if (this.#lane) return this.#lane;
    const { login } = this.#invocation.target;
    const lane = await this.#work.run.connections.lane(login.spec, login.identity);
    if (!lane.ok) throw this.#lost(lane.failure, []);
    this.#lane = new TaskLane(lane.value, this.#invocation.options);
    return this.#lane;
  }

  // The lane is of no use any more: what comes next takes a new one.
  #lost(failure: HostFailure, inFlight: readonly string[]): ConnectionLost {
    this.#waits = this.waits;
    this.#roundTrips = this.roundTrips;
    this.#lane = undefined;
    return new ConnectionLost(failure, inFlight);
  }
}
