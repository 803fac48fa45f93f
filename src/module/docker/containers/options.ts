// All options of a container, and what a container is made with.

import type { Plain } from '../../../model/value.ts';
import { type Inspected, isDict } from '../client.ts';
import { networkOptions } from './network-options.ts';
import type { Body, Option, Surroundings } from './option.ts';
import type { ContainerParams } from './params.ts';
import { processOptions } from './process-options.ts';
import { resourceOptions } from './resource-options.ts';
import { rightsOptions } from './rights-options.ts';
import { storageOptions } from './storage-options.ts';

/** Every option. */
export const options: readonly Option[] = [
  ...processOptions,
  ...resourceOptions,
  ...rightsOptions,
  ...networkOptions,
  ...storageOptions,
];

/** What is asked of one option, and what a container has that was asked for it. */
export interface Wish {
  readonly option: Option;
  readonly wanted: Plain;
  readonly expected: Plain;
}

/** What is asked for at all. */
export function wishesOf(given: ContainerParams, around: Surroundings, image: Inspected): readonly Wish[] {
  return options.flatMap((option) => {
    const wanted = option.wanted(given, around);
    if (wanted === undefined) return [];
    return [{ option, wanted, expected: option.expected?.(wanted, image, given) ?? wanted }];
  });
}

/** Several bodies as one: dicts within them become one dict. */
export function mergeBodies(bodies: readonly Body[]): Body {
  return {
    Config: mergeDicts(bodies.map(({ Config = {} }) => Config)),
    HostConfig: mergeDicts(bodies.map(({ HostConfig = {} }) => HostConfig)),
  };
}

function mergeDicts(dicts: readonly Readonly<Record<string, Plain>>[]): Readonly<Record<string, Plain>> {
  const merged: Record<string, Plain> = {};
  for (const [name, value] of dicts.flatMap(Object.entries<Plain>)) {
    const known = merged[name];
    merged[name] = isDict(known) && isDict(value) ? { ...known, ...value } : value;
  }
  return merged;
}
