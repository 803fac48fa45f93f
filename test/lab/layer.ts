// What each flavour is made of: the layers under ./layers, and a digest that tells when one must be built anew.

import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from './command.ts';
import { layersDirectory } from './place.ts';

/** What a lab host can be made to look like. */
export const flavours = ['debian', 'ubuntu', 'el', 'centos7', 'nopython', 'busybox'] as const;

/** One of `flavours`. */
export type Flavour = (typeof flavours)[number];

/** One recipe: packages on top of a parent, then a script; `root` is where it is built. */
export interface Layer {
  readonly name: string;
  readonly source: string;
  readonly parent: Layer | undefined;
  readonly packages: readonly string[];
  readonly digest: string;
  readonly directory: string;
  readonly root: string;
}

const sources = new URL('./layers/', import.meta.url).pathname;

/** Small packages with real names, shared by the deb and the rpm repository. */
export const fixturesDirectory = new URL('./fixtures/', import.meta.url).pathname;

const topLayer: Readonly<Record<Flavour, string>> = {
  debian: 'debian',
  ubuntu: 'ubuntu',
  el: 'el',
  centos7: 'centos7',
  nopython: 'base',
  busybox: 'busybox',
};

/** The layers of a flavour, the lowest first. */
export async function layersOf(flavour: Flavour): Promise<readonly Layer[]> {
  return withParents(await readLayer(topLayer[flavour]));
}

/** A layer and all that it stands on, the lowest first. */
export function withParents(layer: Layer): readonly Layer[] {
  return layer.parent === undefined ? [layer] : [...withParents(layer.parent), layer];
}

/** The `lowerdir` of an overlay mount over these layers: the kernel wants the topmost first. */
export function lowerDirectories(layers: readonly Layer[]): string {
  return layers
    .map(({ root }) => root)
    .reverse()
    .join(':');
}

async function readLayer(name: string): Promise<Layer> {
  const source = join(sources, name);
  const recipe = parseRecipe(await readFile(join(source, 'layer.json'), 'utf8'), name);
  const parent = recipe.parent === null ? undefined : await readLayer(recipe.parent);
  const hash = createHash('sha256').update(`${parent?.digest ?? process.arch}\n`);
  for (const folder of [source, ...recipe.fixtures.map(fixtureFolder)]) await hashTree(hash, folder);
  const digest = hash.digest('hex').slice(0, 12);
  const directory = join(layersDirectory, `${name}-${digest}`);
  return { name, source, parent, packages: recipe.packages, digest, directory, root: join(directory, 'root') };
}

interface Recipe {
  readonly parent: string | null;
  readonly packages: readonly string[];
  /** The folders of ./fixtures that the script reads: it must be run again when one of them changes. */
  readonly fixtures: readonly string[];
}

function parseRecipe(text: string, name: string): Recipe {
  const recipe: unknown = JSON.parse(text);
  if (isRecipe(recipe)) return recipe;
  throw new LabError(`layers/${name}/layer.json needs "parent" (a name or null), "packages" and "fixtures" (lists)`);
}

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false;
  const recipe: Partial<Record<keyof Recipe, unknown>> = value;
  const named = recipe.parent === null || typeof recipe.parent === 'string';
  return named && [recipe.packages, recipe.fixtures].every((list) => isTexts(list));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function fixtureFolder(name: string): string {
  return join(fixturesDirectory, name);
}

async function hashTree(hash: ReturnType<typeof createHash>, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const executable = ((await stat(file)).mode & 0o100) !== 0;
    hash.update(`${file.slice(folder.length)} ${executable}\n`).update(await readFile(file));
  }
}
