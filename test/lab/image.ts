// Builds the layers that hosts stand on: once per machine and recipe, from the Debian mirror this machine already uses.

import { access, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireSettings, debianSources, settingsInLayer, suite } from './apt.ts';
import { must } from './command.ts';
import { fixturesDirectory, type Layer, lowerDirectories, withParents } from './layer.ts';
import { withLock } from './lock.ts';
import { layersDirectory, layersLock } from './place.ts';

/** Tells a person what takes so long. */
export type Say = (line: string) => void;

/** Makes sure that all of these layers are built; each waits for its parent, and no two processes build the same. */
export async function buildLayers(layers: readonly Layer[], inUse: () => Promise<ReadonlySet<string>>, say: Say) {
  if ((await missing(layers)).length === 0) return;
  await withLock(layersLock, async () => {
    for (const layer of await missing(layers)) {
      const began = Date.now();
      say(`building layer ${layer.name} (${layer.packages.length} packages and what they need)`);
      await removeOlder(layer, await inUse());
      await build(layer);
      say(`layer ${layer.name} is built (${((Date.now() - began) / 1000).toFixed(0)} s)`);
    }
  });
}

async function missing(layers: readonly Layer[]): Promise<readonly Layer[]> {
  const absent: Layer[] = [];
  for (const layer of layers) {
    const built = await access(layer.root).then(
      () => true,
      () => false,
    );
    if (!built && !absent.some(({ directory }) => directory === layer.directory)) absent.push(layer);
  }
  return absent;
}

/** A changed recipe leaves its old layer behind: it goes, unless a running host stands on it. */
async function removeOlder(layer: Layer, inUse: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(layersDirectory).catch(() => [])) {
    const path = join(layersDirectory, entry);
    if (entry.startsWith(`${layer.name}-`) && path !== layer.directory && !inUse.has(path)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** The folders of one build: `root` becomes the layer, `tools` is seen inside as /lab. */
interface Bench {
  readonly directory: string;
  readonly root: string;
  readonly tools: string;
}

async function build(layer: Layer): Promise<void> {
  const directory = `${layer.directory}.building`;
  const bench: Bench = { directory, root: join(directory, 'root'), tools: join(directory, 'tools') };
  await rm(directory, { recursive: true, force: true });
  for (const folder of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(join(bench.tools, folder), { recursive: true });
  }
  await writeFile(join(bench.tools, 'apt.conf'), `${await acquireSettings()}${settingsInLayer}`);
  if (layer.parent === undefined) {
    await bootstrap(layer, bench);
    await enter(bench.root, layer, bench, setUp);
  } else {
    await buildOver(layer, layer.parent, bench);
  }
  await rm(layer.directory, { recursive: true, force: true });
  await mkdir(layer.directory, { recursive: true });
  await rename(join(bench.tools, 'sources.list'), join(layer.directory, 'sources.list'));
  await rename(bench.root, layer.root);
  await rm(directory, { recursive: true, force: true });
}

const withoutWeight = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', '/usr/share/info/*'];

async function bootstrap(layer: Layer, { root, tools }: Bench): Promise<void> {
  const sources = await debianSources();
  await writeFile(join(tools, 'mirror.list'), sources);
  await writeFile(join(tools, 'acquire.conf'), await acquireSettings());
  await must('mmdebstrap', [
    ...['--mode=root', '--variant=minbase', `--include=${layer.packages.join(',')}`],
    ...[`--aptopt=${join(tools, 'acquire.conf')}`, '--aptopt=APT::Install-Recommends "false"'],
    ...withoutWeight.map((path) => `--dpkgopt=path-exclude=${path}`),
    ...[suite, root],
    ...(sources === '' ? [] : [join(tools, 'mirror.list')]),
  ]);
  // How this machine fetches is nobody's business on a host; where from is kept for the layers above.
  await rm(join(root, 'etc/apt/apt.conf.d/99mmdebstrap'), { force: true });
  // Options are dropped: the keyring they may name is this machine's, and apt inside trusts its own.
  await writeFile(join(tools, 'sources.list'), (await sourceLines(join(root, 'etc/apt'))).replaceAll(/\[.*?\] /g, ''));
}

async function sourceLines(folder: string): Promise<string> {
  const parts = await readdir(join(folder, 'sources.list.d'));
  const files = ['sources.list', ...parts.map((part) => join('sources.list.d', part))];
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8').catch(() => '')));
  return texts.join('\n');
}

async function buildOver(layer: Layer, parent: Layer, bench: Bench): Promise<void> {
  const work = join(bench.directory, 'work');
  const merged = join(bench.directory, 'merged');
  for (const folder of [bench.root, work, merged]) await mkdir(folder, { recursive: true });
  await copyFile(join(parent.directory, 'sources.list'), join(bench.tools, 'sources.list'));
  const lower = lowerDirectories(withParents(parent));
  await must('mount', [
    '-t',
    'overlay',
    'overlay',
    '-o',
    `lowerdir=${lower},upperdir=${bench.root},workdir=${work}`,
    merged,
  ]);
  try {
    await enter(merged, layer, bench, layer.packages.length === 0 ? setUp : installAndSetUp);
  } finally {
    await must('umount', [merged]);
  }
}

// Copied without preserving anything: the modes of a checkout depend on its owner's umask.
const setUp = 'if [ -d /lab/layer/files ]; then cp -R /lab/layer/files/. /; fi && sh /lab/layer/setup.sh';
const installAndSetUp = `apt-get update -q && apt-get install -q -y "$@" && ${setUp}`;

/** Runs a script inside the half-built root, with this machine's network and apt settings and none of its files. */
async function enter(root: string, layer: Layer, { tools }: Bench, script: string): Promise<void> {
  const proxies = Object.entries(process.env).filter(([name]) => /^(https?|no)_proxy$/i.test(name));
  await must('systemd-nspawn', [
    ...['--quiet', '--register=no', '--keep-unit', '--pipe', `--directory=${root}`],
    ...['--resolv-conf=replace-host', '--timezone=off', '--bind-ro=/etc/hosts'],
    ...[`--bind=${tools}:/lab`, `--bind-ro=${layer.source}:/lab/layer`, `--bind-ro=${fixturesDirectory}:/lab/fixtures`],
    ...proxies.map(([name, value]) => `--setenv=${name}=${value ?? ''}`),
    ...['--setenv=APT_CONFIG=/lab/apt.conf', '--setenv=DEBIAN_FRONTEND=noninteractive', '--setenv=LC_ALL=C.UTF-8'],
    ...['/bin/sh', '-euc', `umask 022; ${script}; : >/etc/resolv.conf`, 'layer', ...layer.packages],
  ]);
}
