// Orders the hosts of a play and cuts them into the batches of `serial`.

import type { Host } from '../../model/inventory.ts';
import { compareText } from '../../model/inventory.ts';
import { TaskError } from '../task/failure.ts';

/** The hosts in the order that `order` asks for. */
export function ordered(hosts: readonly Host[], order: string): readonly Host[] {
  switch (order) {
    case 'inventory':
      return hosts;
    case 'reverse_inventory':
      return hosts.toReversed();
    case 'sorted':
      return hosts.toSorted((a, b) => compareText(a.name, b.name));
    case 'reverse_sorted':
      return hosts.toSorted((a, b) => compareText(b.name, a.name));
    case 'shuffle':
      return shuffled(hosts);
    default:
      throw new TaskError(
        `'order' is '${order}'; it is one of inventory, reverse_inventory, sorted, reverse_sorted, shuffle`,
      );
  }
}

function shuffled(hosts: readonly Host[]): readonly Host[] {
  const result = [...hosts];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a && b) [result[last], result[other]] = [b, a];
  }
  return result;
}

/** The batches: sizes in turn, the last one for all that is left. Percentages are of all hosts. */
export function batchesOf(hosts: readonly Host[], serial: readonly (number | string)[]): readonly (readonly Host[])[] {
  const batches: (readonly Host[])[] = [];
  for (let from = 0, turn = 0; from < hosts.length; turn++) {
    const size = sizeOf(serial[Math.min(turn, serial.length - 1)], hosts.length);
    batches.push(hosts.slice(from, from + size));
    from += size;
  }
  return batches;
}

function sizeOf(serial: number | string | undefined, hosts: number): number {
  if (serial === undefined) return hosts;
  const text = String(serial).trim();
  const number = Number(text.replace(/%$/, ''));
  if (!/^-?\d+(\.\d+)?%?$/.test(text))
    throw new TaskError(`'serial' has '${text}', which is neither a number nor a percentage`);
  const size = text.endsWith('%') ? Math.floor((number / 100) * hosts) || 1 : number;
  return size <= 0 ? hosts : size;
}
