// What inspection will say of a container that is about to be made or changed, as far as anybody can know.

import type { Plain } from '../../../model/value.ts';
import { dictAt, type Inspected } from '../client.ts';
import type { Body } from './option.ts';

/** Whether it runs. */
export interface Life {
  readonly running: boolean;
  readonly paused: boolean;
}

/** A container that is made. */
export function predictedContainer(
  name: string,
  { Config = {}, HostConfig = {} }: Body,
  image: { readonly name: string; readonly id: Plain },
): Inspected {
  return {
    Id: name,
    Name: `/${name}`,
    Image: image.id,
    Config: { ...Config, Image: image.name },
    HostConfig,
    State: stateOf({ running: false, paused: false }),
    NetworkSettings: { Networks: {} },
  };
}

/** The same container with a part of it otherwise. */
export function withPart(container: Inspected, part: string, value: Inspected): Inspected {
  return { ...container, [part]: { ...dictAt(container, part), ...value } };
}

/** The same container, running or not. */
export function living(container: Inspected, life: Life): Inspected {
  return withPart(container, 'State', stateOf(life));
}

function stateOf({ running, paused }: Life): Inspected {
  const Status = paused ? 'paused' : running ? 'running' : 'exited';
  return { Status, Running: running, Paused: paused, Restarting: false, Dead: false, ExitCode: 0 };
}
