// Plans volumes of Docker.

import type { RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { choice, dict, type ParamsOf, text } from '../params.ts';
import {
  differing,
  dockerChange,
  dockerLook,
  dockerParams,
  dockerTrouble,
  type Inspected,
  inspected,
  leaving,
  pairs,
  textsOf,
} from './client.ts';

/** The parameters of docker_volume. */
export const volumeParams = {
  ...dockerParams,
  volume_name: text('The volume.').alias('name'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  driver: text('The driver of a new one.').default('local'),
  driver_options: dict('The options of its driver.').default({}),
  labels: dict('Its labels.').optional(),
  recreate: choice(
    ['always', 'never', 'options-changed'],
    'When one that is there is removed, with all that is in it, and made anew.',
  ).default('never'),
};
type Params = ParamsOf<typeof volumeParams>;

/** What docker_volume looks at, before and after. */
export const volumeLook = (given: Params) => dockerLook(given, 'volume', given.volume_name);

/** What docker_volume does. */
export function planVolume(given: Params, seen: RunSeen): Plan {
  const trouble = dockerTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const { volume_name: name, state, recreate } = given;
  const volume = inspected(seen, name);
  if (state === 'absent')
    return volume ? { changes: [removal(given)], result: { volume: {} } } : { changes: [], result: { volume: {} } };
  const others = volume ? differences(given, volume) : [];
  if (volume && (recreate === 'never' || (recreate === 'options-changed' && others.length === 0)))
    return {
      changes: [],
      result: { volume },
      ...(others.length > 0 && {
        warnings: [
          `the volume ${name} has another ${others.join(' and ')} than asked for; it stays, since recreate is ${recreate}`,
        ],
      }),
    };
  return {
    changes: [...(volume ? [removal(given)] : []), creation(given, volume)],
    next: stage({
      looks: { volume: volumeLook(given) },
      plan: ({ volume: after }) => ({ changes: [], changed: true, result: { volume: inspected(after, name) ?? {} } }),
    }),
  };
}

function differences({ driver, driver_options, labels = {} }: Params, volume: Inspected): readonly string[] {
  return [
    ...(volume.Driver === driver ? [] : ['driver']),
    ...differing(driver_options, volume.Options).map((option) => `driver option ${option}`),
    ...differing(labels, volume.Labels).map((label) => `label ${label}`),
  ];
}

function removal(given: Params) {
  const { volume_name: name } = given;
  return dockerChange(given, {
    title: `remove the volume ${name}`,
    words: ['volume', 'rm', name],
    undo: { cannot: `what was in the volume ${name} is not kept` },
    leaves: leaving(volumeLook(given), undefined),
    before: `the volume ${name}\n`,
  });
}

// A volume that something uses by then is not removed by docker, so that nothing of use goes with undo.
function creation(given: Params, replaced: Inspected | undefined) {
  const { volume_name: name, driver, driver_options, labels = {} } = given;
  const words = [
    'volume',
    'create',
    '--driver',
    driver,
    ...pairs('--opt', driver_options),
    ...pairs('--label', labels),
    name,
  ];
  const object = {
    Name: name,
    Driver: driver,
    Options: textsOf(driver_options),
    Labels: textsOf(labels),
    Scope: 'local',
  };
  return dockerChange(given, {
    title: `create the volume ${name}`,
    words,
    undo: replaced ? { cannot: `what was in the volume ${name} is not kept` } : ['volume', 'rm', name],
    leaves: leaving(volumeLook(given), object),
    after: `docker ${words.join(' ')}\n`,
  });
}
