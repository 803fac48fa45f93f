// Pulls images, and tells what nobody can know of one before it is pulled.

import type { RunCommand } from '../../../plan/change.ts';
import { type DockerLogin, dockerChange, type Inspected } from '../client.ts';

/** What is pulled. */
export interface Pull {
  /** With its tag or digest. */
  readonly reference: string;
  readonly platform?: string | undefined;
  /** One of that name is there. */
  readonly isThere: boolean;
  readonly leaves: RunCommand['leaves'];
}

/** The change that pulls an image. */
export function pull(login: DockerLogin, { reference, platform, isThere, leaves }: Pull): RunCommand {
  return dockerChange(login, {
    title: `pull the image ${reference}`,
    words: ['image', 'pull', '--quiet', ...(platform === undefined ? [] : ['--platform', platform]), reference],
    undo: isThere ? { cannot: `the former image ${reference} has no name` } : ['image', 'rm', reference],
    leaves,
    ...(!isThere && { after: `the image ${reference}\n` }),
  });
}

/** An image that is not there yet. */
export const predictedImage = (reference: string): Inspected => ({ Id: reference, RepoTags: [reference], Config: {} });
