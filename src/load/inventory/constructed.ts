// The `constructed` inventory: variables and groups that are computed from what other sources say of hosts.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MapEntry, MapNode, Node, ScalarNode, Span } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import {
  checkExpression,
  type Engine,
  evaluateAsync,
  evaluateExpression,
  type Outcome,
  type Pass,
  renderNode,
  renderText,
  type Scope,
  str,
  truth,
} from '../../template/index.ts';
import { variableScope } from '../vars/variable-scope.ts';
import { groupName } from './group-names.ts';
import { type InventoryWriter, keyText } from './inventory-writer.ts';
import { keyedNames } from './keyed-names.ts';
import { PluginOptions } from './plugin-options.ts';

const known = [
  ...['plugin', 'strict', 'compose', 'groups', 'keyed_groups'],
  ...['leading_separator', 'use_extra_vars', 'use_vars_plugins'],
];
const knownOfKeyed = ['key', 'prefix', 'separator', 'parent_group', 'default_value', 'trailing_separator'];

export interface ConstructedContext {
  readonly engine: Engine;
  /** The variables of a host as they are now. `files`: those of `group_vars/` and `host_vars/` too; `extra`: those of `-e` over them. */
  readonly variablesOf: (
    host: string,
    wanted: { readonly files: boolean; readonly extra: boolean },
  ) => ReadonlyMap<string, Variable>;
  /** The setting for sources that do not say. */
  readonly useExtraVars: boolean;
}

/** Adds what the source computes to every host that is there. */
export async function readConstructed(
  root: MapNode,
  writer: InventoryWriter,
  context: ConstructedContext,
): Promise<void> {
  const source = new Constructed(new PluginOptions(root, known, writer), writer, context);
  if (!source.check()) return;
  for (const host of [...writer.inventory.hosts.keys()]) await source.apply(host);
}

interface KeyedGroup {
  readonly key: ScalarNode;
  readonly prefix: string;
  readonly separator: string;
  readonly parent: ScalarNode | undefined;
  readonly whenEmpty: string | undefined;
  readonly trailingSeparator: boolean;
}

class Constructed {
  readonly #writer: InventoryWriter;
  readonly #context: ConstructedContext;
  readonly #strict: boolean;
  readonly #wanted: { readonly files: boolean; readonly extra: boolean };
  readonly #compose: readonly MapEntry[];
  readonly #groups: readonly MapEntry[];
  readonly #keyed: readonly KeyedGroup[];
  readonly #reported = new Set<number>();

  constructor(options: PluginOptions, writer: InventoryWriter, context: ConstructedContext) {
    this.#writer = writer;
    this.#context = context;
    this.#strict = options.flag('strict', false);
    this.#wanted = {
      files: options.flag('use_vars_plugins', false),
      extra: options.flag('use_extra_vars', context.useExtraVars),
    };
    this.#compose = options.entries('compose');
    this.#groups = options.entries('groups');
    const leading = options.flag('leading_separator', true);
    this.#keyed = options.maps('keyed_groups').flatMap((map) => this.#keyedGroup(map, leading) ?? []);
  }

  /** Reports what can never work, and tells whether there is nothing of the kind. */
  check(): boolean {
    const expressions = [...this.#compose, ...this.#groups].map(({ value }) => value);
    for (const node of [...expressions, ...this.#keyed.map(({ key }) => key)]) {
      if (node.kind === 'scalar') this.#writer.problems.push(...checkExpression(node));
    }
    return !this.#writer.problems.some(({ severity }) => severity === 'error');
  }

  async apply(host: string): Promise<void> {
    const before = this.#scope(host, this.#wanted);
    for (const { key, value } of this.#compose) await this.#composeVariable(host, keyText(key), value, before);
    // Groups see what was just composed, but not each other, whatever their order.
    // As in Ansible, the conditions of groups see no extra variables, even where the keys of keyed groups do.
    const plain = this.#scope(host, { ...this.#wanted, extra: false });
    for (const { key, value } of this.#groups) await this.#joinGroup(host, keyText(key), value, plain);
    const after = this.#scope(host, this.#wanted);
    for (const group of this.#keyed) await this.#joinKeyedGroup(host, group, after);
  }

  #scope(host: string, wanted: { readonly files: boolean; readonly extra: boolean }): Scope {
    return variableScope(this.#context.variablesOf(host, wanted));
  }

  async #composeVariable(host: string, name: string, node: Node, scope: Scope): Promise<void> {
    const value = await this.#evaluate(host, node, scope, (pass) => templated(pass, node));
    if (value === undefined) return;
    this.#writer.inventory.setHostVariable(host, { name, value, by: 'constructed', span: node.span });
  }

  async #joinGroup(host: string, name: string, node: Node, scope: Scope): Promise<void> {
    const joins = await this.#evaluate(host, node, scope, (pass) => truth(expressionValue(pass, node)));
    if (joins) this.#writer.inventory.addHost(host, valid(name));
  }

  async #joinKeyedGroup(host: string, group: KeyedGroup, scope: Scope): Promise<void> {
    const value = await this.#evaluate(host, group.key, scope, (pass) => templated(pass, group.key));
    if (value === undefined) return;
    const names = keyedNames(value, group);
    if (typeof names === 'string') this.#refuse(host, group.key, names);
    else if (names.length === 0 && this.#strict) this.#refuse(host, group.key, 'is empty');
    else await this.#joinAll(host, names.map(valid), group, scope);
  }

  async #joinAll(host: string, names: readonly string[], { key, parent }: KeyedGroup, scope: Scope): Promise<void> {
    const above = parent && (await this.#evaluate(host, parent, scope, (pass) => valid(str(renderNode(pass, parent)))));
    if (parent && above === undefined) return;
    for (const name of names) {
      this.#writer.inventory.addHost(host, name);
      if (above !== undefined) this.#writer.addChild(above, name, key.span);
    }
  }

  #refuse(host: string, { span }: Node, what: string): void {
    this.#reportOnce({ severity: 'error', message: `The key ${what} (for '${host}')`, span });
  }

  /** What cannot be evaluated is a mistake only when strict: it may need variables that not every host has. */
  async #evaluate<T extends Value>(
    host: string,
    node: Node,
    scope: Scope,
    work: (pass: Pass) => T,
  ): Promise<T | undefined> {
    const outcome: Outcome<T> = await evaluateAsync(this.#context.engine, scope, work);
    if (outcome.ok) return outcome.value;
    const { problem } = outcome;
    if (this.#strict) {
      this.#reportOnce({ ...problem, message: `${problem.message} (for '${host}')`, span: problem.span ?? node.span });
    }
    return undefined;
  }

  // The same expression tends to fail on many hosts: the first one stands for all.
  #reportOnce(problem: Diagnostic & { readonly span: Span }): void {
    if (this.#reported.has(problem.span.start)) return;
    this.#reported.add(problem.span.start);
    this.#writer.problems.push(problem);
  }

  #keyedGroup(map: MapNode, leadingSeparator: boolean): KeyedGroup | undefined {
    const options = new PluginOptions(map, knownOfKeyed, this.#writer);
    const key = options.node('key');
    const parent = options.node('parent_group');
    if (key?.kind !== 'scalar') {
      this.#writer.error("A keyed group needs a 'key', which is an expression", key?.span ?? map.span);
      return undefined;
    }
    if (options.node('default_value') && options.node('trailing_separator')) {
      this.#writer.error("'default_value' and 'trailing_separator' exclude each other", map.span);
    }
    const prefix = options.text('prefix') ?? '';
    const separator = options.text('separator') ?? '_';
    return {
      key,
      prefix: prefix === '' && !leadingSeparator ? '' : prefix + separator,
      separator,
      parent: parent?.kind === 'scalar' ? parent : undefined,
      whenEmpty: options.text('default_value'),
      trailingSeparator: options.flag('trailing_separator', true),
    };
  }
}

// As between braces: a lone variable keeps its type, everything else becomes text unless it looks like data.
function templated(pass: Pass, node: Node): Value {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return renderNode(pass, node);
  // Evaluated alone first, because its mistakes then have their right places.
  expressionValue(pass, node);
  return renderText(pass, `{{${node.value}}}`);
}

function expressionValue(pass: Pass, node: Node): Value {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return renderNode(pass, node);
  return evaluateExpression(pass, node.value, { text: node.value, node });
}

// Names that are computed are always made valid, whatever force_valid_group_names says.
function valid(name: string): string {
  return groupName(name, 'silently').name;
}
