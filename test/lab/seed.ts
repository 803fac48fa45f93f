// What a host is given before its first boot: identity, address, keys, and whatever the caller asked for.
//
// It goes into an overlay layer of its own, below the one the host writes to: the upper layer of a host that has
// just booted holds nothing but what it did itself.

import { randomBytes } from 'node:crypto';
import { type CommandResult, LabError, quote, run } from './command.ts';
import type { LabKeys } from './keys.ts';
import type { HostOptions, SeedFile, SeedUser } from './options.ts';

/** What distinguishes this host from others. */
export interface Identity {
  readonly name: string;
  readonly address: string;
  readonly gateway: string;
}

/** The host's public keys, "ssh-ed25519 AAAA..." each, the ed25519 one first. */
export async function seed(
  root: string,
  who: Identity,
  keys: LabKeys,
  options: HostOptions,
): Promise<readonly string[]> {
  const script = [
    prelude,
    ...identity(who),
    ...accessOfRoot(keys, options.authorizedKeys ?? []),
    ...(options.users ?? []).flatMap((user) => addUser(user, options.flavour === 'busybox' ? '/bin/sh' : '/bin/bash')),
    ...Object.entries(options.files ?? {}).flatMap(([path, file]) => writeSeedFile(path, file)),
    options.before ?? '',
    hostKeys,
  ].join('\n');
  const result = await inside(root, script);
  const publicKeys = result.stdout.split('\n').filter((line) => line.startsWith('hostkey '));
  return publicKeys.map((line) => line.slice('hostkey '.length));
}

async function inside(root: string, script: string): Promise<CommandResult> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8' };
  const result = await run('chroot', [root, '/bin/sh', '-s'], { input: script, env });
  if (result.code !== 0) throw new LabError(`preparing the host's files failed (${result.code}):\n${result.stderr}`);
  return result;
}

const prelude = `
set -eu
umask 022
# put PATH MODE OWNER, the content in base64 on standard input
put() {
  mkdir -p "\${1%/*}"
  base64 -d >"$1"
  chmod "$2" "$1"
  chown "$3" "$1"
}`;

function put(path: string, content: string, mode = '0644', owner = 'root:root'): string {
  const body = Buffer.from(content).toString('base64');
  return `put ${quote(path)} ${quote(mode)} ${quote(owner)} <<'BASE64'\n${body}\nBASE64`;
}

function writeSeedFile(path: string, file: SeedFile): readonly string[] {
  return [typeof file === 'string' ? put(path, file) : put(path, file.content, file.mode, file.owner)];
}

function identity({ name, address, gateway }: Identity): readonly string[] {
  return [
    put('/etc/machine-id', `${randomBytes(16).toString('hex')}\n`, '0444'),
    put('/etc/hostname', `${name}\n`),
    // sudo looks up its own host's name, and waits for a name server that is not there.
    put('/etc/hosts', `127.0.0.1 localhost\n::1 localhost ip6-localhost\n${address} ${name}\n`),
    put('/etc/resolv.conf', ''),
    put('/etc/systemd/network/10-host0.network', networkFile(address, gateway)),
  ];
}

function networkFile(address: string, gateway: string): string {
  // One address, one MAC: the next host with this address would not be found for 40 seconds by whoever has the last
  // one's in its ARP cache.
  const mac = ['02', '74', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
  const network = `Address=${address}/24\nGateway=${gateway}\nLinkLocalAddressing=no`;
  return `[Match]\nName=host0\n\n[Link]\nMACAddress=${mac}\n\n[Network]\n${network}\n`;
}

function accessOfRoot(keys: LabKeys, more: readonly string[]): readonly string[] {
  const lines = [keys.root.publicKey, ...more].map((line) => `${line}\n`).join('');
  return [
    'mkdir -p -m 0700 /root/.ssh',
    put('/root/.ssh/authorized_keys', lines, '0600'),
    setPassword('root', keys.rootPassword),
  ];
}

/** Few hashing rounds: the password is known to every test, and logins are to be quick. */
function setPassword(user: string, password: string): string {
  return `printf '%s\\n' ${quote(`${user}:${password}`)} | chpasswd -c SHA512 -s 1000`;
}

function addUser(user: SeedUser, usualShell: string): readonly string[] {
  const { name } = user;
  const groups = user.groups?.length ? `-G ${quote(user.groups.join(','))}` : '';
  const keys = user.authorizedKeys?.map((line) => `${line}\n`).join('');
  return [
    `useradd -m -s ${quote(user.shell ?? usualShell)} ${groups} ${quote(name)}`,
    ...(user.password === undefined ? [] : [setPassword(name, user.password)]),
    ...(user.sudo === undefined ? [] : [put(`/etc/sudoers.d/${name}`, `${name} ${user.sudo}\n`, '0440')]),
    ...(keys === undefined
      ? []
      : [
          `install -d -m 0700 -o ${quote(name)} -g ${quote(name)} /home/${quote(name)}/.ssh`,
          put(`/home/${name}/.ssh/authorized_keys`, keys, '0600', `${name}:${name}`),
        ]),
  ];
}

const hostKeys = `
for type in ed25519 ecdsa; do ssh-keygen -q -t $type -N '' -C '' -f /etc/ssh/ssh_host_\${type}_key; done
ssh-keygen -q -t rsa -b 2048 -N '' -C '' -f /etc/ssh/ssh_host_rsa_key
for type in ed25519 ecdsa rsa; do
  read -r kind key rest </etc/ssh/ssh_host_\${type}_key.pub
  echo "hostkey $kind $key"
done`;
