// docker_image_pull: an image from a registry, and nothing else.

import type { RunSeen } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { choice, type ParamsOf, text } from '../../params.ts';
import { dockerLook, dockerParams, inspectedFirst, textOf } from '../client.ts';
import { planImage } from '../images.ts';
import { isImageId, referenceOf } from './names.ts';

/** The parameters of docker_image_pull. */
export const pullParams = {
  ...dockerParams,
  name: text('The image, with or without its tag or digest.'),
  tag: text('Its tag, where the name has none.').default('latest'),
  platform: text('For which platform: `os[/arch[/variant]]`.').optional(),
  pull: choice(['always', 'not_present'], 'Whether to ask the registry where the image is there.').default('always'),
};
type Params = ParamsOf<typeof pullParams>;

/** Why parameters of docker_image_pull make no sense; `undefined` where they do. */
export const refuseImagePull = ({ name }: Params): string | undefined =>
  isImageId(name) ? 'Cannot pull an image by ID' : undefined;

/** What docker_image_pull looks at. */
export const pullLooks = (given: Params) => ({ image: dockerLook(given, 'image', referenceOf(given.name, given.tag)) });

/** What docker_image_pull does. */
export function planImagePull(given: Params, { image }: { readonly image: RunSeen }): Plan {
  const nothing = { build: undefined, load_path: undefined, archive_path: undefined, repository: undefined };
  const wish = {
    ...given,
    ...nothing,
    ...({ state: 'present', source: 'pull', push: false, force_tag: false, force_absent: false } as const),
    pull: { platform: given.platform },
    force_source: given.pull === 'always' || !isOfPlatform(given, image),
  };
  return planImage(wish, { image, other: undefined, context: undefined, source: undefined, archive: undefined });
}

// What of the platform is asked for is what must be the same.
function isOfPlatform({ platform }: Params, { code, stdout, stderr }: RunSeen): boolean {
  const image = code === 0 ? inspectedFirst({ code, stdout, stderr }) : undefined;
  if (!image || platform === undefined) return true;
  const parts = [image.Os, image.Architecture, image.Variant].map(textOf);
  const asked = platform.includes('/') ? platform.split('/') : ['', platform];
  return asked.every((part, index) => part === '' || part === parts[index]);
}
