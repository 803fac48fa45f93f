// Where systemd reads the file of a unit from.

import type { UnitLook } from './look.ts';

const ROOTS = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'];
const TYPES = /\.(service|socket|target|timer|path|mount|automount|swap|slice|scope|device)$/;

/** The files any of which gives the host a unit of this name; of an instance (a@b) those of its template (a@) as well. */
export function unitFiles({ name, scope }: Pick<UnitLook, 'name' | 'scope'>): readonly string[] {
  const full = TYPES.test(name) ? name : `${name}.service`;
  const template = full.replace(/@.+(?=\.[a-z]+$)/, '@');
  const places = ROOTS.flatMap((root) =>
    [...new Set([full, template])].map((one) => `${root}/systemd/${scope === 'system' ? 'system' : 'user'}/${one}`),
  );
  // systemd makes units of init scripts.
  return scope === 'system' && full.endsWith('.service')
    ? [...places, `/etc/init.d/${full.slice(0, -'.service'.length)}`]
    : places;
}
