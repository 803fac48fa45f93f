// Logs in: which keys and passwords are tried in which order, and what is said when none was taken.

import type { AnyAuthMethod, KeyboardInteractiveCallback, ParsedKey, Prompt } from 'ssh2';
import type { AuthAttempt, HostFailure, KeyFileProblem } from '../failure.ts';
import type { HostServices } from '../services.ts';
import type { AuthMethod } from '../spec.ts';
import { type AgentKey, agentKeys } from './agent.ts';
import { loadKey, openKey } from './keys.ts';
import type { Patience } from './patience.ts';
import type { KeyFile, SshTarget } from './target.ts';

interface Attempt {
  readonly said: AuthAttempt;
  readonly auth: AnyAuthMethod;
}

/** The attempts of one login, made as the server asks for the next. */
export class Authentication {
  readonly #target: SshTarget;
  readonly #services: HostServices;
  readonly #patience: Patience;
  readonly #plan: AsyncGenerator<Attempt, void>;
  readonly #tried: AuthAttempt[] = [];
  readonly #skipped: { path: string; problem: KeyFileProblem }[] = [];
  readonly #blobs = new Set<string>();
  #offered: readonly string[] | undefined;
  #partial = false;
  #afterAgent = false;
  #failure: HostFailure | undefined;

  constructor(target: SshTarget, services: HostServices, patience: Patience) {
    this.#target = target;
    this.#services = services;
    this.#patience = patience;
    this.#plan = this.#attempts();
  }

  /** What to try next, given what the server still takes; `undefined` when nothing is left. */
  async next(methodsLeft: readonly string[] | null, partial: boolean | null): Promise<AnyAuthMethod | undefined> {
    // After a key of the agent the library repeats what it knew before.
    const left = this.#afterAgent ? undefined : (methodsLeft ?? undefined);
    this.#offered = left ?? this.#offered;
    this.#partial ||= partial === true;
    for (;;) {
      const { value: attempt } = await this.#plan.next();
      if (attempt === undefined) return this.#askWhatIsOffered();
      const { method } = attempt.said;
      if (left !== undefined && !left.includes(method)) continue;
      // A server that judges passwords has judged this one. To say it again in the other way only counts as another failure.
      if (method === 'keyboard-interactive' && !this.#partial && left?.includes('password') && this.#has('password'))
        continue;
      this.#tried.push(attempt.said);
      this.#afterAgent = attempt.auth.type === 'agent';
      return attempt.auth;
    }
  }

  /** The attempt that the server took, where one was. */
  get last(): AuthAttempt | undefined {
    return this.#tried.at(-1);
  }

  #has(method: AuthMethod): boolean {
    return this.#tried.some((attempt) => attempt.method === method);
  }

  /** Why nobody was let in. */
  get failure(): HostFailure {
    if (this.#failure) return this.#failure;
    const { address, port, user } = this.#target;
    const offered = this.#offered ?? [];
    return { kind: 'auth-failed', address, port, user, tried: this.#tried, offered, skipped: this.#skipped };
  }

  // Only where nobody told yet: the message is of little use without.
  #askWhatIsOffered(): AnyAuthMethod | undefined {
    if (this.#failure !== undefined || this.#offered !== undefined) return undefined;
    this.#offered = [];
    this.#afterAgent = false;
    return { type: 'none', username: this.#target.user };
  }

  // A password that was given comes before keys that nobody named: sshd counts failures, and an agent may hold six keys.
  async *#attempts(): AsyncGenerator<Attempt, void> {
    const { keyFiles, methods } = this.#target;
    const takes = (method: AuthMethod) => methods.includes(method);
    const agent = takes('publickey') ? await this.#agentKeys() : [];
    const files = takes('publickey') ? keyFiles : [];
    for (const file of files) if (file.named) yield* this.#keyFile(file, agent);
    if (this.#failure) return;
    const { password } = this.#target.spec;
    if (password !== undefined && takes('password')) {
      yield {
        said: { method: 'password' },
        auth: { type: 'password', username: this.#target.user, password: password.reveal() },
      };
    }
    if (password !== undefined && takes('keyboard-interactive')) yield this.#keyboard();
    if (!this.#target.identitiesOnly) for (const key of agent) yield* this.#agentKey(key);
    for (const file of files) if (!file.named) yield* this.#keyFile(file, agent);
    // A second factor: the server has taken a key and asks on.
    if (password === undefined && this.#partial && this.#services.canAsk && takes('keyboard-interactive'))
      yield this.#keyboard();
  }

  async #agentKeys(): Promise<readonly AgentKey[]> {
    const { agentSocket } = this.#target;
    return agentSocket === undefined ? [] : agentKeys(agentSocket, this.#services);
  }

  async *#keyFile({ path, named }: KeyFile, agent: readonly AgentKey[]): AsyncGenerator<Attempt, void> {
    const known = await loadKey(path, this.#services);
    if (known.kind !== 'none') {
      const held = agent.find(({ key }) => key.getPublicSSH().equals(known.key.getPublicSSH()));
      if (held) {
        yield* this.#agentKey(held, path);
        return;
      }
    }
    const { passphrase } = this.#target.spec;
    const request = { path, ...(named && passphrase && { passphrase }) };
    const opened = await this.#patience.during(openKey(request, this.#services));
    if (opened.kind === 'private') {
      if (this.#isNew(opened.key)) {
        yield {
          said: { method: 'publickey', key: path },
          auth: { type: 'publickey', username: this.#target.user, key: opened.key },
        };
      }
      return;
    }
    const reason = opened.kind === 'none' ? opened.reason : 'it is a public key, and no agent has the private one';
    if (named)
      this.#failure = { kind: 'key-file', path, problem: opened.problem, ...(reason !== undefined && { reason }) };
    else if (opened.problem !== 'missing') this.#skipped.push({ path, problem: opened.problem });
  }

  *#agentKey({ key, agent }: AgentKey, path?: string): Generator<Attempt, void> {
    if (!this.#isNew(key)) return;
    const name = path ?? `agent: ${key.comment || key.type}`;
    yield { said: { method: 'publickey', key: name }, auth: { type: 'agent', username: this.#target.user, agent } };
  }

  #isNew(key: ParsedKey): boolean {
    const blob = key.getPublicSSH().toString('base64');
    if (this.#blobs.has(blob)) return false;
    this.#blobs.add(blob);
    return true;
  }

  #keyboard(): Attempt {
    const { password } = this.#target.spec;
    let left = password;
    const answer = async (prompts: readonly Prompt[]) => {
      const answers: string[] = [];
      for (const { prompt, echo } of prompts) {
        // The first question that hides its answer is for the password.
        const given = echo === true ? undefined : left?.reveal();
        if (given !== undefined) left = undefined;
        answers.push(given ?? (await this.#ask(prompt, echo !== true)));
      }
      return answers;
    };
    const prompt = (
      _name: string,
      _text: string,
      _language: string,
      prompts: Prompt[],
      done: KeyboardInteractiveCallback,
    ) => {
      void answer(prompts).then(done);
    };
    return {
      said: { method: 'keyboard-interactive' },
      auth: { type: 'keyboard-interactive', username: this.#target.user, prompt },
    };
  }

  async #ask(prompt: string, secret: boolean): Promise<string> {
    const { user, address } = this.#target;
    const text = `${user}@${address}: ${printable(prompt)}`;
    return (await this.#patience.during(this.#services.ask({ text, secret }))) ?? '';
  }
}

// The server's words: control characters could play tricks on the terminal.
function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, ' ').trim();
}
