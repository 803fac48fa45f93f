// Plans a container that shall be there: what is made, altered, started and stopped, in their order.

import type { Plain } from '../../../model/value.ts';
import type { Performed, RunCommand } from '../../../plan/change.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { bodyOf } from '../call.ts';
import { at, dictAt, dockerLook, dockerTrouble, type Inspected, inspectedFirst, listAt, textOf } from '../client.ts';
import { referenceOf } from '../images/names.ts';
import { creation, pause, removal, restart, runToEnd, start, stop, update } from './changes.ts';
import { comparisonOf, type Difference, differencesOf } from './compare.ts';
import type { Found } from './look.ts';
import { networkMode } from './network-options.ts';
import { endpointOf, type NetworkSteps, networkChanges, networkSteps, networksAfter } from './networks.ts';
import { mergeBodies, type Wish, wishesOf } from './options.ts';
import type { ContainerParams } from './params.ts';
import { living, predictedContainer, withPart } from './predicted.ts';
import { containerDiff, leavingContainer, sidesOf } from './report.ts';
import { withSwap } from './resource-options.ts';
import { planEnd } from './run-end.ts';

/** What was found, with the image by which a container is compared. */
export interface FoundImage extends Found {
  readonly comparedImage: Inspected | undefined;
}

// A step of the way: what was done so far, and what is there then.
interface Way {
  readonly changes: readonly RunCommand[];
  readonly container: Inspected;
  readonly differences: readonly Difference[];
  readonly steps: NetworkSteps;
  /** It was made, not only altered. */
  readonly isNew: boolean;
}

/** Plans a container that shall be there. */
export function planPresent(given: ContainerParams, found: FoundImage, isPulled: boolean): Plan {
  const { container, image } = found;
  const compared = found.comparedImage ?? {};
  const wishes = wishesOf(given, found.around, compared);
  const problem = container ? undefined : missingImage(given);
  const unwanted = problem ?? unwantedLabels(given, compared);
  if (unwanted !== undefined) return { changes: [], failed: unwanted };
  const differences = container ? differencesOf(given, wishes, container) : [];
  const others = container ? imageDifferences(given, { container, image }) : [];
  const isRemade = given.recreate || others.length > 0 || differences.some(({ option }) => !option.updates);
  const way =
    !container || isRemade
      ? making(given, found, { wishes, differences: [...differences, ...others] })
      : altering(given, { found, container, differences });
  return finishing(given, { ...found, isPulled }, lively(given, way));
}

const missingImage = ({ image, name }: ContainerParams): string | undefined =>
  image === undefined ? `There is no container ${name}, and it cannot be created: image is not specified` : undefined;

function unwantedLabels(given: ContainerParams, image: Inspected): string | undefined {
  if (given.image_label_mismatch !== 'fail' || comparisonOf(given, 'labels') !== 'strict') return undefined;
  const extra = Object.keys(dictAt(image, 'Config', 'Labels')).filter((label) => !(label in (given.labels ?? {})));
  return extra.length === 0
    ? undefined
    : `Some labels should be removed but are present in the base image. You can set image_label_mismatch to 'ignore' to ignore this error. Labels: ${extra.join(', ')}`;
}

const IMAGE = {
  name: 'image',
  shape: 'value',
  wanted: () => undefined,
  now: () => undefined,
  body: () => ({}),
} as const;

function imageDifferences(
  given: ContainerParams,
  { container, image }: { readonly container: Inspected; readonly image: Inspected | undefined },
): readonly Difference[] {
  if (given.image === undefined || image === undefined || comparisonOf(given, 'image') === 'ignore') return [];
  const wanted = referenceOf(given.image);
  const now = textOf(at(container, 'Config', 'Image'));
  if (container.Image !== image.Id) return [{ option: IMAGE, wanted: image.Id ?? wanted, now: container.Image ?? now }];
  const isRenamed = given.image_name_mismatch === 'recreate' && referenceOf(now) !== wanted;
  return isRenamed ? [{ option: IMAGE, wanted, now }] : [];
}

// Makes a container, in place of the one that is there.
function making(
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

// Alters a container while it stays.
function altering(
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

// Whether it then runs.
function lively(given: ContainerParams, way: Way): Way {
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

function finishing(
  given: ContainerParams,
  { container, isPulled }: { readonly container: Inspected | undefined; readonly isPulled: boolean },
  way: Way,
): Plan {
  if (way.changes.length === 0) return { changes: [], changed: isPulled, result: { container: container ?? {} } };
  const sides = sidesOf(way.differences, way.steps);
  const life = (one: Inspected | undefined) => ({
    ...(way.isNew && !(container && one === container) && { exists: one !== undefined }),
    running: at(one, 'State', 'Running') === true,
    ...(given.paused !== undefined && { paused: at(one, 'State', 'Paused') === true }),
  });
  const diff = containerDiff(given, {
    before: { ...life(container), ...sides.before },
    after: { ...life(way.container), ...sides.after },
  });
  const changes = leavingContainer(given, way.changes, { container: way.container, diff });
  return {
    changes,
    changed: true,
    next: stage({
      looks: { container: dockerLook(given, 'container', given.name) },
      plan: ({ container: seen }, performed) => {
        const trouble = dockerTrouble(seen);
        if (trouble !== undefined) return { changes: [], failed: trouble };
        const ran = performed.find(({ change }) => change.kind === 'run' && change.accept === 'any');
        const now = inspectedFirst(seen);
        return given.detach === false && given.state === 'started'
          ? planEnd(given, { container: now, ran })
          : { changes: [], changed: true, warnings: warningsIn(performed), result: { container: now ?? {} } };
      },
    }),
  };
}

// What the daemon has to say of a container that it made all the same.
function warningsIn(performed: readonly Performed[]): readonly string[] {
  const answers = performed.filter(({ stdout }) => stdout.subarray(0, 5).equals(Buffer.from('HTTP/')));
  return answers.flatMap(({ stdout }) =>
    listAt(bodyOf(stdout), 'Warnings').map((warning) => `Docker warning: ${textOf(warning)}`),
  );
}
