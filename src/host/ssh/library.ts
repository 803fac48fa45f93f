// The one door to the ssh2 package, loaded at the first ssh connection: a run without any does not pay for it.

import ssh2, { type ParsedKey } from 'ssh2';

export const { Client, BaseAgent, OpenSSHAgent } = ssh2;

/** A key in any form the library reads, or why it is none. */
export function parseKey(text: string | Buffer, passphrase?: string): ParsedKey | Error {
  const parsed: unknown = ssh2.utils.parseKey(text, passphrase);
  // It answers a list for OpenSSH's format, against its types.
  const [key] = Array.isArray(parsed) ? parsed : [parsed];
  if (key instanceof Error) return key;
  return isParsedKey(key) ? key : new Error('Unsupported key format');
}

/** Whether a value is a key as the library parses them. */
export function isParsedKey(value: unknown): value is ParsedKey {
  return typeof value === 'object' && value !== null && 'getPublicSSH' in value;
}
