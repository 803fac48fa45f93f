// Where fetch puts a file on the controller.

import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, normalize, resolve } from 'node:path';
import { ModuleError } from '../module.ts';

export interface FetchRequest {
  /** The path on the host. */
  readonly src: string;
  readonly dest: string;
  /** `dest` is the file itself, or with a slash at the end the directory. */
  readonly flat: boolean;
  /** The host's name in the inventory. */
  readonly host: string;
  /** What a relative `dest` is relative to. */
  readonly base: string;
}

/** The absolute path of the file. Fails with a `ModuleError`. */
export function destinationOf({ src, dest, flat, host, base }: FetchRequest): string {
  const place = isAbsolute(dest) ? dest : resolve(base, dest) + (dest.endsWith('/') ? '/' : '');
  if (flat) return flatDestination(place, src);
  const directory = join(place, host);
  const path = normalize(`${directory}/${src}`);
  if (path.startsWith(`${normalize(directory)}/`)) return path;
  throw new ModuleError(`'src' is '${src}', which leads out of ${directory}; name the file by its absolute path`);
}

function flatDestination(place: string, src: string): string {
  if (place.endsWith('/')) return normalize(place + basename(src));
  if (existsSync(place) && statSync(place).isDirectory()) {
    throw new ModuleError(
      `dest is an existing directory (${place}), use a trailing slash if you want to fetch src into that directory`,
    );
  }
  return normalize(place);
}
