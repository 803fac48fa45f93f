// Paths of hosts as text: no host is asked, and nothing is resolved.

/** The path without slashes at its end (but `/` stays). */
export function trimSlashes(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

/** The path without `.` parts and doubled slashes. */
export function tidy(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

export function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  if (at < 0) return '.';
  return path.slice(0, at) || '/';
}

export function baseName(path: string): string {
  const trimmed = trimSlashes(path);
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export function join(directory: string, name: string): string {
  return directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;
}

/** The directories above a path, the topmost first: `/a` and `/a/b` for `/a/b/c`. */
export function ancestors(path: string): readonly string[] {
  const above: string[] = [];
  const tidied = tidy(path);
  for (let at = tidied.indexOf('/', 1); at > 0; at = tidied.indexOf('/', at + 1)) above.push(tidied.slice(0, at));
  return above;
}
