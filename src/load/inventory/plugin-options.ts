// Reads the options of an inventory plugin from its YAML file, each with the type it must have.

import { entryOf, type MapEntry, type MapNode, type Node } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { type InventoryWriter, keyText } from './inventory-writer.ts';

const trueWords = ['yes', 'true', 'on', '1', 'y', 't'];
const falseWords = ['no', 'false', 'off', '0', 'n', 'f'];

/** The options in a mapping; what is wrong with them is reported. */
export class PluginOptions {
  readonly #map: MapNode;
  readonly #writer: InventoryWriter;

  /** `known`: all names there are; others are reported, but only as warnings, as Ansible takes no notice of them. */
  constructor(map: MapNode, known: readonly string[], writer: InventoryWriter) {
    this.#map = map;
    this.#writer = writer;
    for (const { key } of map.entries) {
      const name = keyText(key);
      if (!known.includes(name)) {
        writer.warn(
          `The option '${name}' is not known`,
          key.span,
          didYouMean(name, known) ?? `known are ${known.join(', ')}`,
        );
      }
    }
  }

  node(name: string): Node | undefined {
    const node = entryOf(this.#map, name)?.value;
    return node?.kind === 'scalar' && node.value === null ? undefined : node;
  }

  flag(name: string, fallback: boolean): boolean {
    const node = this.node(name);
    if (!node) return fallback;
    const word = node.kind === 'scalar' ? String(node.value).toLowerCase() : '';
    if (trueWords.includes(word)) return true;
    if (!falseWords.includes(word)) this.#writer.error(`'${name}' must be yes or no`, node.span);
    return false;
  }

  text(name: string): string | undefined {
    const node = this.node(name);
    if (!node) return undefined;
    if (node.kind === 'scalar') return String(node.value);
    this.#writer.error(`'${name}' must be text`, node.span);
    return undefined;
  }

  entries(name: string): readonly MapEntry[] {
    const node = this.node(name);
    if (!node || node.kind === 'map') return node?.entries ?? [];
    this.#writer.error(`'${name}' must be a mapping`, node.span);
    return [];
  }

  /** The mappings in a list. */
  maps(name: string): readonly MapNode[] {
    const node = this.node(name);
    if (!node) return [];
    if (node.kind !== 'list') {
      this.#writer.error(`'${name}' must be a list`, node.span);
      return [];
    }
    return node.items.flatMap((item) => {
      if (item.kind === 'map') return [item];
      this.#writer.error(`Each item of '${name}' must be a mapping`, item.span);
      return [];
    });
  }
}
