// What the module docker_container needs, in one place.

import { refuseComparisons } from './containers/compare.ts';
import { type ContainerParams, containerParams } from './containers/params.ts';
import { planContainer, refusePull } from './containers/plan.ts';
import { refusePorts } from './containers/ports.ts';
import { refuseHealthcheck, refuseVariables } from './containers/process-options.ts';
import { refuseResources } from './containers/resource-options.ts';
import { refuseDevices } from './containers/rights-options.ts';
import { refuseStorage } from './containers/storage-options.ts';

export { containerLooks } from './containers/look.ts';
export { containerParams, planContainer };

/** Why parameters of docker_container make no sense; `undefined` where they do. */
export function refuseContainer(given: ContainerParams): string | undefined {
  return (
    refuseComparisons(given) ??
    refusePull(given) ??
    refuseVariables(given) ??
    refuseHealthcheck(given) ??
    refuseResources(given) ??
    refuseDevices(given) ??
    refusePorts(given) ??
    refuseStorage(given)
  );
}
