// The way to a container as it is asked for: made, altered, started, stopped, and what is there then.

import type { Plain } from '../../../model/value.ts';
import type { RunCommand } from '../../../plan/change.ts';
import { at, dictAt, type Inspected, textOf } from '../client.ts';
import { referenceOf } from '../images/names.ts';
import { creation, pause, removal, restart, runToEnd, start, stop, update } from './changes.ts';
import type { Difference } from './compare.ts';
import type { Found } from './look.ts';
import { networkMode } from './network-options.ts';
import { endpointOf, type NetworkSteps, networkChanges, networkSteps, networksAfter } from './networks.ts';
import { mergeBodies, type Wish } from './options.ts';
import type { ContainerParams } from './params.ts';
import { living, predictedContainer, withPart } from './predicted.ts';
import { withSwap } from './resource-options.ts';

/** What was found, with the image by which a container is compared. */
export interface FoundImage extends Found {
  readonly comparedImage: Inspected | undefined;
}

/** What was done so far, and what is there then. */
export interface Way {
  readonly changes: readonly RunCommand[];
  readonly container: Inspected;
  readonly differences: readonly Difference[];
  readonly steps: NetworkSteps;
  /** It was made, not only altered. */
  readonly isNew: boolean;
}

/** Makes a container, in place of the one that is there. */
export function making(
  given: ContainerParams,
  { container: former, image, networks }: FoundImage,
  { wishes, differences }: { readonly wishes: readonly Wish[]; readonly differences: readonly Difference[] },
): Way {
  const name = given.image === undefined ? textOf(at(former, 'Config', 'Image')) : referenceOf(given.image);
  const mode = networkMode(given);
  const first = networks.find(({ wish }) => wish.name === mode);
  const sent = mergeBodies(wishes.map(({ option, wanted }) => option.body(wanted)));
  const isAttached = given.detach !== true;
  const body = {
    AttachStdout: isAttached,
    AttachStderr: isAttached,
    ...sent.Config,
    Image: name,
    HostConfig: sent.HostConfig,
    ...(first && { NetworkingConfig: { EndpointsConfig: { [first.name]: endpointOf(first.wish) } } }),
  };
  const expected = mergeBodies(wishes.map(({ option, expected: value }) => option.body(value)));
  const id = image?.Id ?? (given.image === undefined ? former?.Image : undefined) ?? '';
  const made = predictedContainer(given.name, expected, { name, id });
  const withFirst = withPart(made, 'NetworkSettings', {
    Networks: firstNetworks(mode, first && { [first.name]: { NetworkID: first.id, ...endpointOf(first.wish) } }),
  });
  const steps = networkSteps(given, networks, withFirst);
  const isRunning = at(former, 'State', 'Running') === true;
  return {
    changes: [
      ...(former ? [...(isRunning ? [stop(given)] : []), removal(given)] : []),
      creation(given, body, former !== undefined),
      ...networkChanges(given, steps),
    ],
    container: withPart(withFirst, 'NetworkSettings', {
      Networks: networksAfter(dictAt(withFirst, 'NetworkSettings', 'Networks'), steps),
    }),
    differences,
    steps: first ? { ...steps, connect: [first, ...steps.connect] } : steps,
    isNew: true,
  };
}

// To what a container is connected by its mode alone.
function firstNetworks(mode: string | undefined, first: Inspected | undefined): Inspected {
  if (first) return first;
  if (mode?.startsWith('container:')) return {};
  return { [mode === undefined || mode === 'default' ? 'bridge' : mode]: {} };
}

/** Alters a container while it stays. */
export function altering(
  given: ContainerParams,
  {
    found,
    container,
    differences,
  }: { readonly found: FoundImage; readonly container: Inspected; readonly differences: readonly Difference[] },
): Way {
  const hostConfig = (side: 'wanted' | 'now'): Readonly<Record<string, Plain>> =>
    mergeBodies(differences.map((one) => one.option.body(one[side] ?? ''))).HostConfig ?? {};
  const to = withSwap(hostConfig('wanted'), container);
  const from =
    'MemorySwap' in to
      ? { ...hostConfig('now'), MemorySwap: at(container, 'HostConfig', 'MemorySwap') ?? 0 }
      : hostConfig('now');
  const steps = networkSteps(given, found.networks, container);
  const altered = withPart(container, 'HostConfig', to);
  return {
    changes: [...(differences.length > 0 ? [update(given, to, from)] : []), ...networkChanges(given, steps)],
    container: withPart(altered, 'NetworkSettings', {
      Networks: networksAfter(dictAt(container, 'NetworkSettings', 'Networks'), steps),
    }),
    differences,
    steps,
    isNew: false,
  };
}

/** Starts, stops or pauses it. */
export function lively(given: ContainerParams, way: Way): Way {
  const { state, paused, detach } = given;
  const isRunning = at(way.container, 'State', 'Running') === true;
  const isPaused = at(way.container, 'State', 'Paused') === true;
  if (state === 'stopped')
    return isRunning
      ? {
          ...way,
          changes: [...way.changes, stop(given)],
          container: living(way.container, { running: false, paused: false }),
        }
      : way;
  if (state !== 'started') return way;
  const isToEnd = detach === false && !isRunning;
  const begun = isRunning ? (given.restart ? [restart(given)] : []) : [isToEnd ? runToEnd(given) : start(given)];
  const pausing = paused !== undefined && paused !== isPaused && !isToEnd ? [pause(given, paused)] : [];
  return {
    ...way,
    changes: [...way.changes, ...begun, ...pausing],
    container: living(way.container, { running: !isToEnd, paused: paused ?? isPaused }),
  };
}
