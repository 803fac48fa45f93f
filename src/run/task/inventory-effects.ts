// What `add_host` and `group_by` do to the inventory of the run. Both tell whether anything was new.

import type { Variable } from '../../model/inventory.ts';
import type { Value } from '../../model/value.ts';
import type { Effect } from '../../module/action.ts';
import { equals, literalOf } from '../../template/index.ts';
import type { HostTask } from '../context.ts';

/** Adds a host with its groups and variables. */
export function addHost(work: HostTask, effect: Extract<Effect, { readonly kind: 'add-host' }>): boolean {
  const { run, taskInfo, layers } = work;
  const { inventory } = run;
  const { name, groups, variables } = effect;
  let changed = !inventory.hosts.has(name);
  // As in Ansible, a member of `all` itself: it comes before the hosts of groups.
  if (changed) inventory.addHost(name, 'all');
  for (const group of groups) if (inventory.addHost(name, group)) changed = true;
  for (const [variable, value] of variables) {
    if (isSaid(inventory.hosts.get(name)?.variables ?? [], variable, value)) continue;
    const span = taskInfo.span && { span: taskInfo.span };
    inventory.setHostVariable(name, { name: variable, value, by: 'add_host', ...span });
    changed = true;
  }
  if (changed) {
    settle(work);
    layers.addHost(name);
  }
  return changed;
}

function isSaid(variables: readonly Variable[], name: string, value: Value): boolean {
  const known = variables.findLast((variable) => variable.name === name);
  return known !== undefined && equals('node' in known ? literalOf(known.node) : known.value, value);
}

/** Puts the task's host into a group, and the group under its parents. */
export function groupBy(work: HostTask, { group, parents }: Extract<Effect, { readonly kind: 'group-by' }>): boolean {
  const { inventory } = work.run;
  let changed = inventory.addGroup(group);
  for (const parent of parents) if (parent !== 'all' && inventory.addChild(parent, group) === 'added') changed = true;
  if (inventory.addHost(work.host.name, group)) changed = true;
  if (changed) settle(work);
  return changed;
}

function settle({ run }: HostTask): void {
  run.inventory.settle();
  run.variables.inventoryChanged();
}
