// What docker_container reports of its changes: what they leave, and in what before and after differ.

import type { Plain } from '../../../model/value.ts';
import type { RunCommand } from '../../../plan/change.ts';
import { dockerLook, type Inspected, leaving } from '../client.ts';
import type { Difference } from './compare.ts';
import type { NetworkSteps } from './networks.ts';
import type { ContainerParams } from './params.ts';

type Diff = NonNullable<RunCommand['diff']>;
type Side = Readonly<Record<string, Plain>>;

/** The changes of one task: all of them together leave one container and are shown as one difference. */
export function leavingContainer(
  given: ContainerParams,
  changes: readonly RunCommand[],
  { container, diff }: { readonly container: Inspected | undefined; readonly diff: Diff },
): readonly RunCommand[] {
  const leaves = leaving(dockerLook(given, 'container', given.name), container);
  return changes.map(({ diff: _own, ...change }, index) => ({ ...change, leaves, ...(index === 0 && { diff }) }));
}

/** Two states of a container, member by member. */
export function containerDiff(
  { name }: ContainerParams,
  { before, after }: { readonly before: Side; readonly after: Side },
): Diff {
  const text = (side: Side): string =>
    `${JSON.stringify(Object.fromEntries(Object.entries(side).sort(([a], [b]) => (a < b ? -1 : 1))), null, 4)}\n`;
  return { before: text(before), after: text(after), header: `container ${name}` };
}

/** What differs, by the names of the options and networks. */
export function sidesOf(
  differences: readonly Difference[],
  { connect, disconnect }: NetworkSteps,
): { readonly before: Side; readonly after: Side } {
  const before: Record<string, Plain> = {};
  const after: Record<string, Plain> = {};
  for (const { option, wanted, now } of differences) {
    before[option.name] = now;
    after[option.name] = wanted;
  }
  for (const { name, endpoint } of disconnect) {
    const { Aliases, IPAMConfig, Links } = endpoint;
    before[`network.${name}`] = { aliases: Aliases ?? null, addresses: IPAMConfig ?? null, links: Links ?? null };
  }
  for (const { name, wish } of connect) {
    const { aliases = null, ipv4_address = null, ipv6_address = null, links = null } = wish;
    after[`network.${name}`] = { aliases, ipv4_address, ipv6_address, links };
  }
  return { before, after };
}
