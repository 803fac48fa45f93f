// Where the lab keeps its layers, keys and running hosts on this machine.

import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** The lab's directory: needs a file system that overlay mounts accept (ext4, xfs, btrfs, tmpfs). */
export const labDirectory = process.env.TSPLAY_LAB_DIR ?? '/var/cache/tsplay-lab';

/** Built layers, one folder each, named after what they were built from. */
export const layersDirectory = join(labDirectory, 'layers');

/** One folder per running host: its overlay, its state, its log. */
export const hostsDirectory = join(labDirectory, 'hosts');

/** Key pairs and the root password of this machine's lab hosts. */
export const keysDirectory = join(labDirectory, 'keys');

/** Held while hosts get their addresses, and while the last one takes the bridge with it. */
export const hostsLock = join(labDirectory, 'hosts.lock');

/** Held while layers are built. */
export const layersLock = join(labDirectory, 'layers.lock');

/** The bridge of the lab in this directory; two labs on one machine have two. */
export const bridgeName = `tsplay-${createHash('sha256').update(labDirectory).digest('hex').slice(0, 6)}`;
