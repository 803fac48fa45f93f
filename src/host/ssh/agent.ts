// The keys of the user's ssh agent.

import type { Buffer } from 'node:buffer';
import type { BaseAgent as Agent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import { type HostServices, madeOnce, perRun } from '../services.ts';
import { BaseAgent, isParsedKey, OpenSSHAgent } from './library.ts';

export interface AgentKey {
  readonly key: ParsedKey;
  /** An agent that has this key alone, for the ssh library. */
  readonly agent: Agent;
}

const listed = perRun<Promise<readonly AgentKey[]>>();

/** The keys of the agent at a socket; none where there is no agent. Asked once in a run. */
export function agentKeys(socket: string, services: HostServices): Promise<readonly AgentKey[]> {
  return madeOnce(listed(services), socket, () => {
    const agent = new OpenSSHAgent(socket);
    return new Promise((resolve) => {
      agent.getIdentities((error, keys) => {
        const usable = error ? [] : (keys ?? []).filter((key) => isParsedKey(key));
        resolve(usable.map((key) => ({ key, agent: new OneKeyAgent(agent, key) })));
      });
    });
  });
}

// Given a whole agent, the library would try all of its keys in a row: we could neither order nor name them.
class OneKeyAgent extends BaseAgent<ParsedKey> {
  readonly #agent: InstanceType<typeof OpenSSHAgent>;
  readonly #key: ParsedKey;

  constructor(agent: InstanceType<typeof OpenSSHAgent>, key: ParsedKey) {
    super();
    this.#agent = agent;
    this.#key = key;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    done(undefined, [this.#key]);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, done);
  }
}
