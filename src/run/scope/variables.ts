// Puts all levels of variables together: the scope of a task on a host, of a play, and of a host alone.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Host, VarsDirectory } from '../../model/inventory.ts';
import type { MutableInventory } from '../../model/mutable-inventory.ts';
import type { Statement } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { type Binding, RawScopeObject, ScopeObject } from '../../template/index.ts';
import { searchPath } from '../controller/search-path.ts';
import type { FactCache } from '../ports.ts';
import type { RunSettings } from '../settings.ts';
import { HostState } from './host-state.ts';
import { HostVars } from './hostvars.ts';
import { InventoryVars } from './inventory-vars.ts';
import { type Layer, LayeredScope, valueLayer, writtenLayer } from './layer.ts';
import { environmentBinding, groupsDict, magicLayer, roleMagic, runMagic } from './magic.ts';
import type { PlayLayers } from './play-layers.ts';
import { statementLayers } from './statement-vars.ts';

export interface VariablesOptions {
  readonly inventory: MutableInventory;
  readonly settings: RunSettings;
  readonly playbookDir: string;
  readonly playbookVars: VarsDirectory | undefined;
  /** Facts of earlier runs. */
  readonly facts: FactCache | undefined;
  /** Takes what is wrong with a vars file. */
  readonly problem: (problems: readonly Diagnostic[]) => void;
}

/** What the place of a statement in the play says, the same for every host. */
interface Placed {
  readonly magic: ReadonlyMap<string, () => Value>;
  readonly environment: Binding;
}

/** The variables of a run. */
export class Variables {
  readonly #options: VariablesOptions;
  readonly #inventoryVars: InventoryVars;
  readonly #states: Map<string, HostState>;
  readonly #extra: Layer;
  readonly #run: ReadonlyMap<string, () => Value>;
  readonly #hostVars: HostVars;
  readonly #placed = new WeakMap<Statement, Placed>();
  #groups: Value | undefined;

  /** `states`: what earlier playbooks of the same run left. */
  constructor(options: VariablesOptions, states: Map<string, HostState>) {
    const { inventory, settings, playbookVars } = options;
    this.#options = options;
    this.#states = states;
    this.#inventoryVars = new InventoryVars({
      inventory,
      playbookVars: playbookVars ? [playbookVars] : [],
      problem: options.problem,
      hashBehaviour: settings.hashBehaviour,
      ...(settings.precedence && { precedence: settings.precedence }),
    });
    this.#extra = writtenLayer('extra vars', settings.extraVars, { behaviour: settings.hashBehaviour });
    this.#run = runMagic(settings, options.playbookDir, () => {
      this.#groups ??= groupsDict(inventory);
      return this.#groups;
    });
    this.#hostVars = new HostVars(
      () => new Set([...inventory.hosts.keys(), 'localhost']),
      (name) => this.#varsOf(name),
    );
  }

  /** Hosts or groups were added. */
  inventoryChanged(): void {
    this.#inventoryVars.invalidate();
    this.#groups = undefined;
  }

  state(host: string): HostState {
    const known = this.#states.get(host);
    if (known) return known;
    const { settings, facts } = this.#options;
    const state = new HostState(host, { inject: settings.injectFacts, cached: () => facts?.load(host) });
    this.#states.set(host, state);
    return state;
  }

  /** Every variable a task sees on a host. `includes`: what the includes around it handed down, the nearest first. */
  taskScope(host: Host, play: PlayLayers, statement: Statement, includes: readonly Layer[]): LayeredScope {
    const state = this.state(host.name);
    const own = statementLayers(statement, this.#options.settings.hashBehaviour);
    const shared = play.layers();
    const layers: Layer[] = [
      this.#extra,
      ...own.ownInclude,
      ...includes,
      ...own.roleParams,
      state.setLayer,
      state.includedLayer,
      ...own.vars,
      ...own.roleVars,
      ...shared.roleVars,
      ...play.filesOf(host.name),
      ...shared.vars,
      state.factLayer,
      ...this.#inventoryVars.layers(host),
      ...own.roleDefaults,
      ...shared.roleDefaults,
    ];
    const { magic, environment } = this.#placedAt(statement);
    return this.#complete(layers, [magic, play.magic], new Map([['environment', environment]]));
  }

  /** What a play's own keywords see; with a host, also what its vars files see. */
  playScope(play: PlayLayers, host?: Host): LayeredScope {
    const shared = play.layers();
    const layers: Layer[] = [this.#extra];
    if (host) layers.push(this.state(host.name).setLayer, this.state(host.name).includedLayer);
    layers.push(...shared.roleVars, ...shared.vars);
    if (host) layers.push(this.state(host.name).factLayer, ...this.#inventoryVars.layers(host));
    layers.push(...shared.roleDefaults);
    return this.#complete(layers, [play.magic], new Map());
  }

  /** What `hostvars` shows of a host: nothing of a play. */
  hostScope(host: Host): LayeredScope {
    const state = this.state(host.name);
    const layers = [
      this.#extra,
      state.setLayer,
      state.includedLayer,
      state.factLayer,
      ...this.#inventoryVars.layers(host),
    ];
    return this.#complete(layers, [], new Map());
  }

  #placedAt(statement: Statement): Placed {
    const known = this.#placed.get(statement);
    if (known) return known;
    const path = searchPath(statement, this.#options.playbookDir);
    const placed: Placed = {
      magic: new Map([...roleMagic(statement), ['ansible_search_path', () => [...path]]]),
      environment: environmentBinding(statement),
    };
    this.#placed.set(statement, placed);
    return placed;
  }

  #complete(
    layers: readonly Layer[],
    magic: readonly ReadonlyMap<string, () => Value>[],
    more: Map<string, Binding>,
  ): LayeredScope {
    more.set('hostvars', { kind: 'value', value: this.#hostVars });
    const { hashBehaviour } = this.#options.settings;
    const scope = new LayeredScope([magicLayer([...magic, this.#run], more), ...layers], hashBehaviour);
    // `vars` holds everything but itself.
    return scope.with(valueLayer('magic', new Map([['vars', new RawScopeObject(scope)]])));
  }

  #varsOf(name: string): ScopeObject | undefined {
    const host = this.#options.inventory.host(name);
    return host && new ScopeObject(this.hostScope(host));
  }
}
