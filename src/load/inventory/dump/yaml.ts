// The inventory as a YAML inventory.

import type { Checked, Diagnostic } from '../../../model/diagnostic.ts';
import type { Group, Host, Inventory } from '../../../model/inventory.ts';
import { Dict } from '../../../model/value.ts';
import { dumpYaml } from '../../../template/text/yaml/dump.ts';
import { type DumpOptions, type MarkedText, shownGroupVariables, shownHostVariables } from './shown-variables.ts';

/** What `ansible-inventory --list --yaml` prints: the variables of a host stand where it occurs first. */
export function inventoryAsYaml(inventory: Inventory, options: DumpOptions = {}): Checked<string> {
  const writer = new YamlInventory(inventory, options);
  const root = Dict.of([[inventory.all.name, writer.group(inventory.all)]]);
  return writer.result(root);
}

/** What `ansible-inventory --host NAME --yaml` prints. */
export function hostAsYaml(host: Host, inventory: Inventory, options: DumpOptions = {}): Checked<string> {
  const writer = new YamlInventory(inventory, options);
  return writer.result(writer.host(host));
}

class YamlInventory {
  readonly #inventory: Inventory;
  readonly #options: DumpOptions;
  readonly #written = new Set<Host>();
  readonly #problems: Diagnostic[] = [];
  readonly #vaulted: string[] = [];
  /** Ciphertext needs a tag, which the YAML writer has no word for: a stand-in is written, and replaced in the text. */
  readonly #marks: MarkedText = {
    unsafe: (text) => text,
    vault: (ciphertext) => `vaulted-${this.#vaulted.push(ciphertext) - 1}-detluav`,
  };

  constructor(inventory: Inventory, options: DumpOptions) {
    this.#inventory = inventory;
    this.#options = options;
  }

  group(group: Group): Dict {
    const entry = new Dict();
    // Taken in their own order, which decides where a host occurs first; the text then has them by name.
    const { children } = group;
    if (children.length > 0) entry.set('children', Dict.of(children.map((child) => [child.name, this.group(child)])));
    // Every host is in a group below `all`.
    const hosts = group === this.#inventory.all ? [] : group.hosts;
    if (hosts.length > 0) entry.set('hosts', Dict.of(hosts.map((host) => [host.name, this.host(host)])));
    const variables = this.#options.export
      ? this.#take(shownGroupVariables(group, this.#inventory, this.#options, this.#marks))
      : new Dict();
    if (variables.size > 0) entry.set('vars', variables);
    return entry;
  }

  host(host: Host): Dict {
    if (this.#written.has(host)) return new Dict();
    this.#written.add(host);
    return this.#take(shownHostVariables(host, this.#inventory, this.#options, this.#marks));
  }

  result(root: Dict): Checked<string> {
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems };
    const text = dumpYaml(root, { flowStyle: false, sortKeys: true });
    return {
      ok: true,
      value: text.replaceAll(/^( *)(.*)vaulted-(\d+)-detluav$/gm, (...[, ...parts]: string[]) =>
        this.#vaultBlock(parts),
      ),
    };
  }

  #vaultBlock([indent = '', before = '', index = '']: readonly string[]): string {
    const ciphertext = this.#vaulted[Number(index)] ?? '';
    // `|-` says that there is no line break at the end.
    const style = ciphertext.endsWith('\n') ? '|' : '|-';
    const lines = ciphertext.trimEnd().split('\n');
    return [`${indent}${before}!vault ${style}`, ...lines.map((line) => `${indent}  ${line.trim()}`)].join('\n');
  }

  #take(checked: Checked<Dict>): Dict {
    if (checked.ok) return checked.value;
    this.#problems.push(...checked.problems);
    return new Dict();
  }
}
