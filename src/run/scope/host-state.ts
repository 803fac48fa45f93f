// What a run learns and sets about one host: facts, registered results, set_fact and include_vars.

import type { HashBehaviour } from '../../load/vars/merge.ts';
import { Dict, type Value } from '../../model/value.ts';
import { type Binding, waitFor } from '../../template/index.ts';
import { type Layer, mapLayer, valueLayer } from './layer.ts';
import { mergeBindings } from './merge-bindings.ts';
import { PartialFacts } from './partial-facts.ts';

/** The fact by which Ansible remembers that it gathered. */
const GATHERED = '_ansible_facts_gathered';

export interface HostStateOptions {
  /** Whether facts are variables of their own besides `ansible_facts`. */
  readonly inject: boolean;
  /** What earlier runs kept of the host's facts; asked once, when somebody wants to know a fact. */
  readonly cached: () => ReadonlyMap<string, Value> | undefined;
}

/** Facts that a gathering left out, since nobody was to ask for them. */
export interface LeftOut {
  /** As modules name them. */
  readonly names: ReadonlySet<string>;
  /** Gathers everything after all. Throws `TemplateError`. */
  fetch(): Promise<Iterable<readonly [string, Value]>>;
}

/** The variables of one host that come into being during a run. They last until its end, over all plays. */
export class HostState {
  readonly name: string;
  /** Facts as modules return them (`ansible_distribution`, `getent_passwd`), cached `set_fact`s among them. */
  #facts: Map<string, Value> | undefined;
  readonly #cached: HostStateOptions['cached'];
  readonly #set = new Map<string, Value>();
  readonly #included = new Map<string, Binding>();
  #namespaced: Dict | PartialFacts | undefined;
  #leftOut: LeftOut | undefined;
  #fetching: Promise<void> | undefined;
  readonly factLayer: Layer;
  readonly includedLayer: Layer;
  readonly setLayer: Layer;

  constructor(name: string, { inject, cached }: HostStateOptions) {
    this.name = name;
    this.#cached = cached;
    this.factLayer = {
      level: 'facts',
      lookup: (wanted) => this.#fact(wanted, inject),
      names: () =>
        inject ? ['ansible_facts', ...[...this.facts.keys()].filter(isVariableOfItsOwn)] : ['ansible_facts'],
    };
    this.includedLayer = mapLayer('include_vars', this.#included);
    this.setLayer = valueLayer('set_fact and register', this.#set);
  }

  /** Facts as they would be cached. */
  get facts(): ReadonlyMap<string, Value> {
    return this.#known();
  }

  /** Whether `setup` has run, in this run or one whose facts were kept: for smart gathering. */
  get gathered(): boolean {
    return this.facts.has(GATHERED);
  }

  setGathered(): void {
    this.addFacts([[GATHERED, true]]);
  }

  addFacts(facts: Iterable<readonly [string, Value]>): void {
    const known = this.#known();
    for (const [name, value] of facts) known.set(name, value);
    this.#namespaced = undefined;
  }

  /** Some facts are gathered when they are asked for: nobody was to do that, but a name may turn up that could not be foreseen. */
  leaveOut(leftOut: LeftOut): void {
    this.#leftOut = leftOut;
    this.#namespaced = undefined;
  }

  clearFacts(): void {
    this.#facts = new Map();
    this.#leftOut = undefined;
    this.#namespaced = undefined;
  }

  /** `set_fact` and `register`. */
  set(name: string, value: Value): void {
    this.#set.set(name, value);
  }

  /** `include_vars`. With `merge` dicts are merged into what was included before. */
  include(variables: Iterable<readonly [string, Binding]>, behaviour: HashBehaviour): void {
    for (const [name, binding] of variables) {
      const earlier = behaviour === 'merge' ? this.#included.get(name) : undefined;
      this.#included.set(name, earlier ? mergeBindings(earlier, binding) : binding);
    }
  }

  #known(): Map<string, Value> {
    this.#facts ??= new Map(this.#cached());
    return this.#facts;
  }

  #fact(name: string, inject: boolean): Binding | undefined {
    if (name === 'ansible_facts') return { kind: 'value', value: this.#ansibleFacts() };
    if (!inject && name !== 'ansible_local') return undefined;
    if (this.#leftOut?.names.has(name) && !this.facts.has(name)) this.#awaitRest();
    const value = this.facts.get(name);
    return value === undefined || !isVariableOfItsOwn(name) ? undefined : { kind: 'value', value };
  }

  // Those that are there already stay as they are: they are of the moment of the gathering.
  #awaitRest(): void {
    waitFor(`the facts of ${this.name}`, () => {
      this.#fetching ??= this.#fetchRest().finally(() => {
        this.#fetching = undefined;
      });
      return this.#fetching;
    });
  }

  async #fetchRest(): Promise<void> {
    const leftOut = this.#leftOut;
    const all = leftOut ? await leftOut.fetch() : [];
    if (leftOut !== this.#leftOut) return;
    this.#leftOut = undefined;
    const known = this.#known();
    this.addFacts([...all].filter(([name]) => !known.has(name)));
  }

  // A new dict after each change: whoever kept the old one (a registered copy) must not see it grow.
  #ansibleFacts(): Dict | PartialFacts {
    if (this.#namespaced) return this.#namespaced;
    const dict = this.#wholeFacts();
    const names = this.#leftOut?.names;
    this.#namespaced =
      names === undefined
        ? dict
        : new PartialFacts(dict, {
            leftOut: (key) => names.has(`ansible_${key}`) && !dict.has(key),
            rest: () => {
              this.#awaitRest();
              return this.#wholeFacts();
            },
          });
    return this.#namespaced;
  }

  #wholeFacts(): Dict {
    const dict = new Dict();
    // Ansible leaves the prefix of this one alone, and playbooks write `ansible_facts.ansible_local`.
    const short = (name: string) =>
      name.startsWith('ansible_') && name !== 'ansible_local' ? name.slice('ansible_'.length) : name;
    for (const [name, value] of this.facts) dict.set(short(name), value);
    return dict;
  }
}

// Connection variables decide where and as whom we log in: a host must not be able to set them by way of its facts.
const REFUSED =
  /^(_ansible_.*|ansible_(connection|host|port|user|password|pipelining|delegated_vars|ssh_.*|become.*|sudo.*|su_.*|su|doas.*|shell.*|remote_.*|winrm.*|psrp.*|docker_.*|podman_.*|private_key_file|.*_interpreter|check_mode|diff_mode|verbosity|version|facts|play_.*)|tsplay_.*|inventory_.*|group_names|groups|hostvars|omit|vars)$/;

const ALLOWED = /^ansible_ssh_host_key_.*$/;

/** Whether a fact is also a variable of its own. */
export function isVariableOfItsOwn(name: string): boolean {
  return ALLOWED.test(name) || !REFUSED.test(name);
}
