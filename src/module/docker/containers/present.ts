// Plans a container that shall be there: whether it is made or altered, and what is told of that.

import type { Performed } from '../../../plan/change.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { bodyOf } from '../call.ts';
import { at, dictAt, dockerLook, dockerTrouble, type Inspected, inspectedFirst, listAt, textOf } from '../client.ts';
import { referenceOf } from '../images/names.ts';
import { comparisonOf, type Difference, differencesOf } from './compare.ts';
import { wishesOf } from './options.ts';
import type { ContainerParams } from './params.ts';
import { containerDiff, leavingContainer, sidesOf } from './report.ts';
import { planEnd } from './run-end.ts';
import { altering, type FoundImage, lively, making, type Way } from './way.ts';

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
