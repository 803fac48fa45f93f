// The socket path that OpenSSH connections share, as `ssh_connection.control_path` means it.

import type { Config } from './config.ts';
import { resolvePath } from './resolve-path.ts';
import { settings } from './settings/index.ts';

/**
 * The value for OpenSSH's `ControlPath`, or `undefined` where nobody set one. It is written as a Python format: `%(directory)s` is the
 * directory of sockets, and `%%` the `%` with which OpenSSH's own tokens begin.
 */
export function controlPath(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const written = config.get(settings['connection/ssh/control_path']);
  if (written === null) return undefined;
  const [cwd, home] = [process.cwd(), config.get(settings.ANSIBLE_HOME) ?? ''];
  const directory = config.get(settings['connection/ssh/control_path_dir']);
  const resolved = directory && resolvePath(directory, { base: cwd, cwd, home, environment });
  return written.replaceAll(/%(?:\(directory\)s|%)/g, (token) => (token === '%%' ? '%' : (resolved ?? token)));
}
