// A loop device over an image file, where this machine can have one.

import { spawnSync } from 'node:child_process';

export interface LoopDevice {
  /** Such as /dev/loop0. */
  readonly device: string;
  close(): void;
}

/** Makes the image and attaches it; `undefined` where that is not to be had. */
export function loopDevice(image: string, size: string): LoopDevice | undefined {
  spawnSync('truncate', ['-s', size, image]);
  const attached = spawnSync('losetup', ['--find', '--show', '--partscan', image], { encoding: 'utf8' });
  if (attached.status !== 0) return undefined;
  const device = attached.stdout.trim();
  return {
    device,
    close: () => {
      spawnSync('losetup', ['--detach', device]);
    },
  };
}
