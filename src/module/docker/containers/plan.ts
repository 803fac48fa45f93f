// Plans what docker_container does: pulls, makes, alters, starts, stops and removes.

import type { Performed } from '../../../plan/change.ts';
import type { RunSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import {
  at,
  dockerFailure,
  dockerLook,
  dockerTrouble,
  type Inspected,
  inspectedFirst,
  leaving,
  textOf,
} from '../client.ts';
import { isImageId, referenceOf } from '../images/names.ts';
import { predictedImage, pull } from '../images/pull.ts';
import { removal, stop } from './changes.ts';
import { comparisonOf } from './compare.ts';
import { type ContainerSeen, containerLooks, type Found, foundIn } from './look.ts';
import type { ContainerParams } from './params.ts';
import { planPresent } from './present.ts';
import { containerDiff, leavingContainer } from './report.ts';

/** What docker_container does. */
export function planContainer(asked: ContainerParams, seen: ContainerSeen): Plan {
  const given = withDefaults(asked);
  const found = foundIn(given, seen);
  if (typeof found === 'string') return { changes: [], failed: found };
  if (given.state === 'absent') return planAbsent(given, found.container);
  const how = pulling(given, found);
  if (how !== 'pull') return how === 'none' ? planImage(given, found, false) : { changes: [], failed: how };
  const reference = referenceOf(given.image ?? '');
  return {
    changes: [
      pull(given, {
        reference,
        platform: given.platform,
        isThere: found.image !== undefined,
        leaves: found.image ? [] : leaving(dockerLook(given, 'image', reference), predictedImage(reference)),
      }),
    ],
    changed: false,
    failure: (failed) => dockerFailure(failed, `Error pulling image ${reference}`),
    next: stage({
      looks: containerLooks(given),
      plan: (after, performed) => planPulled(given, { before: found, after, performed }),
    }),
  };
}

// Old versions had defaults that containers of other makers may not have.
function withDefaults(given: ContainerParams): ContainerParams {
  if (given.container_default_behavior === 'no_defaults') return given;
  const { auto_remove = false, detach = true, init = false, interactive = false, memory = '0', ...more } = given;
  const { paused = false, privileged = false, read_only = false, tty = false } = more;
  return { ...more, auto_remove, detach, init, interactive, memory, paused, privileged, read_only, tty };
}

function pullPolicy({ pull: asked }: ContainerParams): string {
  const word = textOf(asked).toLowerCase();
  if (/^(yes|true|on|1)$/.test(word)) return 'always';
  return /^(|no|false|off|0)$/.test(word) ? 'missing' : word;
}

/** Why `pull` is none; `undefined` where it is. */
export function refusePull(given: ContainerParams): string | undefined {
  return ['always', 'missing', 'never'].includes(pullPolicy(given))
    ? undefined
    : `pull is '${textOf(given.pull)}'; it must be always (or yes), missing (or no) or never`;
}

// Whether to pull, or why there can be no image.
function pulling(given: ContainerParams, { container, image }: Found): string {
  const { image: name } = given;
  if (name === undefined) return 'none';
  if (container && image === undefined && comparisonOf(given, 'image') === 'ignore' && !given.recreate) return 'none';
  if (isImageId(name)) return image ? 'none' : `Cannot find image with ID ${name}`;
  const policy = pullPolicy(given);
  if (policy === 'never') return image ? 'none' : `Cannot find image with name ${referenceOf(name)}, and pull=never`;
  return image && policy === 'missing' ? 'none' : 'pull';
}

interface Pulled {
  readonly before: Found;
  readonly after: ContainerSeen;
  /** Nothing in check mode, where nobody knows what the registry has. */
  readonly performed: readonly Performed[];
}

function planPulled(given: ContainerParams, { before, after, performed }: Pulled): Plan {
  const found = foundIn(given, after);
  if (typeof found === 'string') return { changes: [], failed: found };
  const isNew =
    performed.length > 0
      ? found.image?.Id !== before.image?.Id
      : before.image === undefined || given.pull_check_mode_behavior === 'always';
  return planImage(given, found, isNew);
}

const OF_IMAGE = ['env', 'labels', 'volumes', 'exposed_ports'];

// What a container has from the image that it was made of only counts where nothing more than what is asked for may be there.
function planImage(given: ContainerParams, found: Found, isPulled: boolean): Plan {
  const { container, image } = found;
  const current = textOf(at(container, 'Image'));
  const isOther = image === undefined || given.image_comparison === 'current-image';
  const isStrict = OF_IMAGE.some((name) => comparisonOf(given, name) === 'strict');
  if (!container || !isOther || !isStrict || current === '' || current === image?.Id)
    return planPresent(given, { ...found, comparedImage: image }, isPulled);
  return {
    changes: [],
    changed: isPulled,
    next: stage({
      looks: { current: dockerLook(given, 'image', current) },
      plan: ({ current: seen }) => planCurrent(given, found, { seen, isPulled }),
    }),
  };
}

function planCurrent(
  given: ContainerParams,
  found: Found,
  { seen, isPulled }: { readonly seen: RunSeen; readonly isPulled: boolean },
): Plan {
  const trouble = dockerTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  return planPresent(given, { ...found, comparedImage: inspectedFirst(seen) ?? found.image }, isPulled);
}

function planAbsent(given: ContainerParams, container: Inspected | undefined): Plan {
  if (!container) return { changes: [] };
  const changes = [...(at(container, 'State', 'Running') ? [stop(given)] : []), removal(given)];
  const diff = containerDiff(given, { before: { exists: true }, after: { exists: false } });
  return { changes: leavingContainer(given, changes, { container: undefined, diff }) };
}
