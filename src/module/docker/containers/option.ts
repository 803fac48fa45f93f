// What an option of a container is: what is asked for, how the daemon is told, and how a container that is there is compared.

import type { Plain } from '../../../model/value.ts';
import { at, type Inspected } from '../client.ts';
import type { ContainerParams } from './params.ts';

/** The parts of what the daemon is sent, merged over all options. */
export interface Body {
  readonly Config?: Readonly<Record<string, Plain>>;
  readonly HostConfig?: Readonly<Record<string, Plain>>;
}

/** What options depend on beside the parameters. */
export interface Surroundings {
  /** Variables of `env_file`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The address for published ports that name none. */
  readonly hostIp: string;
  /** The id of the container whose network it shares. */
  readonly modeOwner?: string;
}

/** `value`: the same or not; `list`: in order; `set`: in any order; `dict`: by member. */
export type Shape = 'value' | 'list' | 'set' | 'dict';

export interface Option {
  /** The parameter. */
  readonly name: keyof ContainerParams & string;
  readonly shape: Shape;
  /** What is asked for, as the daemon has it; `undefined` where nothing is. */
  readonly wanted: (given: ContainerParams, around: Surroundings) => Plain | undefined;
  /** What a container has that was asked for it, with what it gets from its image; the same where absent. */
  readonly expected?: (wanted: Plain, image: Inspected, given: ContainerParams) => Plain;
  readonly now: (container: Inspected) => Plain | undefined;
  readonly body: (wanted: Plain) => Body;
  /** It can be changed while the container stays. */
  readonly updates?: true;
  /** It is not compared unless that is asked for. */
  readonly lenient?: true;
  /** Nothing and zero are not the same. */
  readonly exact?: true;
}

/** The parameters of a type. */
type NamesOf<T> = {
  [K in keyof ContainerParams & string]: ContainerParams[K] extends T | undefined ? K : never;
}[keyof ContainerParams & string];

type SimpleName = NamesOf<string | number | boolean | readonly string[]>;

interface Details {
  readonly shape?: Shape;
  readonly updates?: true;
  readonly lenient?: true;
  readonly exact?: true;
}

/** An option that the daemon has under the same value in `Config`. */
export function config(name: SimpleName, field: string, details: Details = {}): Option {
  return simple('Config', name, { field, details });
}

/** An option that the daemon has under the same value in `HostConfig`. */
export function hostConfig(name: SimpleName, field: string, details: Details = {}): Option {
  return simple('HostConfig', name, { field, details });
}

function simple(
  part: 'Config' | 'HostConfig',
  name: SimpleName,
  { field, details }: { readonly field: string; readonly details: Details },
): Option {
  return {
    name,
    shape: 'value',
    ...details,
    wanted: (given) => given[name],
    now: (container) => at(container, part, field),
    body: (wanted) => ({ [part]: { [field]: wanted } }),
  };
}
