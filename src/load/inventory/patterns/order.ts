// Orders the hosts of a play as its `order` keyword says.

import { compareText, type Host } from '../../../model/inventory.ts';

/** What `order` can be. `inventory`: as the pattern gives them. */
export const hostOrders = ['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted', 'shuffle'] as const;

export type HostOrder = (typeof hostOrders)[number];

/** The hosts in that order. */
export function orderHosts(
  hosts: readonly Host[],
  order: HostOrder,
  random: () => number = Math.random,
): readonly Host[] {
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
      return shuffled(hosts, random);
  }
}

// Fisher and Yates: every order is as likely as any other.
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const result: T[] = [];
  for (const item of items) {
    const place = Math.floor(random() * (result.length + 1));
    const moved = result[place];
    if (moved === undefined) result.push(item);
    else {
      result[place] = item;
      result.push(moved);
    }
  }
  return result;
}
