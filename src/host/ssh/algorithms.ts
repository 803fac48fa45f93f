// Which algorithms a login may use: ssh_config's lists, cut down to what our ssh library knows.

import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';
import type { Options } from './config-file.ts';

/** What the configuration says; absent parts are left to the library's own order. */
export interface AlgorithmChoice {
  readonly kex?: readonly KexAlgorithm[];
  readonly cipher?: readonly CipherAlgorithm[];
  readonly hmac?: readonly MacAlgorithm[];
  readonly serverHostKey: readonly ServerHostKeyAlgorithm[];
}

/** Host key algorithms in the order we ask for them; the last one is for servers that know no other (SHA-1). */
const hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];
const kexDefault: readonly KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group15-sha512',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group17-sha512',
  'diffie-hellman-group18-sha512',
];
const kexOld: readonly KexAlgorithm[] = [
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group1-sha1',
];
const cipherDefault: readonly CipherAlgorithm[] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
];
const cipherOld: readonly CipherAlgorithm[] = [
  'chacha20-poly1305@openssh.com',
  'aes256-cbc',
  'aes192-cbc',
  'aes128-cbc',
  '3des-cbc',
];
const macDefault: readonly MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha1-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1',
];
const macOld: readonly MacAlgorithm[] = ['hmac-md5'];

/** The algorithms that the options allow. A list that leaves nothing we know is not followed. */
export function chooseAlgorithms(options: Options): AlgorithmChoice {
  const listed = (keyword: string) => options.get(keyword)?.[0];
  const kex = choose(listed('kexalgorithms'), kexDefault, kexOld);
  const cipher = choose(listed('ciphers'), cipherDefault, cipherOld);
  const hmac = choose(listed('macs'), macDefault, macOld);
  const serverHostKey = choose(listed('hostkeyalgorithms'), hostKeyAlgorithms, []) ?? hostKeyAlgorithms;
  return { serverHostKey, ...(kex && { kex }), ...(cipher && { cipher }), ...(hmac && { hmac }) };
}

// `+list` adds to the defaults, `-list` takes away, `^list` goes first, a plain one replaces.
function choose<T extends string>(
  text: string | undefined,
  defaults: readonly T[],
  others: readonly T[],
): readonly T[] | undefined {
  if (text === undefined) return undefined;
  const sign = /^[+^-]/.exec(text)?.[0];
  const names = (sign ? text.slice(1) : text).split(',');
  const known = [...defaults, ...others];
  const named = names.flatMap((name) => known.filter((item) => item === name));
  const chosen = {
    '+': [...defaults, ...named.filter((name) => !defaults.includes(name))],
    '-': defaults.filter((name) => !names.includes(name)),
    '^': [...named, ...defaults.filter((name) => !named.includes(name))],
    '': named,
  }[sign ?? ''];
  return chosen === undefined || chosen.length === 0 ? undefined : chosen;
}

/** The algorithms that a key of this type signs with. */
function algorithmsOf(type: string): readonly string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type];
}

/** For the library: those of the types that are known first, or a host known by one key would look changed when it shows another. */
export function algorithmsFor(choice: AlgorithmChoice, knownTypes: readonly string[]): Algorithms {
  const known = new Set(knownTypes.flatMap(algorithmsOf));
  const first = choice.serverHostKey.filter((name) => known.has(name));
  const rest = choice.serverHostKey.filter((name) => !known.has(name));
  return {
    serverHostKey: [...first, ...rest],
    ...(choice.kex && { kex: [...choice.kex] }),
    ...(choice.cipher && { cipher: [...choice.cipher] }),
    ...(choice.hmac && { hmac: [...choice.hmac] }),
  };
}
