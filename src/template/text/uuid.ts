// UUIDs made from names (RFC 4122, version 5).

import { createHash } from 'node:crypto';
import { TemplateError } from '../callable.ts';

/** The UUID of a name in a namespace, which is a UUID itself. */
export function uuid5(namespace: string, name: string): string {
  const hex = namespace.replace(/^urn:uuid:/, '').replace(/[-{}]/g, '');
  if (!/^[0-9a-fA-F]{32}$/.test(hex))
    throw new TemplateError(`Invalid value '${namespace}' for 'namespace': badly formed hexadecimal UUID string`);
  const digest = createHash('sha1').update(Buffer.from(hex, 'hex')).update(name).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
