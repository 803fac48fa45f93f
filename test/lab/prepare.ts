// Makes this machine ready for lab hosts: says whether it can be, installs what is missing, builds the layers.

import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must, run } from './command.ts';
import { buildLayers, type Say } from './image.ts';
import { type Flavour, type Layer, layersOf } from './layer.ts';
import { labDirectory } from './place.ts';
import { readRecords } from './record.ts';

/** Whether this machine can run lab hosts, and if not, what would help. */
export type Availability =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** The commands the lab runs on this machine, and the Debian packages they come from. */
const needed: readonly (readonly [command: string, debianPackage: string])[] = [
  ['systemd-nspawn', 'systemd-container'],
  ['mmdebstrap', 'mmdebstrap'],
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
  ['flock', 'util-linux'],
  ['mount', 'mount'],
  ['ssh-keygen', 'openssh-client'],
];

/** Judges the machine without changing it (but for a scratch folder that goes again). */
export async function labAvailable(): Promise<Availability> {
  if (process.platform !== 'linux') {
    return unavailable(`lab hosts are Linux containers, and this is ${process.platform}`, 'use a Linux machine');
  }
  if (process.getuid?.() !== 0) {
    return unavailable('lab hosts need root (mounts, network, containers)', 'run it with sudo');
  }
  const absent = await missingPackages();
  if (absent.length > 0 && !(await isInstalled('apt-get'))) {
    return unavailable(`${absent.join(', ')} missing, and there is no apt-get to install it`, 'install it yourself');
  }
  const mount = await tryOverlay();
  if (mount !== undefined) {
    return unavailable(
      `an overlay mount in ${labDirectory} fails: ${mount}`,
      'let TSPLAY_LAB_DIR name a folder on ext4, xfs, btrfs or tmpfs; in a container, run it privileged',
    );
  }
  const trees = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'];
  const writable = await Promise.all(trees.map((tree) => canWrite(join(tree, 'cgroup.procs'))));
  if (!writable.includes(true)) {
    return unavailable(
      'control groups cannot be made below /sys/fs/cgroup',
      'mount it; in a container, run it privileged',
    );
  }
  return { ok: true };
}

/** Installs what is missing and builds the layers of these flavours; quick when there is nothing to do. */
export async function prepareLab(
  wanted: readonly Flavour[],
  say: Say = (line) => process.stderr.write(`lab: ${line}\n`),
): Promise<void> {
  const absent = await missingPackages();
  if (absent.length > 0) {
    say(`installing ${absent.join(' ')} with apt-get`);
    await run('apt-get', ['update', '-q']);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await must('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...absent], { env });
  }
  await mkdir(labDirectory, { recursive: true, mode: 0o755 });
  const layers = (await Promise.all(wanted.map(layersOf))).flat();
  await buildLayers(layers, layersInUse, say);
}

/** Layers of a flavour that are built by now. */
export async function preparedLayers(flavour: Flavour): Promise<readonly Layer[]> {
  await prepareLab([flavour]);
  return layersOf(flavour);
}

async function layersInUse(): Promise<ReadonlySet<string>> {
  return new Set((await readRecords()).flatMap(({ layers }) => layers));
}

function canWrite(file: string): Promise<boolean> {
  return access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function unavailable(why: string, remedy: string): Availability {
  return { ok: false, why, remedy };
}

async function missingPackages(): Promise<readonly string[]> {
  const found = await Promise.all(needed.map(([command]) => isInstalled(command)));
  return [...new Set(needed.filter((_, index) => !found[index]).map(([, name]) => name))];
}

async function isInstalled(command: string): Promise<boolean> {
  return (await run('sh', ['-c', 'command -v "$1" >/dev/null', 'sh', command])).code === 0;
}

/** What the kernel says against an overlay mount in the lab's directory; undefined when it works. */
async function tryOverlay(): Promise<string | undefined> {
  await mkdir(labDirectory, { recursive: true, mode: 0o755 });
  const scratch = await mkdtemp(join(labDirectory, 'try-'));
  try {
    for (const name of ['lower', 'upper', 'work', 'root']) await mkdir(join(scratch, name));
    const options = `lowerdir=${scratch}/lower,upperdir=${scratch}/upper,workdir=${scratch}/work`;
    const mounted = await run('mount', ['-t', 'overlay', 'overlay', '-o', options, `${scratch}/root`]);
    if (mounted.code !== 0) return mounted.stderr.trim();
    await must('umount', [`${scratch}/root`]);
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
