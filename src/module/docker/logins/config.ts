// The file in which the docker program keeps who it is to registries.

import type { Plain } from '../../../model/value.ts';
import { dictAt, type Inspected, isDict, textOf } from '../client.ts';

/** Who somebody is to a registry. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** The configuration in a file's bytes; nothing where it is none. */
export function configIn(content: Buffer | undefined): Inspected | undefined {
  if (content === undefined || content.toString('utf8').trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(content.toString('utf8'));
    return isDict(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

// Registries are written with and without what a browser would want around their name.
const hostOf = (registry: string): string => registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

/** The program that keeps passwords for a registry in place of the file; `undefined` where none does. */
export function storeOf(config: Inspected, registry: string): string | undefined {
  const helpers = dictAt(config, 'credHelpers');
  const name = helpers[hostOf(registry)] ?? helpers[registry] ?? config.credsStore;
  return name === undefined || name === null || name === '' ? undefined : `docker-credential-${textOf(name)}`;
}

/** Whether a file says of a registry itself, and not of the same host under another name, who somebody is. */
export const hasEntry = (config: Inspected, registry: string): boolean => isDict(dictAt(config, 'auths')[registry]);

/** Who the file says that somebody is to a registry, or to the same host under another name. */
export function accountIn(config: Inspected, registry: string): (Account & { readonly registry: string }) | undefined {
  const auths = dictAt(config, 'auths');
  const name = registry in auths ? registry : Object.keys(auths).find((one) => hostOf(one) === hostOf(registry));
  const auth = name === undefined ? '' : textOf(dictAt(auths, name).auth);
  const [, username, password] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(auth, 'base64').toString('utf8')) ?? [];
  if (name === undefined || username === undefined || password === undefined) return undefined;
  return { registry: name, username, password };
}

/** The configuration with an account. A token of the registry takes the place of the password. */
export function withAccount(
  config: Inspected,
  registry: string,
  { username, password, token }: Account & { readonly token: string },
): Inspected {
  const auth = Buffer.from(`${username}:${token === '' ? password : ''}`).toString('base64');
  const entry = { auth, ...(token !== '' && { identitytoken: token }) };
  return { ...config, auths: { ...dictAt(config, 'auths'), [registry]: entry } };
}

/** The configuration without an account. */
export function withoutAccount(config: Inspected, registry: string): Inspected {
  const { [registry]: _gone, ...auths } = dictAt(config, 'auths');
  return { ...config, auths };
}

/** The bytes of a file with a configuration. */
export const bytesOfConfig = (config: Inspected): Buffer => Buffer.from(JSON.stringify(sorted(config), null, 4));

function sorted(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isDict(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
