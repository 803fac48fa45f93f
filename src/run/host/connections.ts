// The connections of a run: opened at first use, shared by all tasks that reach a host the same way, closed at the end.

import type { Connection, ConnectionSpec, Identity, Lane, LaneUse, Result } from '../../host/index.ts';
import { Secret } from '../../host/index.ts';
import type { Connector } from '../ports.ts';

/** All connections of a run. */
export class Connections {
  readonly #connector: Connector;
  readonly #open = new Map<string, Promise<Result<Connection>>>();
  readonly #lanes = new Map<string, Lane>();
  /** Hosts whose next connection must be a new login. */
  readonly #renewed = new Set<string>();

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  /** Whether a lane to there is at hand without connecting. */
  has(spec: ConnectionSpec): boolean {
    return this.#open.has(keyOf(spec));
  }

  /** The lane of an identity on a host. One that ended is opened anew, once the task that lost it has said so. */
  async lane(spec: ConnectionSpec, identity: Identity, use: LaneUse = 'tasks'): Promise<Result<Lane>> {
    const connected = await this.#connect(spec);
    if (!connected.ok) return connected;
    const lane = await connected.value.lane(identity, use);
    if (lane.ok && use === 'tasks') this.#lanes.set(laneKeyOf(spec, identity), lane.value);
    return lane;
  }

  /** A lane that is open already. */
  openLane(spec: ConnectionSpec, identity: Identity): Lane | undefined {
    const lane = this.#lanes.get(laneKeyOf(spec, identity));
    return lane?.open ? lane : undefined;
  }

  async connection(spec: ConnectionSpec): Promise<Result<Connection>> {
    return this.#connect(spec);
  }

  /** A connection of its own, which the caller closes. */
  fresh(spec: ConnectionSpec): Promise<Result<Connection>> {
    return this.#connector.connect(spec, 'own');
  }

  /** Closes the connections to a host, so that the next use connects anew. */
  async disconnect(name: string): Promise<void> {
    this.#renewed.add(name);
    const keys = [...this.#open.keys()].filter((key) => key.startsWith(`${name}\0`));
    await Promise.all(keys.map((key) => this.#close(key)));
  }

  /** Ends what runs on the hosts. */
  async interrupt(): Promise<void> {
    await Promise.all(
      [...this.#open.values()].map(async (opening) => {
        const connected = await opening;
        if (connected.ok) await connected.value.interrupt();
      }),
    );
  }

  async closeAll(): Promise<void> {
    await this.#connector.settled?.();
    await Promise.all([...this.#open.keys()].map((key) => this.#close(key)));
  }

  #connect(spec: ConnectionSpec): Promise<Result<Connection>> {
    const key = keyOf(spec);
    const known = this.#open.get(key);
    if (known) return known;
    const opening = this.#connector
      .connect(spec, this.#renewed.delete(spec.name) ? 'renewed' : 'shared')
      .then((connected) => {
        if (connected.ok) void connected.value.ended.then(() => this.#forget(key, opening));
        else this.#forget(key, opening);
        return connected;
      });
    this.#open.set(key, opening);
    return opening;
  }

  #forget(key: string, opening: Promise<Result<Connection>>): void {
    if (this.#open.get(key) === opening) this.#open.delete(key);
  }

  async #close(key: string): Promise<void> {
    const opening = this.#open.get(key);
    this.#open.delete(key);
    const connected = await opening;
    if (connected?.ok) await connected.value.close();
  }
}

function laneKeyOf(spec: ConnectionSpec, identity: Identity): string {
  return `${identity.kind === 'login' ? '' : `${identity.method} ${identity.user}`}\0${keyOf(spec)}`;
}

const keys = new WeakMap<ConnectionSpec, string>();

function keyOf(spec: ConnectionSpec): string {
  const known = keys.get(spec);
  if (known !== undefined) return known;
  const key = newKeyOf(spec);
  keys.set(spec, key);
  return key;
}

// Two ways to a host are one if nothing about them differs but how long we wait, passwords included; the key stays in memory only.
function newKeyOf({ connectTimeoutMs: _, ...spec }: ConnectionSpec): string {
  const parts = Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = parts.map(([name, part]) => [name, part instanceof Secret ? part.reveal() : part]);
  return `${spec.name}\0${JSON.stringify(shown)}`;
}
