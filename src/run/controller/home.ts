// `~` in paths of the controller.

import { homedir } from 'node:os';

/** The path with a leading `~` replaced by the user's home. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}
